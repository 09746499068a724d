// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.experiments;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.examples.data.ImageSplit;
import org.dl4jpc.trainers.InferenceResult;
import org.dl4jpc.trainers.InitialState;
import org.dl4jpc.trainers.InputMode;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.NodeState;
import org.dl4jpc.trainers.OutputMode;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.inverse.InvertMatrix;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Where inference comes to rest: Millidge et al. 2022, "A theoretical framework for inference and
 * learning in predictive coding networks", Theorems 3.1, 3.3 and 3.4.
 */
final class Equilibria implements Experiment {
  private static final int BATCH = 32;

  @Override
  public String id() {
    return "equilibria";
  }

  @Override
  public String title() {
    return "Where inference comes to rest (Millidge et al. 2022, Theorems 3.1, 3.3 and 3.4)";
  }

  @Override
  public String claim() {
    return "With a free output nodes return to the feed-forward pass; with the output clamped,"
        + " those of a linear network come to a weighted mean of the pulls from below and"
        + " above; with the input free, to target propagation's targets.";
  }

  @Override
  public String xTitle() {
    return "inference steps";
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
    return "Free output: 784-2x10-10, linear, from a start displaced by .1; clamped: the same from"
        + " the feed-forward pass; free input: 10-2x10-10, tanh, orthogonal weights, labels"
        + " that the network can reach; double, minibatch of 32, gamma = .3";
  }

  private static List<Integer> steps(Budget budget) {
    List<Integer> all = List.of(1, 3, 10, 30, 100, 300, 1_000, 3_000, 6_000);
    return budget.choose(all.subList(0, 2), all, all);
  }

  @Override
  public List<Measurement> run(ImageSplit images, Budget budget, Progress progress) {
    MultiLayerNetwork linear = SquareNets.linear(images.train().shape());
    DataSet data = new Minibatches(images.train(), BATCH, DataType.DOUBLE, 1).get();
    LearningRule rule =
        LearningRule.il().withStepSize(0.3).withOutput(OutputMode.weighted(0.5)); // half L2
    List<Measurement> all = new ArrayList<>();
    List<INDArray> feedForward =
        Inferences.all(Inferences.feedForward(linear, rule, data), NodeState::value);
    LearningRule free =
        rule.withOutput(OutputMode.free()).withInitialState(InitialState.displaced(0.1, 3));
    all.addAll(
        curve(
            "free output: to the feed-forward pass",
            budget,
            progress,
            free,
            longer ->
                Inferences.distance(
                    Inferences.all(Inferences.infer(linear, longer, data), NodeState::value),
                    feedForward)));
    all.addAll(
        curve(
            "clamped, linear: to the closed form",
            budget,
            progress,
            rule,
            longer -> toClosedForm(linear, Inferences.infer(linear, longer, data), data)));
    MultiLayerNetwork deep = SquareNets.orthogonal();
    Nd4j.getRandom().setSeed(4);
    INDArray input = Nd4j.randn(DataType.DOUBLE, BATCH, SquareNets.UNITS);
    INDArray reachable = deep.output(Nd4j.randn(DataType.DOUBLE, BATCH, SquareNets.UNITS).mul(0.3));
    DataSet pairs = new DataSet(input.mul(0.3), reachable);
    List<INDArray> targets = SquareNets.targets(deep, reachable, x -> Transforms.atanh(x, true));
    all.addAll(
        curve(
            "free input, tanh: to target propagation",
            budget,
            progress,
            rule.withInput(InputMode.FREE),
            longer ->
                Inferences.distance(
                    Inferences.all(Inferences.infer(deep, longer, pairs), NodeState::value),
                    targets)));
    return all;
  }

  private static List<Measurement> curve(
      String name,
      Budget budget,
      Progress progress,
      LearningRule rule,
      ToDoubleFunction<LearningRule> distance) {
    List<Measurement> all = new ArrayList<>();
    for (int steps : steps(budget)) {
      double value = distance.applyAsDouble(rule.withInferenceSteps(steps));
      all.add(Measurement.of(name, steps, List.of(value)));
      progress.done("%s, %d steps: %.3g".formatted(name, steps, value));
    }
    return all;
  }

  /**
   * x_l (I + W Wᵀ) = μ_l + (x_{l+1} − b) Wᵀ with W, b of layer l + 1 and x_L = y, all precisions 1.
   */
  private static double toClosedForm(
      MultiLayerNetwork network, InferenceResult result, DataSet data) {
    List<INDArray> closed = new ArrayList<>();
    for (int l = 1; l <= result.nodes().size(); l++) {
      INDArray weights = network.getParam(l + "_W");
      INDArray above =
          l == result.nodes().size() ? data.getLabels() : result.nodes().get(l).value();
      INDArray pulls =
          result
              .nodes()
              .get(l - 1)
              .prediction()
              .add(above.sub(network.getParam(l + "_b")).mmul(weights.transpose()));
      INDArray system =
          Nd4j.eye(SquareNets.UNITS).castTo(DataType.DOUBLE).add(weights.mmul(weights.transpose()));
      closed.add(pulls.mmul(InvertMatrix.invert(system, false)));
    }
    return Inferences.distance(Inferences.all(result, NodeState::value), closed);
  }
}
