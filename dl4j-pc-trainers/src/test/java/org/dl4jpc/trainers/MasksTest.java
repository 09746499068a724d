// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Feature and label masks act as in DL4J. */
class MasksTest {
  private static final int STEPS = 3;
  private static final int TIME = 4;
  private static final int SAMPLES = SmallNet.SAMPLES;

  /** DL4J takes the last time step of a masked sequence in ND4J's default type. */
  @BeforeAll
  static void computeInDouble() {
    Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
  }

  @AfterAll
  static void computeInFloat() {
    Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
  }

  enum Masked {
    /** Some examples count, others not. */
    LABELS_BY_EXAMPLE {
      @Override
      MultiLayerNetwork network() {
        return SmallNet.MLP.network();
      }

      @Override
      DataSet data() {
        DataSet data = SmallNet.MLP.batch();
        data.setLabelsMaskArray(column(1, 0, 1, 0, 1));
        return data;
      }
    },
    /** Some outputs of an example count, others not. */
    LABELS_BY_OUTPUT {
      @Override
      MultiLayerNetwork network() {
        return SmallNet.initialised(
            SmallNet.base()
                .list()
                .layer(new DenseLayer.Builder().nOut(7).activation(Activation.TANH).build())
                .layer(
                    new OutputLayer.Builder(LossFunction.XENT)
                        .nOut(SmallNet.CLASSES)
                        .activation(Activation.SIGMOID)
                        .build())
                .setInputType(InputType.feedForward(6))
                .build());
      }

      @Override
      DataSet data() {
        DataSet data = SmallNet.MLP.batch();
        data.setLabelsMaskArray(
            data.getLabels().mul(0).addi(1).putScalar(0, 1, 0).putScalar(3, 2, 0));
        return data;
      }
    },
    /** Sequences of different lengths, read to their end. */
    FEATURES_LAST_TIME_STEP {
      @Override
      MultiLayerNetwork network() {
        return SmallNet.RNN.network();
      }
    },
    /** Sequences of different lengths, averaged over time. */
    FEATURES_GLOBAL_POOLING {
      @Override
      MultiLayerNetwork network() {
        return SmallNet.initialised(
            SmallNet.base()
                .list()
                .layer(new LSTM.Builder().nOut(4).build())
                .layer(new GlobalPoolingLayer(PoolingType.AVG))
                .layer(output())
                .setInputType(InputType.recurrent(3, TIME))
                .build());
      }
    },
    /** A label a time step, some of which count. */
    SEQUENCES {
      @Override
      MultiLayerNetwork network() {
        return SmallNet.initialised(
            SmallNet.base()
                .list()
                .layer(new SimpleRnn.Builder().nOut(4).build())
                .layer(
                    new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(SmallNet.CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.recurrent(3, TIME))
                .build());
      }

      @Override
      DataSet data() {
        DataSet data = super.data();
        INDArray labels = Nd4j.zeros(DataType.DOUBLE, SAMPLES, SmallNet.CLASSES, TIME);
        for (int t = 0; t < TIME; t++) {
          labels.tensorAlongDimension(t, 0, 1).assign(SmallNet.labels(SAMPLES));
        }
        data.setLabels(labels);
        data.setLabelsMaskArray(lengths());
        return data;
      }
    };

    abstract MultiLayerNetwork network();

    DataSet data() {
      DataSet data = SmallNet.RNN.batch();
      data.setFeaturesMaskArray(lengths());
      return data;
    }

    private static OutputLayer output() {
      return new OutputLayer.Builder(LossFunction.MCXENT)
          .nOut(SmallNet.CLASSES)
          .activation(Activation.SOFTMAX)
          .build();
    }
  }

  private static INDArray column(double... values) {
    return Nd4j.createFromArray(values).reshape(values.length, 1);
  }

  /** [B, T] with sequences of lengths 4, 2, 3, 4, 1. */
  private static INDArray lengths() {
    INDArray mask = Nd4j.ones(DataType.DOUBLE, SAMPLES, TIME);
    int[] lengths = {4, 2, 3, 4, 1};
    for (int i = 0; i < SAMPLES; i++) {
      for (int t = lengths[i]; t < TIME; t++) {
        mask.putScalar(i, t, 0.0);
      }
    }
    return mask;
  }

  @ParameterizedTest
  @EnumSource
  void zilTrainsAsDl4jDoes(Masked masked) {
    new Twins(masked::network)
        .train(
            network -> {
              for (int i = 0; i < STEPS; i++) {
                network.fit(masked.data());
              }
            });
  }

  @ParameterizedTest
  @EnumSource
  void masksMatterAndAreForgottenAfterwards(Masked masked) {
    DataSet data = masked.data();
    DataSet plain = new DataSet(data.getFeatures(), data.getLabels());
    new Twins(masked::network)
        .train(network -> network.fit(new PrefetchedBatches(List.of(data, plain, data, plain))));
    MultiLayerNetwork attached = PredictiveCoding.attach(masked.network(), LearningRule.zil());
    INDArray withMask = PredictiveCoding.gradient(attached, data).gradient();
    INDArray without = PredictiveCoding.gradient(attached, plain).gradient();
    assertThat(Twins.distance(withMask, without)).isGreaterThan(0.01);
  }

  @ParameterizedTest
  @EnumSource
  void ilLearns(Masked masked) {
    MultiLayerNetwork network = masked.network();
    double before = network.score(masked.data());
    PcTrainer trainer = PcTrainer.of(network, LearningRule.il());
    for (int i = 0; i < 5; i++) {
      trainer.fit(masked.data());
    }
    assertThat(network.score(masked.data())).isLessThan(before);
  }

  @Test
  void maskOfAnExampleTakesItOutOfTheGradient() {
    DataSet data = Masked.LABELS_BY_EXAMPLE.data();
    MultiLayerNetwork attached =
        PredictiveCoding.attach(Masked.LABELS_BY_EXAMPLE.network(), LearningRule.il());
    INDArray masked = PredictiveCoding.gradient(attached, data).gradient();
    int[] counted = {0, 2, 4};
    DataSet rest =
        new DataSet(data.getFeatures().getRows(counted), data.getLabels().getRows(counted));
    INDArray alone = PredictiveCoding.gradient(attached, rest).gradient();
    assertThat(Twins.distance(masked, alone)).isLessThan(1e-12);
  }
}
