// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.experiments;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.examples.data.ImageSplit;
import org.dl4jpc.examples.data.Images;
import org.dl4jpc.trainers.InferenceResult;
import org.dl4jpc.trainers.InferenceSchedule;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.NodeState;
import org.dl4jpc.trainers.StepSizes;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Sgd;

/** The errors of each layer over inference steps: Alonso et al. 2023, Figure 3. */
final class ErrorsOverInference implements Experiment {
  private static final int[] HIDDEN = {256, 256, 256, 256, 256};
  private static final int BATCH = 64;
  private static final double STEP_SIZE = 0.05;

  @Override
  public String id() {
    return "errors";
  }

  @Override
  public String title() {
    return "Errors of each layer over inference (Alonso et al. 2023, Figure 3)";
  }

  @Override
  public String claim() {
    return "Sequential inference gives every layer an error in the first step; simultaneous"
        + " inference takes as many steps as there are layers, and its errors are smaller after few"
        + " steps.";
  }

  @Override
  public String xTitle() {
    return "inference step t";
  }

  @Override
  public String yTitle() {
    return "|error|, root mean square a sample";
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
    return "784-5x256-10, ReLU, softmax and cross-entropy, double, initial weights, one minibatch"
        + " of 64, gamma = .05 at every step; errors of 0 are in the table, not in the plot; the"
        + " output's error is not shown";
  }

  private static int steps(Budget budget) {
    return budget.choose(2, 15, 100);
  }

  @Override
  public List<Measurement> run(ImageSplit images, Budget budget, Progress progress) {
    StepSizes size = StepSizes.of(STEP_SIZE);
    int steps = steps(budget);
    List<Measurement> all = new ArrayList<>();
    all.addAll(
        errors("SeqIL", InferenceSchedule.sequential(steps, size), images.train(), progress));
    all.addAll(
        errors(
            "simultaneous", InferenceSchedule.simultaneous(steps, size), images.train(), progress));
    return all;
  }

  private static List<Measurement> errors(
      String name, InferenceSchedule schedule, Images images, Progress progress) {
    MultiLayerNetwork network =
        PaperNets.mlp(images.shape(), HIDDEN, new Sgd(0.1), DataType.DOUBLE, 1);
    DataSet data = new Minibatches(images, BATCH, DataType.DOUBLE, 1).get();
    LearningRule seqIl = LearningRule.seqIl();
    LearningRule rule =
        LearningRule.of(schedule, seqIl.output(), seqIl.weightRule(), seqIl.timing())
            .withNodePlacement(seqIl.nodePlacement());
    InferenceResult result = Inferences.infer(network, rule, data);
    List<Measurement> all = new ArrayList<>();
    for (int l = result.nodes().size(); l >= 1; l--) {
      NodeState node = result.nodes().get(l - 1);
      double[] energy = node.energy();
      for (int t = 1; t < energy.length; t++) {
        double size = Math.sqrt(2.0 * energy[t] / BATCH);
        all.add(Measurement.of("%s, layer %d".formatted(name, l), t, List.of(size)));
      }
      progress.done(
          "%s, layer %d: %.3g at t = 1, %.3g at the end"
              .formatted(
                  name,
                  l,
                  Math.sqrt(2.0 * energy[1] / BATCH),
                  Math.sqrt(2.0 * energy[energy.length - 1] / BATCH)));
    }
    return all;
  }
}
