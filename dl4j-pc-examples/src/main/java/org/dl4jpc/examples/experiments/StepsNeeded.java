// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.experiments;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.examples.data.ImageSplit;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.PredictiveCoding;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.schedule.InverseSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** How many inference steps are needed: Alonso et al. 2023, Figure 4. */
final class StepsNeeded implements Experiment {
  private static final int[] STEPS = {1, 2, 3, 4, 5};
  private static final double[] SIMULTANEOUS_SIZES = {0.1, 0.02, 0.02, 0.05, 0.05};
  private static final int BATCH = 64;
  private static final int[] HIDDEN = {256, 256, 256, 256};

  @Override
  public String id() {
    return "steps";
  }

  @Override
  public String title() {
    return "Inference steps needed (Alonso et al. 2023, Figure 4)";
  }

  @Override
  public String claim() {
    return "SeqIL-Adam is as good at T = 1 as at T = 5; simultaneous IL-Adam degrades for small T.";
  }

  @Override
  public String xTitle() {
    return "inference steps T";
  }

  @Override
  public String yTitle() {
    return "test accuracy (%)";
  }

  @Override
  public String dataSet() {
    return "fashion-mnist";
  }

  @Override
  public String settings(Budget budget) {
    return "784-4x256-10, ReLU, softmax and cross-entropy, batch 64, "
        + iterations(budget)
        + " iterations, "
        + seeds(budget)
        + " seed(s), Adam at "
        + rate(budget)
        + "; gamma/(1+t) with gamma = .05 sequential and .1, .02, .02, .05, .05 simultaneous for"
        + " T = 1 ... 5";
  }

  private static int iterations(Budget budget) {
    return budget.choose(2, 470, 2_000);
  }

  private static int seeds(Budget budget) {
    return budget.choose(1, 3, 3);
  }

  private static double rate(Budget budget) {
    return budget.choose(1e-3, 1e-3, 1e-4);
  }

  @Override
  public List<Measurement> run(ImageSplit images, Budget budget, Progress progress) {
    List<Measurement> all = new ArrayList<>();
    for (boolean sequential : new boolean[] {true, false}) {
      String name = sequential ? "SeqIL-Adam" : "simultaneous IL-Adam";
      for (int steps : STEPS) {
        List<Double> accuracies = new ArrayList<>();
        for (int seed = 1; seed <= seeds(budget); seed++) {
          accuracies.add(accuracy(images, budget, rule(sequential, steps), seed));
        }
        Measurement point = Measurement.of(name, steps, accuracies);
        all.add(point);
        progress.done("%s, T = %d: %.2f %%".formatted(name, steps, point.mean()));
      }
    }
    return all;
  }

  private static LearningRule rule(boolean sequential, int steps) {
    return sequential
        ? LearningRule.seqIl().withInferenceSteps(steps)
        : LearningRule.il()
            .withInferenceSteps(steps)
            .withStepSize(SIMULTANEOUS_SIZES[steps - 1])
            .withStepSchedule(new InverseSchedule(ScheduleType.ITERATION, 1.0, 1.0, 1.0))
            .withNodePlacement(LearningRule.seqIl().nodePlacement());
  }

  private static double accuracy(ImageSplit images, Budget budget, LearningRule rule, long seed) {
    MultiLayerNetwork network =
        PaperNets.mlp(images.train().shape(), HIDDEN, new Adam(rate(budget)), DataType.FLOAT, seed);
    return Trials.accuracy(
        PredictiveCoding.attach(network, rule), network, images, BATCH, iterations(budget), seed);
  }
}
