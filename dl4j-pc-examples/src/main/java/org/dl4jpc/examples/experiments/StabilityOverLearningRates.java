// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.experiments;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.examples.data.ImageSplit;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.PredictiveCoding;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Sgd;

/** Stability over learning rates: Alonso et al. 2022, Table 4. */
final class StabilityOverLearningRates implements Experiment {
  private static final double[] RATES = {0.01, 0.1, 1.0, 2.5, 10.0, 100.0};
  private static final double[] FEW_RATES = {0.01, 1.0, 100.0};
  private static final int[] HIDDEN = {256, 256};

  @Override
  public String id() {
    return "stability";
  }

  @Override
  public String title() {
    return "Stability over learning rates (Alonso et al. 2022, Table 4)";
  }

  @Override
  public String claim() {
    return "SGD backpropagation fails at large learning rates; IL-prox trains at any. In the paper"
        + " (CIFAR-10) at .01/.1/1/2.5/10/100: backpropagation 35.5 then fails, IL 41.7, 36.3, then"
        + " fails, BP-prox 38.4 falling to 12, IL-prox 33-38 throughout.";
  }

  @Override
  public String xTitle() {
    return "learning rate (IL-prox, BP-prox: alpha)";
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
    return "784-2x256-10, ReLU, softmax and cross-entropy, batch 1, "
        + iterations(budget)
        + " iterations, "
        + seeds(budget)
        + " seed(s); backpropagation is DL4J's, IL has T = 25, gamma_fb = .02, gamma_own = .015,"
        + " IL-prox and BP-prox have SGD(1) and no stabiliser";
  }

  private static int iterations(Budget budget) {
    return budget.choose(3, 5_000, 10_000);
  }

  private static int seeds(Budget budget) {
    return budget.choose(1, 1, 3);
  }

  @Override
  public List<Measurement> run(ImageSplit images, Budget budget, Progress progress) {
    List<Measurement> all = new ArrayList<>();
    for (Contestant contestant : Contestant.values()) {
      for (double rate : budget.choose(FEW_RATES, FEW_RATES, RATES)) {
        List<Double> accuracies = new ArrayList<>();
        for (int seed = 1; seed <= seeds(budget); seed++) {
          accuracies.add(contestant.accuracy(images, rate, iterations(budget), seed));
        }
        Measurement point =
            new Measurement(contestant.title, rate, accuracies, OptionalDouble.empty());
        all.add(point);
        progress.done("%s, rate %s: %.2f %%".formatted(contestant.title, rate, point.mean()));
      }
    }
    return all;
  }

  /** The rules of the table. */
  private enum Contestant {
    BACKPROPAGATION("backpropagation, SGD") {
      @Override
      MultiLayerNetwork attach(MultiLayerNetwork network, double rate) {
        return network;
      }
    },
    IL("IL, SGD") {
      @Override
      MultiLayerNetwork attach(MultiLayerNetwork network, double rate) {
        LearningRule rule = LearningRule.il().withInferenceSteps(25).withStepSizes(0.02, 0.015);
        return PredictiveCoding.attach(network, rule);
      }
    },
    BP_PROX("BP-prox") {
      @Override
      MultiLayerNetwork attach(MultiLayerNetwork network, double rate) {
        return PredictiveCoding.attach(network, LearningRule.bpProx(rate));
      }
    },
    IL_PROX("IL-prox") {
      @Override
      MultiLayerNetwork attach(MultiLayerNetwork network, double rate) {
        return PredictiveCoding.attach(network, LearningRule.ilProx(rate));
      }
    };

    private final String title;

    Contestant(String title) {
      this.title = title;
    }

    abstract MultiLayerNetwork attach(MultiLayerNetwork network, double rate);

    double accuracy(ImageSplit images, double rate, int iterations, long seed) {
      MultiLayerNetwork network =
          PaperNets.mlp(images.train().shape(), HIDDEN, new Sgd(rate), DataType.FLOAT, seed);
      return Trials.accuracy(attach(network, rate), network, images, 1, iterations, seed);
    }
  }
}
