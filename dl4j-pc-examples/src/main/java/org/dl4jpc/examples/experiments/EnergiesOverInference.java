// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.experiments;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.examples.data.ImageSplit;
import org.dl4jpc.trainers.InferenceResult;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.OutputMode;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * Loss and internal energy while nodes settle: Millidge et al. 2022, Figure 1 of "A theoretical
 * framework for inference and learning" and Figure 2 of "Backpropagation at the infinitesimal
 * inference limit".
 */
final class EnergiesOverInference implements Experiment {
  private static final int[] HIDDEN = {128, 64};
  private static final int BATCH = 32;

  @Override
  public String id() {
    return "energies";
  }

  @Override
  public String title() {
    return "Energies over inference (Millidge et al. 2022, both papers)";
  }

  @Override
  public String claim() {
    return "The loss falls, the internal energy rises from 0, and their sum never exceeds the loss"
        + " at the feed-forward start. With a small lambda both change little.";
  }

  @Override
  public String xTitle() {
    return "inference step t";
  }

  @Override
  public String yTitle() {
    return "energy / energy at the start";
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
    return "784-128-64-10, ReLU, softmax and cross-entropy, weights uniform within 1/sqrt(n_in),"
        + " double, initial weights, one minibatch of 32, gamma = .1, "
        + steps(budget)
        + " inference steps";
  }

  private static int steps(Budget budget) {
    return budget.choose(2, 60, 500);
  }

  @Override
  public List<Measurement> run(ImageSplit images, Budget budget, Progress progress) {
    MultiLayerNetwork network =
        PaperNets.smallMlp(images.train().shape(), HIDDEN, new Sgd(0.01), DataType.DOUBLE, 1);
    DataSet data = new Minibatches(images.train(), BATCH, DataType.DOUBLE, 1).get();
    List<Measurement> all = new ArrayList<>();
    for (double lambda : new double[] {1.0, 0.01}) {
      LearningRule rule =
          LearningRule.il()
              .withStepSize(0.1)
              .withInferenceSteps(steps(budget))
              .withOutput(OutputMode.weighted(lambda));
      InferenceResult result = Inferences.infer(network, rule, data);
      double start = result.energy()[0];
      curves(result, lambda)
          .forEach(
              (name, energy) -> {
                for (int t = 0; t < energy.length; t++) {
                  all.add(Measurement.of(name, t, List.of(energy[t] / start)));
                }
                progress.done(
                    "%s: %.6f at the end".formatted(name, energy[energy.length - 1] / start));
              });
    }
    return all;
  }

  private static Map<String, double[]> curves(InferenceResult result, double lambda) {
    double[] total = result.energy();
    double[] loss = result.outputEnergy();
    double[] internal = new double[total.length];
    for (int t = 0; t < total.length; t++) {
      internal[t] = total[t] - loss[t];
    }
    Map<String, double[]> curves = new LinkedHashMap<>();
    curves.put("total, lambda = " + lambda, total);
    curves.put("loss, lambda = " + lambda, loss);
    curves.put("internal, lambda = " + lambda, internal);
    return curves;
  }
}
