// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.experiments;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.examples.data.ImageIterator;
import org.dl4jpc.examples.data.ImageSplit;
import org.dl4jpc.trainers.InferenceResult;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.NodeState;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * PC-Nudge at equilibrium against backpropagation: Millidge et al. 2022, "Backpropagation at the
 * infinitesimal inference limit of energy-based models", Figure 3.
 *
 * <p>The theory is of smooth functions. Where the nudge moves a ReLU across its kink, or on to it,
 * a sample's gradient jumps by a part that does not shrink with λ; how many minibatches that
 * befalls is measured too.
 */
final class NudgingAgainstBackprop implements Experiment {
  private static final int[] HIDDEN = {128, 64};
  private static final int BATCH = 32;
  private static final double[] LAMBDAS = {1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1};
  private static final double THEORY = 0.01;
  private static final double AT_REST = 1e-8;

  @Override
  public String id() {
    return "nudging";
  }

  @Override
  public String title() {
    return "PC-Nudge at equilibrium against backpropagation (Millidge et al. 2022, Figure 3)";
  }

  @Override
  public String claim() {
    return "The distance to backpropagation's gradient is proportional to lambda below .01: slope 1"
        + " of the logarithms.";
  }

  @Override
  public String xTitle() {
    return "lambda";
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
    return "784-128-64-10, weights uniform within 1/sqrt(n_in), double, gamma = .2, "
        + steps(budget)
        + " inference steps; medians of "
        + minibatches(budget)
        + " minibatches of 32 and of as many single images; a minibatch crosses a kink if a ReLU is"
        + " on the other side of it than in the feed-forward pass, or inference does not come to"
        + " rest (last step above 1e-8 of the way), which it does not on a kink";
  }

  private static int steps(Budget budget) {
    return budget.choose(20, 1_000, 5_000);
  }

  private static int minibatches(Budget budget) {
    return budget.choose(1, 20, 100);
  }

  @Override
  public List<Measurement> run(ImageSplit images, Budget budget, Progress progress) {
    List<List<Point>> many = points(images, Activation.RELU, BATCH, budget);
    List<List<Point>> single = points(images, Activation.RELU, 1, budget);
    List<List<Point>> smooth = points(images, Activation.TANH, BATCH, budget);
    List<Measurement> all = new ArrayList<>();
    all.addAll(medians("ReLU, minibatches of 32", many, progress));
    all.addAll(medians("ReLU, those across no kink up to .01", withoutKinks(many), progress));
    all.addAll(medians("ReLU, single images", single, progress));
    all.addAll(medians("tanh, minibatches of 32", smooth, progress));
    all.addAll(shares("share of minibatches across a kink", many, progress));
    all.addAll(shares("share of single images across a kink", single, progress));
    return all;
  }

  /** For each λ a point a minibatch. */
  private static List<List<Point>> points(
      ImageSplit images, Activation activation, int batch, Budget budget) {
    MultiLayerNetwork network =
        PaperNets.smallMlp(
            images.train().shape(), HIDDEN, activation, new Sgd(0.01), DataType.DOUBLE, 1);
    List<List<Point>> points = new ArrayList<>();
    for (double lambda : LAMBDAS) {
      LearningRule rule =
          LearningRule.pcNudge(lambda).withStepSize(0.2).withInferenceSteps(steps(budget));
      ImageIterator iterator = ImageIterator.inOrder(images.train(), batch, DataType.DOUBLE);
      List<Point> ofLambda = new ArrayList<>();
      for (int i = 0; i < minibatches(budget); i++) {
        ofLambda.add(point(network, rule, iterator.next(), activation == Activation.RELU));
      }
      points.add(ofLambda);
    }
    return points;
  }

  private static Point point(
      MultiLayerNetwork network, LearningRule rule, DataSet data, boolean kinked) {
    double distance =
        Inferences.distance(
            Inferences.gradient(network, rule, data), Inferences.backpropagation(network, data));
    return new Point(distance, kinked && crosses(network, rule, data));
  }

  private static boolean crosses(MultiLayerNetwork network, LearningRule rule, DataSet data) {
    InferenceResult start = Inferences.feedForward(network, rule, data);
    InferenceResult end = Inferences.infer(network, rule, data);
    InferenceResult before =
        Inferences.infer(network, rule.withInferenceSteps(rule.schedule().steps() - 1), data);
    double way = 0.0;
    double last = 0.0;
    for (int l = 0; l < end.nodes().size(); l++) {
      NodeState node = end.nodes().get(l);
      INDArray active = node.prediction().gt(0.0);
      if (!active.equals(start.nodes().get(l).prediction().gt(0.0))) {
        return true;
      }
      way += Math.pow(node.value().distance2(start.nodes().get(l).value()), 2.0);
      last += Math.pow(node.value().distance2(before.nodes().get(l).value()), 2.0);
    }
    return Math.sqrt(last / way) > AT_REST;
  }

  /** The minibatches that cross no kink at any λ up to .01, at these λ. */
  private static List<List<Point>> withoutKinks(List<List<Point>> points) {
    List<List<Point>> theory =
        IntStream.range(0, LAMBDAS.length)
            .filter(i -> LAMBDAS[i] <= THEORY)
            .mapToObj(points::get)
            .toList();
    int[] kept =
        IntStream.range(0, points.get(0).size())
            .filter(m -> theory.stream().noneMatch(ofLambda -> ofLambda.get(m).crosses))
            .toArray();
    return theory.stream()
        .map(ofLambda -> IntStream.of(kept).mapToObj(ofLambda::get).toList())
        .toList();
  }

  private static List<Measurement> medians(
      String series, List<List<Point>> points, Progress progress) {
    List<Measurement> all = new ArrayList<>();
    double[] medians = new double[points.size()];
    for (int i = 0; i < medians.length; i++) {
      medians[i] = median(points.get(i).stream().mapToDouble(Point::distance).sorted().toArray());
      all.add(Measurement.of(series, LAMBDAS[i], List.of(medians[i])));
    }
    progress.done(
        "%s (%d): slopes %s, distances %s"
            .formatted(
                series,
                points.get(0).size(),
                Arrays.toString(slopes(medians)),
                Arrays.toString(medians)));
    return all;
  }

  private static List<Measurement> shares(
      String series, List<List<Point>> points, Progress progress) {
    List<Measurement> all = new ArrayList<>();
    for (int i = 0; i < LAMBDAS.length; i++) {
      double crossing = points.get(i).stream().filter(Point::crosses).count();
      double share = crossing / points.get(i).size();
      all.add(Measurement.of(series, LAMBDAS[i], List.of(share)));
      progress.done("%s, lambda %s: %s".formatted(series, LAMBDAS[i], share));
    }
    return all;
  }

  private static double[] slopes(double[] distances) {
    double[] slopes = new double[distances.length - 1];
    for (int i = 0; i < slopes.length; i++) {
      slopes[i] = Math.log(distances[i + 1] / distances[i]) / Math.log(LAMBDAS[i + 1] / LAMBDAS[i]);
    }
    return slopes;
  }

  private static double median(double[] sorted) {
    int n = sorted.length;
    return n == 0 ? Double.NaN : 0.5 * (sorted[(n - 1) / 2] + sorted[n / 2]);
  }

  /** A minibatch at one λ. */
  private record Point(double distance, boolean crosses) {}
}
