// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.experiments;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.examples.data.ImageIterator;
import org.dl4jpc.examples.data.ImageSplit;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.PredictiveCoding;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

/** An autoencoder after one epoch, one image at a time: Alonso et al. 2022, Table 3. */
final class Autoencoders implements Experiment {
  private static final int POINTS = 5;
  private static final int TEST_BATCH = 500;
  private static final int QUICK_IMAGES = 2_000;
  private static final double ALPHA = 10.0;
  private static final double STABILISER = 20.0;
  private static final int[] HIDDEN = {256, 20, 256};
  private static final int[] FEW = {8, 4, 8};

  @Override
  public String id() {
    return "autoencoder";
  }

  @Override
  public String title() {
    return "Autoencoder, one epoch, batch 1, Fashion-MNIST (Alonso et al. 2022, Table 3)";
  }

  @Override
  public String claim() {
    return "After one epoch IL-prox (.286) and its fast form (.286) are below backpropagation with"
        + " SGD (.303) and IL (.306), and near backpropagation with Adam (.282).";
  }

  @Override
  public String xTitle() {
    return "training images seen";
  }

  @Override
  public String yTitle() {
    return "test cross-entropy a pixel (nats)";
  }

  @Override
  public String dataSet() {
    return "fashion-mnist";
  }

  @Override
  public String settings(Budget budget) {
    return "784-256-20-256-784 (the paper's net for these data is unknown to us), ReLU, sigmoid and"
        + " binary cross-entropy, weights uniform within 1/sqrt(n_in), batch 1, "
        + (budget == Budget.FULL ? "one epoch of the training images given, " : "2,000 images, ")
        + seeds(budget)
        + " seed(s), all test images; IL-prox: alpha = 10, s = 20; the authors' learning rates for"
        + " autoencoders are unknown to us: the best after 2,000 images of .0003, .001, .003 and"
        + " .01 for backpropagation (.001) and IL (.01), of .0001, .0003 and .001 for Adam (.001)";
  }

  private static int seeds(Budget budget) {
    return budget.choose(1, 1, 3);
  }

  private static Map<String, Contestant> rules() {
    Map<String, Contestant> all = new LinkedHashMap<>();
    all.put(IlRules.BP, new Contestant(LearningRule.zil(), new Sgd(0.001)));
    all.put(IlRules.BP_ADAM, new Contestant(LearningRule.zil(), new Adam(1e-3)));
    all.put(IlRules.IL, new Contestant(IlRules.il(), new Sgd(0.01)));
    all.put(IlRules.IL_PROX, IlRules.proximal(LearningRule.ilProx(ALPHA, STABILISER)));
    all.put(IlRules.FAST, IlRules.proximal(IlRules.fast(ALPHA, STABILISER)));
    return all;
  }

  private static final Map<String, Double> PAPER =
      Map.of(
          IlRules.BP, 0.303,
          IlRules.BP_ADAM, 0.282,
          IlRules.IL, 0.306,
          IlRules.IL_PROX, 0.286,
          IlRules.FAST, 0.286);

  @Override
  public List<Measurement> run(ImageSplit images, Budget budget, Progress progress) {
    int most = budget.choose(5, QUICK_IMAGES, images.train().size());
    List<Integer> stops =
        IntStream.rangeClosed(1, POINTS).map(i -> most * i / POINTS).boxed().toList();
    List<Measurement> all = new ArrayList<>();
    rules()
        .forEach(
            (name, contestant) -> {
              List<List<Double>> curves =
                  Trials.seeds(
                      name,
                      seeds(budget),
                      progress,
                      seed -> curve(contestant, images, budget, stops, seed));
              all.addAll(Measurement.line(name, stops, curves, OptionalDouble.of(PAPER.get(name))));
            });
    return all;
  }

  static List<Double> curve(
      Contestant contestant, ImageSplit images, Budget budget, List<Integer> stops, long seed) {
    MultiLayerNetwork network =
        PaperNets.autoencoder(
            images.train().shape(),
            budget.choose(FEW, HIDDEN, HIDDEN),
            contestant.updater(),
            DataType.FLOAT,
            seed);
    Minibatches minibatches = new Minibatches(images.train(), 1, DataType.FLOAT, seed);
    return Trials.curve(
        PredictiveCoding.attach(network, contestant.rule()),
        () -> PaperNets.targets(minibatches.get()),
        stops,
        () -> crossEntropy(network, images));
  }

  /** Mean over test images and pixels. */
  private static double crossEntropy(MultiLayerNetwork network, ImageSplit images) {
    ImageIterator test = ImageIterator.inOrder(images.test(), TEST_BATCH, DataType.FLOAT);
    double sum = 0.0;
    while (test.hasNext()) {
      DataSet minibatch = PaperNets.targets(test.next());
      sum += network.score(minibatch, false) * minibatch.numExamples();
    }
    return sum / images.test().size() / images.test().shape().values();
  }
}
