// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.layers.NodePlacement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/**
 * With a precision ratio ρ = π_{l+1}/π_l in every layer, equilibria tend to backpropagation as ρ →
 * 0: π_l ε_l / λ → −∂ℒ/∂x_l with error O(ρ) (Millidge et al. 2022, "A theoretical framework for
 * inference and learning in predictive coding networks", Section 3).
 */
class BackpropLimitTest {
  private static final double[] RATIOS = {0.06, 0.03, 0.015};

  @ParameterizedTest
  @CsvSource({
    "MLP, PRE_ACTIVATION",
    "MLP, POST_ACTIVATION",
    "CNN, PRE_ACTIVATION",
    "CNN, POST_ACTIVATION"
  })
  void errorsTendToBackprop(TinyNet net, NodePlacement placement) {
    assertSlopes(
        net.smooth(),
        net.classes(),
        placement,
        // π_2 = ρ, so that x_2 comes to rest in a time that grows as 1/ρ
        ratio -> LearningRule.il().withStepSize(0.9).withInferenceSteps((int) (15.0 / ratio)));
  }

  /** All time steps of a recurrence have one π: the ratio is that of λ to it. */
  @ParameterizedTest
  @EnumSource(NodePlacement.class)
  void errorsOfAllTimeStepsTendToBackprop(NodePlacement placement) {
    LearningRule rule = LearningRule.il().withStepSize(0.3).withInferenceSteps(1000);
    assertSlopes(recurrent(), TinyNet.RNN.classes(), placement, ratio -> rule);
  }

  private static MultiLayerNetwork recurrent() {
    SimpleRnn hidden =
        new SimpleRnn.Builder().nIn(2).nOut(3).activation(Activation.TANH).biasInit(0.2).build();
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(5)
                .dataType(DataType.DOUBLE)
                .list()
                .layer(new LastTimeStep(hidden))
                .layer(
                    new OutputLayer.Builder(new LossMCXENT())
                        .nIn(3)
                        .nOut(TinyNet.OUTPUTS)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    network.init();
    return network;
  }

  private static void assertSlopes(
      MultiLayerNetwork network,
      DataSet data,
      NodePlacement placement,
      DoubleFunction<LearningRule> rules) {
    List<INDArray> shapes = States.values(settle(network, data, placement, LearningRule.il()));
    int layers = shapes.size() + 1;
    PlainEnergy plain = new PlainEnergy(network, placement, data, 1.0, 1.0);
    List<INDArray> backprop = plain.wave(plain.forward().feedForward(shapes), 1.0);
    DoubleUnaryOperator error =
        ratio -> {
          double[] precisions = PrecisionRatio.precisions(layers, ratio);
          double[] hidden = PrecisionRatio.hidden(precisions);
          double lambda = PrecisionRatio.lambda(precisions);
          LearningRule rule =
              rules.apply(ratio).withPrecision(hidden).withOutput(OutputMode.weighted(lambda));
          List<INDArray> errors =
              States.weightedErrors(
                  settle(network, data, placement, rule),
                  new PlainEnergy(network, placement, data, lambda, hidden));
          errors.forEach(e -> e.divi(lambda));
          return States.distance(errors, backprop);
        };
    assertThat(PrecisionRatio.slopes(RATIOS, error))
        .allSatisfy(slope -> assertThat(slope).isCloseTo(1.0, within(0.05)));
  }

  private static InferenceResult settle(
      MultiLayerNetwork network, DataSet data, NodePlacement placement, LearningRule rule) {
    return PredictiveCoding.infer(
        PredictiveCoding.attach(network, rule.withNodePlacement(placement)), data);
  }
}
