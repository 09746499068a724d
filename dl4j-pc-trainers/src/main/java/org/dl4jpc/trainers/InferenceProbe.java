// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.dl4jpc.layers.Block;
import org.dl4jpc.layers.BlockGraph;
import org.dl4jpc.layers.Precision;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Looks at a minibatch's inference for the {@link InferenceListener}s, before it is learned, and
 * puts back the random generator and the gradient array: learning takes no notice.
 */
final class InferenceProbe {
  /** Parameters that move by pseudo-gradients. */
  private static final Set<String> STATISTICS =
      Set.of(
          BatchNormalizationParamInitializer.GLOBAL_MEAN,
          BatchNormalizationParamInitializer.GLOBAL_VAR,
          BatchNormalizationParamInitializer.GLOBAL_LOG_STD);

  private final PcEngine engine;
  private final PcEngine backpropagation;

  /**
   * Prepares looking.
   *
   * @param engine that learns
   * @param compiler from a minibatch to a graph of its shape
   */
  InferenceProbe(PcEngine engine, Function<PcEngine.Minibatch, BlockGraph> compiler) {
    this.engine = engine;
    this.backpropagation =
        new PcEngine(LearningRule.zil(), batch -> withoutPrecisions(compiler.apply(batch)));
  }

  /** Z-IL is backpropagation where every π is 1. */
  private static BlockGraph withoutPrecisions(BlockGraph graph) {
    graph.hiddenNodes().forEach(node -> node.setPrecision(Precision.one()));
    return graph;
  }

  /** What was seen of a minibatch, to be completed by what was learned. */
  interface Sight {

    /** Nobody asked. */
    Sight NONE = graph -> {};

    /**
     * Reports.
     *
     * @param learned the graph, its gradient views written by the rule
     */
    void report(BlockGraph learned);
  }

  /**
   * Looks, if a listener asks for the iteration.
   *
   * @param batch checked, not learned yet
   * @param flat the network's gradient array
   * @param listeners of the network
   * @param iteration of the network
   * @param epoch of the network
   * @return what was seen; a divergence has been reported already
   */
  Sight look(
      PcEngine.Minibatch batch,
      INDArray flat,
      Collection<TrainingListener> listeners,
      int iteration,
      int epoch) {
    List<InferenceListener> asking =
        listeners.stream()
            .filter(InferenceListener.class::isInstance)
            .map(InferenceListener.class::cast)
            .filter(listener -> listener.reports(iteration))
            .toList();
    if (asking.isEmpty()) {
      return Sight.NONE;
    }
    RandomState noise = RandomState.now();
    InferenceStats stats = stats(engine.infer(batch), iteration, epoch);
    noise.restore();
    if (stats.stopReason() == StopReason.DIVERGED) {
      asking.forEach(listener -> listener.report(stats));
      return Sight.NONE;
    }
    boolean compares = asking.stream().anyMatch(listener -> listener.compares(iteration));
    if (!compares || engine.rule().timing().isEveryStep()) {
      return learned -> asking.forEach(listener -> listener.report(stats));
    }
    Map<String, Map<String, INDArray>> reference = backpropagate(batch, flat);
    noise.restore();
    return learned -> {
      InferenceStats compared = with(stats, compare(learned, reference));
      asking.forEach(listener -> listener.report(listener.compares(iteration) ? compared : stats));
    };
  }

  private static InferenceStats stats(InferenceResult result, int iteration, int epoch) {
    double[] output = result.outputEnergy();
    return new InferenceStats(
        iteration,
        epoch,
        result.input().size(0),
        result.steps(),
        result.stopReason(),
        Arrays.stream(result.energy()).boxed().toList(),
        output[output.length - 1],
        result.nodes().stream().map(NodeStats::of).toList(),
        List.of());
  }

  private static InferenceStats with(InferenceStats stats, List<GradientStats> gradients) {
    return new InferenceStats(
        stats.iteration(),
        stats.epoch(),
        stats.samples(),
        stats.steps(),
        stats.stopReason(),
        stats.energy(),
        stats.outputEnergy(),
        stats.nodes(),
        gradients);
  }

  /** Copies of backpropagation's gradients, by layer and parameter. */
  private Map<String, Map<String, INDArray>> backpropagate(
      PcEngine.Minibatch batch, INDArray flat) {
    INDArray before = flat.dup();
    backpropagation.learn(batch, flat, () -> {}, (graph, step) -> {});
    Map<String, Map<String, INDArray>> copies = new LinkedHashMap<>();
    for (Block.LearningKernel learning : backpropagation.graph(batch.shape()).learningKernels()) {
      gradients(learning)
          .forEach(
              (name, view) ->
                  copies
                      .computeIfAbsent(learning.layer(), layer -> new LinkedHashMap<>())
                      .put(name, view.dup()));
    }
    flat.assign(before);
    return copies;
  }

  private static Map<String, INDArray> gradients(Block.LearningKernel learning) {
    Map<String, INDArray> views = new LinkedHashMap<>(learning.kernel().gradientViews());
    if (views.containsKey(BatchNormalizationParamInitializer.GLOBAL_MEAN)) {
      views.keySet().removeAll(STATISTICS);
    }
    return views;
  }

  private static List<GradientStats> compare(
      BlockGraph learned, Map<String, Map<String, INDArray>> reference) {
    Map<String, List<GradientStats>> byLayer = new LinkedHashMap<>();
    for (Block.LearningKernel learning : learned.learningKernels()) {
      gradients(learning)
          .forEach(
              (name, view) ->
                  byLayer
                      .computeIfAbsent(learning.layer(), layer -> new ArrayList<>())
                      .add(compare(name, view, reference.get(learning.layer()).get(name))));
    }
    return byLayer.entrySet().stream()
        .map(entry -> GradientStats.together(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static GradientStats compare(String name, INDArray gradient, INDArray reference) {
    return new GradientStats(
        name,
        gradient.norm2Number().doubleValue(),
        reference.norm2Number().doubleValue(),
        gradient.mul(reference).sumNumber().doubleValue());
  }
}
