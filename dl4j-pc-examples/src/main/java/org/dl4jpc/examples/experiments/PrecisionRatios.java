// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.experiments;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.examples.data.ImageSplit;
import org.dl4jpc.trainers.InferenceResult;
import org.dl4jpc.trainers.InferenceSchedule;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.NodeState;
import org.dl4jpc.trainers.OutputMode;
import org.dl4jpc.trainers.StepSizes;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Equilibria between backpropagation and target propagation: Millidge et al. 2022, "A theoretical
 * framework for inference and learning in predictive coding networks", Figure 2.
 */
final class PrecisionRatios implements Experiment {
  private static final int BATCH = 32;
  private static final double STEP_SIZE = 0.3;
  private static final double[] FEW = {0.5, 2.0};
  private static final double[] RATIOS = {0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0};

  @Override
  public String id() {
    return "precision";
  }

  @Override
  public String title() {
    return "Equilibria against the ratio of precisions (Millidge et al. 2022, Figure 2)";
  }

  @Override
  public String claim() {
    return "With rho = pi_(l+1)/pi_l, errors tend to backpropagation's as rho tends to 0, and"
        + " values to target propagation's targets as rho grows.";
  }

  @Override
  public String xTitle() {
    return "rho";
  }

  @Override
  public String yTitle() {
    return "relative distance";
  }

  @Override
  public String dataSet() {
    return "fashion-mnist";
  }

  @Override
  public boolean isLogarithmic() {
    return true;
  }

  @Override
  public String settings(Budget budget) {
    return "784-2x10-10, linear, square layers (the identity plus .4 times orthogonal weights),"
        + " squared error to one-hot labels, double, one minibatch of 32, gamma = .3, "
        + steps(budget, 1.0)
        + " inference steps times the larger of rho and 1/rho";
  }

  private static int steps(Budget budget, double ratio) {
    return (int) (budget.choose(20, 300, 1_000) * Math.max(ratio, 1.0 / ratio));
  }

  @Override
  public List<Measurement> run(ImageSplit images, Budget budget, Progress progress) {
    MultiLayerNetwork network = SquareNets.linear(images.train().shape());
    DataSet data = new Minibatches(images.train(), BATCH, DataType.DOUBLE, 1).get();
    List<INDArray> backpropagated = backpropagatedErrors(network, data);
    List<INDArray> targets = SquareNets.targets(network, data.getLabels(), x -> x);
    List<Measurement> errors = new ArrayList<>();
    List<Measurement> values = new ArrayList<>();
    for (double ratio : budget.choose(FEW, RATIOS, RATIOS)) {
      double[] precisions = precisions(ratio);
      double lambda = precisions[2];
      LearningRule rule =
          LearningRule.il()
              .withPrecision(precisions[0], precisions[1])
              .withOutput(OutputMode.weighted(lambda / 2.0)) // DL4J's squared error has no 1/2
              .withStepSize(STEP_SIZE)
              .withInferenceSteps(steps(budget, ratio));
      InferenceResult result = Inferences.infer(network, rule, data);
      List<INDArray> weighted = new ArrayList<>();
      for (int l = 0; l < result.nodes().size(); l++) {
        weighted.add(result.nodes().get(l).error().mul(precisions[l] / lambda));
      }
      double toErrors = Inferences.distance(weighted, backpropagated);
      double toTargets = Inferences.distance(Inferences.all(result, NodeState::value), targets);
      errors.add(Measurement.of("weighted errors to backpropagation's", ratio, List.of(toErrors)));
      values.add(Measurement.of("values to target propagation's", ratio, List.of(toTargets)));
      progress.done(
          "rho = %s: errors %.3g, values %.3g (%s)"
              .formatted(ratio, toErrors, toTargets, result.stopReason()));
    }
    errors.addAll(values);
    return errors;
  }

  /** π_1, π_2 and λ, the largest of them 1, so that one step size serves all ratios. */
  private static double[] precisions(double ratio) {
    double largest = Math.max(1.0, ratio * ratio);
    return new double[] {1.0 / largest, ratio / largest, ratio * ratio / largest};
  }

  /** −∂ℒ/∂x_l with ℒ half the squared error: fixed predictions carry it down exactly. */
  private static List<INDArray> backpropagatedErrors(MultiLayerNetwork network, DataSet data) {
    LearningRule settled = LearningRule.fixedPrediction();
    LearningRule exact =
        LearningRule.of(
            InferenceSchedule.fixedPrediction(network.getnLayers() - 1, StepSizes.of(1.0)),
            OutputMode.weighted(0.5),
            settled.weightRule(),
            settled.timing());
    return Inferences.all(Inferences.infer(network, exact, data), NodeState::error);
  }
}
