// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.experiments;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.examples.data.ImageSplit;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.PredictiveCoding;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

/** Numbers that are kept from step to step: Alonso et al. 2023, Table 4. */
final class OptimiserMemory implements Experiment {
  private static final int[] WIDTHS = {32, 64, 128, 256, 512, 1024};
  private static final int[] FEW = {4, 8};

  @Override
  public String id() {
    return "optimiser-memory";
  }

  @Override
  public String title() {
    return "Parameters and optimiser state (Alonso et al. 2023, Table 4)";
  }

  @Override
  public String claim() {
    return "With M parameters MQ keeps O(M) numbers and Adam O(3M).";
  }

  @Override
  public String xTitle() {
    return "parameters M";
  }

  @Override
  public String yTitle() {
    return "numbers kept / M";
  }

  @Override
  public String dataSet() {
    return "cifar10";
  }

  @Override
  public String settings(Budget budget) {
    return "3072-3xn-10, n = 32 to 1024; length of the parameter array and of the updater's state"
        + " array of the attached network, after a step";
  }

  @Override
  public List<Measurement> run(ImageSplit images, Budget budget, Progress progress) {
    Map<String, LearningRule> rules = new LinkedHashMap<>();
    rules.put("SeqIL-MQ", LearningRule.seqIlMq(3e-5));
    rules.put("SeqIL-Adam", LearningRule.seqIl().withUpdater(new Adam(3e-5)));
    List<Measurement> all = new ArrayList<>();
    rules.forEach(
        (name, rule) -> {
          double paper = name.endsWith("Adam") ? 3.0 : 1.0;
          for (int width : budget.choose(FEW, WIDTHS, WIDTHS)) {
            all.add(measure(name, rule, width, paper, images, progress));
          }
        });
    return all;
  }

  private static Measurement measure(
      String name,
      LearningRule rule,
      int width,
      double paper,
      ImageSplit images,
      Progress progress) {
    int[] hidden = {width, width, width};
    MultiLayerNetwork network =
        PaperNets.mlp(images.train().shape(), hidden, new Sgd(0.01), DataType.FLOAT, 1);
    MultiLayerNetwork trained = PredictiveCoding.attach(network, rule);
    trained.fit(new Minibatches(images.train(), 2, DataType.FLOAT, 1).get());
    INDArray state = trained.getUpdater().getStateViewArray();
    long parameters = trained.params().length();
    long kept = state == null ? 0 : state.length();
    progress.done("%s: M = %d, state %d".formatted(name, parameters, kept));
    double ratio = (double) (parameters + kept) / parameters;
    return new Measurement(name, parameters, List.of(ratio), OptionalDouble.of(paper));
  }
}
