// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.experiments;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.examples.data.ImageShape;
import org.dl4jpc.examples.data.ImageSplit;
import org.dl4jpc.trainers.InferenceSchedule;
import org.dl4jpc.trainers.InitialState;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.OutputMode;
import org.dl4jpc.trainers.PredictiveCoding;
import org.dl4jpc.trainers.StepSizes;
import org.dl4jpc.trainers.UpdateTiming;
import org.dl4jpc.trainers.WeightRule;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Sgd;

/** Each condition of Z-IL is needed: Salvatori et al. 2021, Table 3. */
final class ZilAblations implements Experiment {
  private static final int BATCH = 20;
  private static final double LEARNING_RATE = 0.01;
  private static final List<Integer> STOPS = List.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000);

  private final Net net;

  /**
   * Chooses the network.
   *
   * @param net a kind of network
   */
  ZilAblations(Net net) {
    this.net = net;
  }

  @Override
  public String id() {
    return "zil-" + net.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String title() {
    return "Z-IL and its ablations, " + net.title + " (Salvatori et al. 2021, Table 3)";
  }

  @Override
  public String claim() {
    return "Z-IL's weights are backpropagation's, distance 0; without any one of its conditions"
        + " they are not.";
  }

  @Override
  public String xTitle() {
    return "training step";
  }

  @Override
  public String yTitle() {
    return "distance of weights / way";
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
    return net.title
        + ", softmax and cross-entropy, double, SGD at .01, batch 20, "
        + stops(budget).get(stops(budget).size() - 1)
        + " steps; distance of the weights from those of DL4J's own backpropagation over the way"
        + " that these have gone; initial errors are Gaussian with standard deviation .1; a rule"
        + " without a line diverged";
  }

  private static List<Integer> stops(Budget budget) {
    return budget.choose(STOPS.subList(0, 2), STOPS.subList(0, 7), STOPS);
  }

  @Override
  public List<Measurement> run(ImageSplit images, Budget budget, Progress progress) {
    List<INDArray> backpropagation = weights(images, budget, null);
    INDArray start = net.network(images.train().shape()).params();
    List<Measurement> all = new ArrayList<>();
    rules()
        .forEach(
            (name, rule) -> {
              List<INDArray> weights = weights(images, budget, rule);
              for (int i = 0; i < stops(budget).size(); i++) {
                double way = backpropagation.get(i).distance2(start);
                double distance =
                    i < weights.size()
                        ? weights.get(i).distance2(backpropagation.get(i)) / way
                        : Double.NaN;
                boolean exact = name.equals("Z-IL");
                int stop = stops(budget).get(i);
                all.add(
                    new Measurement(
                        name,
                        stop,
                        List.of(distance),
                        exact ? OptionalDouble.of(0.0) : OptionalDouble.empty()));
                progress.done("%s, step %d: %.3g".formatted(name, stop, distance));
              }
            });
    return all;
  }

  /** The weights at each stop; fewer if inference diverged. */
  private List<INDArray> weights(ImageSplit images, Budget budget, LearningRule rule) {
    MultiLayerNetwork network = net.network(images.train().shape());
    MultiLayerNetwork trained = rule == null ? network : PredictiveCoding.attach(network, rule);
    Minibatches minibatches = new Minibatches(images.train(), BATCH, DataType.DOUBLE, 1);
    Supplier<DataSet> shaped = () -> net.shaped(minibatches.get());
    List<INDArray> weights = new ArrayList<>();
    Trials.curve(
        trained,
        shaped,
        stops(budget),
        () -> {
          weights.add(network.params().dup());
          return 0.0;
        });
    return weights;
  }

  private Map<String, LearningRule> rules() {
    Map<String, LearningRule> rules = new LinkedHashMap<>();
    rules.put("Z-IL", LearningRule.zil());
    rules.put(
        "all layers at t = T",
        LearningRule.of(
            InferenceSchedule.simultaneous(net.steps, StepSizes.of(1.0)),
            OutputMode.clamped(),
            WeightRule.lms(),
            UpdateTiming.AFTER_INFERENCE));
    rules.put(
        "initial errors not 0",
        LearningRule.zil().withInitialState(InitialState.displaced(0.1, 5)));
    rules.put("step size .5", LearningRule.zil().withStepSize(0.5));
    return rules;
  }

  /** The three kinds of network. */
  enum Net {
    /** Dense layers. */
    MLP("784-2x128-10, ReLU", 2) {
      @Override
      MultiLayerNetwork network(ImageShape shape) {
        int[] hidden = {128, 128};
        return PaperNets.smallMlp(shape, hidden, new Sgd(LEARNING_RATE), DataType.DOUBLE, 1);
      }
    },
    /** Convolutions. */
    CNN("C8-5s2, C16-5s2, C16-3s2, FC10, ReLU", 3) {
      @Override
      MultiLayerNetwork network(ImageShape shape) {
        int[] widths = {8, 16, 16};
        return PaperNets.convolutional(shape, widths, new Sgd(LEARNING_RATE), DataType.DOUBLE, 1);
      }
    },
    /** A recurrence over rows of pixels. */
    RNN("SimpleRnn 64 over the rows of the image, tanh", 28) {
      @Override
      MultiLayerNetwork network(ImageShape shape) {
        return PaperNets.recurrent(shape, 64, new Sgd(LEARNING_RATE), DataType.DOUBLE, 1);
      }

      @Override
      DataSet shaped(DataSet images) {
        return PaperNets.rows(images);
      }
    };

    private final String title;
    private final int steps;

    Net(String title, int steps) {
      this.title = title;
      this.steps = steps;
    }

    abstract MultiLayerNetwork network(ImageShape shape);

    DataSet shaped(DataSet images) {
      return images;
    }
  }
}
