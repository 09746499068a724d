// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dl4jpc.layers.BlockGraph;
import org.dl4jpc.layers.SameDiffCompiler;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.Listener;
import org.nd4j.autodiff.listeners.Loss;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** The learning step of a SameDiff graph. */
final class SameDiffLearner {
  private final SameDiff graph;
  private final LossReduction reduction;
  private final List<String> losses;
  private final SameDiffCompiler compiler;
  private final PcEngine engine;
  private final SameDiffUpdates updates;
  private List<String> names = List.of();

  /**
   * Prepares learning.
   *
   * @param graph checked
   * @param rule to learn by
   * @param reduction of the losses
   * @param nodes names of the value nodes
   */
  SameDiffLearner(SameDiff graph, LearningRule rule, LossReduction reduction, List<String> nodes) {
    this.graph = graph;
    this.reduction = reduction;
    this.losses = SameDiffChecks.losses(graph);
    this.compiler = new SameDiffCompiler(graph, nodes, losses, freeInputs(rule));
    SameDiffChecks.requireMapped(graph.getTrainingConfig(), compiler.placeholders());
    this.updates = new SameDiffUpdates(graph, compiler.gradients().parameters());
    this.engine = new PcEngine(rule, this::compile);
  }

  private List<String> freeInputs(LearningRule rule) {
    return rule.input() == InputMode.CLAMPED
        ? List.of()
        : graph.getTrainingConfig().getDataSetFeatureMapping().stream()
            .filter(name -> graph.getVariable(name).dataType().isFPType())
            .toList();
  }

  List<String> nodes() {
    return compiler.nodes();
  }

  LearningRule rule() {
    return engine.rule();
  }

  private BlockGraph compile(PcEngine.Minibatch batch) {
    Map<String, INDArray> data = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      data.put(names.get(i), batch.features().get(i));
    }
    return compiler.compile(data, samples(batch));
  }

  private double samples(PcEngine.Minibatch batch) {
    return reduction.samples(batch.features().get(0).size(0));
  }

  private PcEngine.Minibatch batch(MultiDataSet data) {
    updates.requireSameArrays();
    Map<String, INDArray> arrays = SameDiffData.placeholders(graph, compiler.placeholders(), data);
    names = List.copyOf(arrays.keySet());
    return new PcEngine.Minibatch(List.copyOf(arrays.values()), List.of(), List.of());
  }

  /**
   * Inference without learning.
   *
   * @param data a minibatch
   * @return its result
   */
  InferenceResult infer(MultiDataSet data) {
    return engine.infer(batch(data));
  }

  /**
   * The weight gradient of a minibatch, of one phase of inference after the other.
   *
   * @param data a minibatch
   * @return new arrays, by parameter
   */
  Map<String, INDArray> gradient(MultiDataSet data) {
    PcEngine.Minibatch batch = batch(data);
    engine.learn(batch, compiler.gradients().flat(), () -> {}, (seen, t) -> {});
    return total(batch);
  }

  private Map<String, INDArray> total(PcEngine.Minibatch batch) {
    return compiler.gradients().total(1.0 / samples(batch));
  }

  /**
   * One iteration. If it fails, parameters and updater state are what they were.
   *
   * @param data a minibatch
   * @param listeners that hear of updates
   * @param at where training stands
   * @return the losses at the feed-forward pass, and regularisation
   */
  Loss learn(MultiDataSet data, List<Listener> listeners, At at) {
    PcEngine.Minibatch batch = batch(data);
    LastGoodState before =
        LastGoodState.of(
            updates::state, engine.rule(), () -> updates.apply(total(batch), listeners, at));
    double[] values = new double[losses.size()];
    try {
      engine.learn(
          batch,
          compiler.gradients().flat(),
          before,
          (seen, t) -> {
            if (t == 0) {
              read(seen, samples(batch), values);
            }
          });
      return loss(values, updates.apply(total(batch), listeners, at));
    } catch (RuntimeException e) {
      before.undo();
      throw e;
    }
  }

  private static void read(BlockGraph seen, double samples, double[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = seen.outputs().get(i).loss() / samples;
    }
  }

  private Loss loss(double[] values, Map<String, Double> regularisation) {
    List<String> all = new ArrayList<>(losses);
    double[] sum = new double[values.length + regularisation.size()];
    System.arraycopy(values, 0, sum, 0, values.length);
    regularisation.forEach(
        (name, score) -> {
          sum[all.size()] = score;
          all.add(name);
        });
    return new Loss(all, sum);
  }
}
