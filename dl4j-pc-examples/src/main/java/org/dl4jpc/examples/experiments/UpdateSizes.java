// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.experiments;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.examples.data.ImageSplit;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.OutputMode;
import org.dl4jpc.trainers.PredictiveCoding;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

/** The size of updates, layer by layer: Alonso et al. 2023, Figure 2. */
final class UpdateSizes implements Experiment {
  private static final int BATCH = 64;
  private static final int[] WIDTHS = {64, 128, 256};
  private static final int[] FEW = {4, 4, 4};

  @Override
  public String id() {
    return "update-sizes";
  }

  @Override
  public String title() {
    return "Size of updates of each layer (Alonso et al. 2023, Figure 2)";
  }

  @Override
  public String claim() {
    return "SeqIL's updates differ by orders of magnitude between layers, more than"
        + " backpropagation's; MQ makes them about equally large.";
  }

  @Override
  public String xTitle() {
    return "layer";
  }

  @Override
  public String yTitle() {
    return "mean |change of a weight|";
  }

  @Override
  public String dataSet() {
    return "cifar10";
  }

  @Override
  public boolean isLogarithmic() {
    return true;
  }

  @Override
  public String settings(Budget budget) {
    return "C64-5s2, C128-5s2, C256-3s2, FC10, ReLU, softmax and cross-entropy, weights uniform"
        + " within 1/sqrt(n_in), batch 64; mean over"
        + " the last half of "
        + steps(budget)
        + " training steps; the authors' learning rates: backpropagation .014, SeqIL .5, MQ 2.2e-4,"
        + " Adam 7.5e-5; T = 3, gamma = .04/(1+t), soft clamp 1/101";
  }

  private static int steps(Budget budget) {
    return budget.choose(2, 100, 1_000);
  }

  @Override
  public List<Measurement> run(ImageSplit images, Budget budget, Progress progress) {
    List<Measurement> all = new ArrayList<>();
    rules()
        .forEach(
            (name, contestant) -> {
              double[] sizes = sizes(contestant, images, budget);
              for (int l = 0; l < sizes.length; l++) {
                all.add(Measurement.of(name, l + 1.0, List.of(sizes[l])));
                progress.done("%s, layer %d: %.3g".formatted(name, l + 1, sizes[l]));
              }
            });
    return all;
  }

  private static Map<String, Contestant> rules() {
    OutputMode soft = OutputMode.soft(1.0 / 101.0);
    LearningRule seqIl = LearningRule.seqIl().withStepSize(0.04).withOutput(soft);
    LearningRule mq = LearningRule.seqIlMq(2.2e-4).withStepSize(0.04).withOutput(soft);
    Map<String, Contestant> rules = new LinkedHashMap<>();
    rules.put("backpropagation", new Contestant(LearningRule.zil(), new Sgd(0.014)));
    rules.put("SeqIL", new Contestant(seqIl, new Sgd(0.5)));
    rules.put("SeqIL-MQ", new Contestant(mq, new Sgd(1.0)));
    rules.put("SeqIL-Adam", new Contestant(seqIl, new Adam(7.5e-5)));
    return rules;
  }

  private static double[] sizes(Contestant contestant, ImageSplit images, Budget budget) {
    MultiLayerNetwork network =
        PaperNets.convolutional(
            images.train().shape(), budget.choose(FEW, WIDTHS, WIDTHS), contestant.updater(), 1);
    MultiLayerNetwork trained = PredictiveCoding.attach(network, contestant.rule());
    Minibatches minibatches = new Minibatches(images.train(), BATCH, DataType.FLOAT, 1);
    int layers = network.getnLayers();
    double[] sums = new double[layers];
    int counted = 0;
    for (int i = 0; i < steps(budget); i++) {
      INDArray before = network.params().dup();
      trained.fit(minibatches.get());
      if (2 * i >= steps(budget)) {
        add(network, before, sums);
        counted++;
      }
    }
    for (int l = 0; l < layers; l++) {
      sums[l] /= counted;
    }
    return sums;
  }

  private static void add(MultiLayerNetwork network, INDArray before, double[] sums) {
    INDArray change = network.params().sub(before).reshape(-1);
    long from = 0;
    for (int l = 0; l < sums.length; l++) {
      long to = from + network.getLayer(l).numParams();
      INDArray ofLayer = change.get(NDArrayIndex.interval(from, to));
      sums[l] += ofLayer.norm1Number().doubleValue() / (to - from);
      from = to;
    }
  }
}
