// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Frozen layers stay as they are to the bit, and the others train as in DL4J. */
class FrozenLayersTest {
  private static final int STEPS = 4;

  enum Freezing {
    /** Transfer learning: the lowest layers, and those above retrained. */
    BOTTOM {
      @Override
      MultiLayerNetwork network() {
        return new TransferLearning.Builder(SmallNet.CNN.network())
            .fineTuneConfiguration(
                new FineTuneConfiguration.Builder().updater(new Sgd(0.1)).build())
            .setFeatureExtractor(1)
            .build();
      }
    },
    /** Transfer learning with a new output layer. */
    ALL_BUT_THE_OUTPUT {
      @Override
      MultiLayerNetwork network() {
        return new TransferLearning.Builder(SmallNet.MLP.network())
            .setFeatureExtractor(1)
            .nOutReplace(2, SmallNet.CLASSES, WeightInit.XAVIER)
            .build();
      }
    },
    /** A frozen layer above one that is not: DL4J's backpropagation ends there too. */
    MIDDLE {
      @Override
      MultiLayerNetwork network() {
        return SmallNet.initialised(mlp(1e-2, new FrozenLayer(hidden()), output()));
      }
    },
    /**
     * A frozen layer that errors pass through; without L2, which DL4J applies to it all the same.
     */
    WITH_BACKPROP {
      @Override
      MultiLayerNetwork network() {
        return SmallNet.initialised(mlp(0.0, new FrozenLayerWithBackprop(hidden()), output()));
      }
    },
    /** A frozen output layer that errors pass through. */
    OUTPUT_WITH_BACKPROP {
      @Override
      MultiLayerNetwork network() {
        return SmallNet.initialised(mlp(0.0, hidden(), new FrozenLayerWithBackprop(output())));
      }
    },
    /** The same with noise on its weights. */
    NOISY_OUTPUT_WITH_BACKPROP {
      @Override
      MultiLayerNetwork network() {
        OutputLayer output = output();
        output.setWeightNoise(new DropConnect(0.8));
        return SmallNet.initialised(mlp(0.0, hidden(), new FrozenLayerWithBackprop(output)));
      }
    };

    abstract MultiLayerNetwork network();

    private static DenseLayer hidden() {
      return new DenseLayer.Builder().nOut(5).activation(Activation.TANH).build();
    }

    private static OutputLayer output() {
      return new OutputLayer.Builder(LossFunction.MCXENT)
          .nOut(SmallNet.CLASSES)
          .activation(Activation.SOFTMAX)
          .build();
    }

    private static MultiLayerConfiguration mlp(
        double l2,
        org.deeplearning4j.nn.conf.layers.Layer middle,
        org.deeplearning4j.nn.conf.layers.Layer output) {
      return SmallNet.base()
          .l2(l2)
          .list()
          .layer(new DenseLayer.Builder().nOut(7).activation(Activation.TANH).build())
          .layer(middle)
          .layer(new DenseLayer.Builder().nOut(5).activation(Activation.TANH).build())
          .layer(output)
          .setInputType(InputType.feedForward(6))
          .build();
    }

    SmallNet data() {
      return this == BOTTOM ? SmallNet.CNN : SmallNet.MLP;
    }
  }

  private static boolean isFrozen(Layer layer) {
    return layer instanceof org.deeplearning4j.nn.layers.FrozenLayer
        || layer instanceof org.deeplearning4j.nn.layers.FrozenLayerWithBackprop;
  }

  /** Fits some steps and asserts that nothing frozen has moved. */
  private static void fit(MultiLayerNetwork network, Freezing freezing) {
    INDArray[] before = parameters(network);
    for (int i = 0; i < STEPS; i++) {
      network.fit(freezing.data().batch());
    }
    INDArray[] after = parameters(network);
    int frozen = 0;
    for (int i = 0; i < before.length; i++) {
      if (isFrozen(network.getLayer(i))) {
        frozen++;
        assertThat(after[i].equalsWithEps(before[i], 0.0)).as("layer " + i).isTrue();
      }
    }
    assertThat(frozen).isPositive();
  }

  private static INDArray[] parameters(MultiLayerNetwork network) {
    INDArray[] copies = new INDArray[network.getnLayers()];
    for (int i = 0; i < copies.length; i++) {
      INDArray own = network.getLayer(i).params();
      copies[i] = own == null ? network.params().getScalar(0).mul(0) : own.dup();
    }
    return copies;
  }

  @ParameterizedTest
  @EnumSource
  void zilTrainsAsDl4jDoes(Freezing freezing) {
    Supplier<MultiLayerNetwork> make = freezing::network;
    new Twins(make).train(network -> fit(network, freezing));
  }

  @ParameterizedTest
  @EnumSource
  void ilLearns(Freezing freezing) {
    MultiLayerNetwork network = freezing.network();
    double before = network.score(freezing.data().batch());
    fit(PredictiveCoding.attach(network, LearningRule.il()), freezing);
    assertThat(network.score(freezing.data().batch())).isLessThan(before);
  }
}
