// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports, of every n-th iteration, what inference did: energies and error norms of the nodes,
 * steps taken, why it ended, and, of every m-th, the cosine between the rule's weight gradient and
 * backpropagation's.
 *
 * <pre>{@code
 * InferenceHistory history = new InferenceHistory();
 * attached.addListeners(InferenceListener.every(10).comparingEvery(100).reportingTo(history));
 * }</pre>
 *
 * <p>It leaves no trace: for a reported iteration the minibatch's inference is run once more,
 * before training's own, with the same parameters and the same noise; parameters, updater state,
 * random numbers and running statistics are then, to the bit, what they are without it. A reported
 * iteration costs the time of that inference with all its energies, one with a comparison that of a
 * Z-IL step besides. Rules that change weights after every inference step are shown as they would
 * infer with the parameters that the minibatch began with, and have no gradient to compare.
 *
 * <p>Hears attached networks only. Immutable; may be used by several networks and threads if what
 * it reports to may.
 */
public final class InferenceListener extends BaseTrainingListener {
  private static final Logger LOG = LoggerFactory.getLogger(InferenceListener.class);

  private final int frequency;
  private final int comparisons;
  private final List<Consumer<InferenceStats>> receivers;

  private InferenceListener(
      int frequency, int comparisons, List<Consumer<InferenceStats>> receivers) {
    this.frequency = frequency;
    this.comparisons = comparisons;
    this.receivers = receivers;
  }

  /**
   * Reports to the log, at level INFO; compares no gradients.
   *
   * @param iterations n: reported are those whose count is a multiple of it
   * @return the listener
   * @throws IllegalArgumentException if iterations &lt; 1
   */
  public static InferenceListener every(int iterations) {
    return new InferenceListener(
        Checks.atLeastOne("iterations", iterations), 0, List.of(InferenceListener::log));
  }

  /**
   * The same listener, which compares gradients too.
   *
   * @param iterations m: compared are those whose count is a multiple of it; they are reported,
   *     whatever n is
   * @return a new listener
   * @throws IllegalArgumentException if iterations &lt; 1
   */
  public InferenceListener comparingEvery(int iterations) {
    return new InferenceListener(frequency, Checks.atLeastOne("iterations", iterations), receivers);
  }

  /**
   * The same listener, which reports there too. What the receiver throws ends {@code fit}, before
   * the minibatch has changed anything.
   *
   * @param receiver called on the training thread
   * @return a new listener
   * @throws IllegalArgumentException if the receiver is null
   */
  public InferenceListener reportingTo(Consumer<InferenceStats> receiver) {
    List<Consumer<InferenceStats>> all = new ArrayList<>(receivers);
    all.add(Checks.notNull("receiver", receiver));
    return new InferenceListener(frequency, comparisons, List.copyOf(all));
  }

  boolean reports(int iteration) {
    return iteration % frequency == 0 || compares(iteration);
  }

  boolean compares(int iteration) {
    return comparisons > 0 && iteration % comparisons == 0;
  }

  void report(InferenceStats stats) {
    receivers.forEach(receiver -> receiver.accept(stats));
  }

  private static void log(InferenceStats stats) {
    if (LOG.isInfoEnabled()) {
      LOG.info(
          "iteration {}: energy {} -> {} in {} steps ({}), output {}, nodes {}{}",
          stats.iteration(),
          text(stats.energy().get(0)),
          text(stats.finalEnergy()),
          stats.steps(),
          stats.stopReason(),
          text(stats.outputEnergy()),
          stats.nodes().stream().map(n -> n.name() + " " + text(n.energy())).toList(),
          stats.gradients().isEmpty()
              ? ""
              : ", cosine to backprop " + text(stats.cosineToBackprop().orElseThrow()));
    }
  }

  private static String text(double value) {
    return String.format(Locale.ROOT, "%.5g", value);
  }

  @Override
  public void onEpochStart(Model model) {
    check(model);
  }

  @Override
  public void onForwardPass(Model model, List<INDArray> activations) {
    check(model);
  }

  @Override
  public void onForwardPass(Model model, Map<String, INDArray> activations) {
    check(model);
  }

  private static void check(Model model) {
    if (!PredictiveCoding.isAttached(model)) {
      throw new IllegalStateException(
          "an InferenceListener hears a "
              + (model == null ? "null model" : model.getClass().getSimpleName())
              + " that is not attached to a learning rule, and so has no inference: train what"
              + " PredictiveCoding.attach returns, or set the listener on a PcTrainer");
    }
  }
}
