// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A DL4J layer's {@code backpropGradient}, taken apart into the feedback and the weight gradient.
 *
 * <p>DL4J computes both at once and writes the weight gradient into the network's own views. Here a
 * pass runs only when something asks for a result of it that is not there yet, and a pass for the
 * feedback alone leaves a weight gradient alone that was asked for earlier in the minibatch.
 *
 * <p>Running statistics, such as those of batch normalisation, travel in DL4J as gradients that are
 * not divided by the batch. They are those of the feed-forward pass: held, and put in the place of
 * what later passes compute. As in {@link RunningStatistics}, what is written is the way that is
 * left from the present parameters to their new values.
 */
final class LayerBackward {
  private final Layer layer;
  private final Supplier<Pair<Gradient, INDArray>> pass;
  private final List<String> statistics;
  private final Map<String, INDArray> gradients = new LinkedHashMap<>();
  private final Map<String, INDArray> newStatistics = new HashMap<>();
  private INDArray inputGradient;
  private boolean carried;
  private boolean written;
  private boolean delivered;

  /**
   * Takes a layer apart.
   *
   * @param layer with its gradient views set
   * @param pass runs its {@code backpropGradient} for the error at hand
   */
  LayerBackward(Layer layer, Supplier<Pair<Gradient, INDArray>> pass) {
    this.layer = layer;
    this.pass = pass;
    this.statistics =
        layer.numParams() == 0
            ? List.of()
            : layer.paramTable(false).keySet().stream()
                .filter(name -> !layer.updaterDivideByMinibatch(name))
                .toList();
  }

  /** Begins a minibatch: gradients asked for until now have been used. */
  void begin() {
    delivered = false;
    forget();
  }

  /** Says that the error, or what it is carried through, has changed. */
  void forget() {
    carried = false;
    written = false;
  }

  /** Whether the layer keeps running statistics. */
  boolean hasStatistics() {
    return !statistics.isEmpty();
  }

  /** Keeps the running statistics that a pass computes; any error will do. */
  void holdStatistics() {
    run();
    for (String name : statistics) {
      INDArray view = gradients.get(name);
      INDArray next =
          newStatistics.computeIfAbsent(name, key -> LastingMemory.allocate(view::ulike));
      next.assign(layer.getParam(name)).subi(view);
    }
    forget();
  }

  /**
   * Takes the result of a pass that somebody else has run for the error at hand.
   *
   * @param result of {@code backpropGradient}
   */
  void accept(Pair<Gradient, INDArray> result) {
    gradients.putAll(result.getFirst().gradientForVariable());
    inputGradient = result.getSecond();
    carried = true;
    written = true;
  }

  /**
   * The gradient with respect to the layer's input.
   *
   * @return DL4J's array, not to be modified; null if the layer gives none
   */
  INDArray inputGradient() {
    if (!carried) {
      INDArray kept = delivered ? layer.getGradientsViewArray().dup() : null;
      run();
      if (kept != null) {
        layer.getGradientsViewArray().assign(kept);
        written = false;
      }
    }
    return inputGradient;
  }

  /**
   * Leaves the weight gradient in DL4J's views. Without parameters: nothing.
   *
   * @param factor of the gradient; running statistics have none
   */
  void writeGradient(double factor) {
    if (layer.numParams() == 0) {
      return;
    }
    if (!written) {
      run();
    }
    written = false;
    delivered = true;
    gradients.forEach((name, view) -> finish(name, view, factor));
  }

  private void finish(String name, INDArray view, double factor) {
    INDArray next = newStatistics.get(name);
    if (next != null) {
      view.assign(layer.getParam(name)).subi(next);
    } else if (factor != 1.0 && !statistics.contains(name)) {
      view.muli(factor);
    }
  }

  private void run() {
    accept(pass.get());
  }

  /**
   * The views that {@link #writeGradient} has written.
   *
   * @return by parameter name
   */
  Map<String, INDArray> gradientViews() {
    return gradients;
  }
}
