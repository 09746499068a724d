// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** Z-IL is backpropagation: gradients of one step, and parameters after fifty. */
class ExactnessTest {

  enum Net {
    MLP {
      @Override
      MultiLayerConfiguration configuration(DataType type) {
        return base(type)
            .list()
            .layer(new DenseLayer.Builder().nOut(20).activation(Activation.TANH).build())
            .layer(new DenseLayer.Builder().nOut(15).activation(Activation.RELU).build())
            .layer(output(4))
            .setInputType(InputType.feedForward(12))
            .build();
      }

      @Override
      INDArray features(DataType type) {
        return Nd4j.randn(type, 6, 12);
      }
    },
    CNN {
      @Override
      MultiLayerConfiguration configuration(DataType type) {
        return base(type)
            .list()
            .layer(new ConvolutionLayer.Builder(3, 3).nOut(5).activation(Activation.RELU).build())
            .layer(new BatchNormalization())
            .layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build())
            .layer(new ConvolutionLayer.Builder(2, 2).nOut(6).activation(Activation.TANH).build())
            .layer(new DenseLayer.Builder().nOut(10).dropOut(0.8).build())
            .layer(output(4))
            .setInputType(InputType.convolutional(10, 9, 2))
            .build();
      }

      @Override
      INDArray features(DataType type) {
        return Nd4j.randn(type, 6, 2, 10, 9);
      }
    },
    RNN {
      @Override
      MultiLayerConfiguration configuration(DataType type) {
        return base(type)
            .list()
            .layer(new SimpleRnn.Builder().nOut(9).activation(Activation.TANH).build())
            .layer(
                new LastTimeStep(
                    new SimpleRnn.Builder().nOut(8).activation(Activation.TANH).build()))
            .layer(output(4))
            .setInputType(InputType.recurrent(5, 7))
            .build();
      }

      @Override
      INDArray features(DataType type) {
        return Nd4j.randn(type, 6, 5, 7);
      }
    };

    abstract MultiLayerConfiguration configuration(DataType type);

    abstract INDArray features(DataType type);

    MultiLayerNetwork network(DataType type) {
      MultiLayerNetwork network = new MultiLayerNetwork(configuration(type));
      network.init();
      return network;
    }

    DataSet data(DataType type) {
      INDArray features = features(type);
      int samples = (int) features.size(0);
      INDArray labels = Nd4j.zeros(type, samples, 4);
      for (int i = 0; i < samples; i++) {
        labels.putScalar(i, (3 * i + 1) % 4, 1.0);
      }
      return new DataSet(features, labels);
    }

    private static NeuralNetConfiguration.Builder base(DataType type) {
      return new NeuralNetConfiguration.Builder()
          .seed(42)
          .dataType(type)
          .l2(1e-3)
          .gradientNormalization(GradientNormalization.ClipL2PerLayer)
          .gradientNormalizationThreshold(1.0)
          .updater(new Adam(new ExponentialSchedule(ScheduleType.ITERATION, 1e-3, 0.99)));
    }

    private static OutputLayer output(int classes) {
      return new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
          .nOut(classes)
          .activation(Activation.SOFTMAX)
          .build();
    }
  }

  private static double oneStepDistance(Net net, DataType type) {
    Nd4j.getRandom().setSeed(1);
    MultiLayerNetwork network = net.network(type);
    DataSet data = net.data(type);
    Nd4j.getRandom().setSeed(11);
    network.setInput(data.getFeatures());
    network.setLabels(data.getLabels());
    network.computeGradientAndScore();
    INDArray expected = network.gradient().gradient().dup();
    double score = network.score();
    MultiLayerNetwork attached = PredictiveCoding.attach(network, LearningRule.zil());
    Nd4j.getRandom().setSeed(11);
    INDArray actual = PredictiveCoding.gradient(attached, data).gradient();
    assertThat(attached.score()).isCloseTo(score, org.assertj.core.data.Offset.offset(1e-5));
    return actual.distance2(expected) / expected.norm2Number().doubleValue();
  }

  @ParameterizedTest
  @EnumSource(Net.class)
  void gradientEqualsBackpropInDouble(Net net) {
    assertThat(oneStepDistance(net, DataType.DOUBLE)).isLessThan(1e-12);
  }

  @ParameterizedTest
  @EnumSource(Net.class)
  void gradientEqualsBackpropInFloat(Net net) {
    assertThat(oneStepDistance(net, DataType.FLOAT)).isLessThan(1e-5);
  }

  @ParameterizedTest
  @EnumSource(Net.class)
  void fiftyStepsEndAtTheSameParameters(Net net) {
    Nd4j.getRandom().setSeed(1);
    DataSet data = net.data(DataType.DOUBLE);
    MultiLayerNetwork reference = net.network(DataType.DOUBLE);
    MultiLayerNetwork network = net.network(DataType.DOUBLE);
    assertThat(network.params()).isEqualTo(reference.params());
    Nd4j.getRandom().setSeed(5);
    for (int i = 0; i < 50; i++) {
      reference.fit(data);
    }
    MultiLayerNetwork attached = PredictiveCoding.attach(network, LearningRule.zil());
    Nd4j.getRandom().setSeed(5);
    for (int i = 0; i < 50; i++) {
      attached.fit(data);
    }
    double distance =
        network.params().distance2(reference.params())
            / reference.params().norm2Number().doubleValue();
    assertThat(distance).isLessThan(1e-10);
    assertThat(network.getIterationCount()).isEqualTo(50);
    assertThat(network.score())
        .isCloseTo(reference.score(), org.assertj.core.data.Offset.offset(1e-10));
  }
}
