// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.dl4jpc.layers.NodePlacement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossL2;

/**
 * With a precision ratio ρ = π_{l+1}/π_l in every layer, equilibria of linear networks with square,
 * invertible layers tend to target propagation as ρ → ∞: x_l → W_{l+1}⁻¹(x_{l+1} − b_{l+1}), x_L =
 * y, with error O(1/ρ) (Millidge et al. 2022, "A theoretical framework for inference and learning
 * in predictive coding networks", Section 3). Inference is ill-conditioned there, so that the limit
 * is taken in the closed form, and inference is held against it at a moderate ρ.
 */
class TargetPropagationLimitTest {
  private static final int LAYERS = 3;
  private static final int UNITS = 9;

  /** Networks of square layers. */
  enum Square {
    DENSE {
      @Override
      Layer layer() {
        return new DenseLayer.Builder().nOut(UNITS).build();
      }

      @Override
      InputType input() {
        return InputType.feedForward(UNITS);
      }
    },
    CONVOLUTIONAL {
      @Override
      Layer layer() {
        return new ConvolutionLayer.Builder(3, 3)
            .nOut(1)
            .convolutionMode(ConvolutionMode.Same)
            .build();
      }

      @Override
      InputType input() {
        return InputType.convolutional(3, 3, 1);
      }
    };

    abstract Layer layer();

    abstract InputType input();

    MultiLayerNetwork network() {
      MultiLayerNetwork network =
          new MultiLayerNetwork(
              new NeuralNetConfiguration.Builder()
                  .seed(6)
                  .dataType(DataType.DOUBLE)
                  .activation(Activation.IDENTITY)
                  .weightInit(WeightInit.NORMAL)
                  .biasInit(0.3)
                  .list()
                  .layer(layer())
                  .layer(layer())
                  .layer(
                      new OutputLayer.Builder(new LossL2())
                          .nOut(UNITS)
                          .activation(Activation.IDENTITY)
                          .build())
                  .setInputType(input())
                  .build());
      network.init();
      for (int l = 0; l < LAYERS; l++) {
        awayFromSingular(network.getParam(l + "_W"));
      }
      return network;
    }

    private static void awayFromSingular(INDArray weights) {
      if (weights.rank() == 4) {
        weights.putScalar(new long[] {0, 0, 1, 1}, 2.0);
      } else {
        weights.muli(0.4).addi(Nd4j.eye(UNITS).castTo(DataType.DOUBLE));
      }
    }

    DataSet data() {
      Nd4j.getRandom().setSeed(7);
      INDArray features = Nd4j.randn(DataType.DOUBLE, 1, UNITS);
      INDArray labels = Nd4j.randn(DataType.DOUBLE, 1, UNITS);
      return new DataSet(this == DENSE ? features : features.reshape('c', 1, 1, 3, 3), labels);
    }

    LinearSystem system(MultiLayerNetwork network, DataSet data) {
      LearningRule rule = LearningRule.il().withInferenceSteps(1);
      PlainForward plain = new PlainForward(network, NodePlacement.POST_ACTIVATION, data);
      return new LinearSystem(plain, States.values(infer(network, data, rule)));
    }
  }

  private static InferenceResult infer(MultiLayerNetwork network, DataSet data, LearningRule rule) {
    return PredictiveCoding.infer(PredictiveCoding.attach(network, rule), data);
  }

  private static List<INDArray> equilibrium(LinearSystem system, double ratio, DataSet data) {
    double[] precisions = PrecisionRatio.precisions(LAYERS, ratio);
    return system.equilibrium(
        system.spread(PrecisionRatio.hidden(precisions)),
        PrecisionRatio.lambda(precisions),
        data.getLabels());
  }

  @ParameterizedTest
  @EnumSource(Square.class)
  void equilibriaTendToTargetPropagation(Square net) {
    DataSet data = net.data();
    LinearSystem system = net.system(net.network(), data);
    List<INDArray> targets = system.targets(data.getLabels());
    assertThat(
            PrecisionRatio.slopes(
                new double[] {1e2, 1e3, 1e4},
                ratio -> States.distance(equilibrium(system, ratio, data), targets)))
        .allSatisfy(slope -> assertThat(slope).isCloseTo(-1.0, within(0.05)));
  }

  @ParameterizedTest
  @EnumSource(Square.class)
  void inferenceFollowsTheClosedForm(Square net) {
    MultiLayerNetwork network = net.network();
    DataSet data = net.data();
    double ratio = 4.0;
    double[] precisions = PrecisionRatio.precisions(LAYERS, ratio);
    LearningRule rule =
        LearningRule.il()
            .withPrecision(PrecisionRatio.hidden(precisions))
            .withOutput(OutputMode.weighted(PrecisionRatio.lambda(precisions) / 2.0))
            .withStepSize(0.15)
            .withInferenceSteps(1500);
    List<INDArray> x = States.values(infer(network, data, rule));
    List<INDArray> expected = equilibrium(net.system(network, data), ratio, data);
    assertThat(States.distance(x, expected)).isLessThan(1e-9);
  }
}
