// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.Variable;

/** Whether a rule can train a SameDiff graph, before anything is changed. */
final class SameDiffChecks {

  private SameDiffChecks() {}

  static void check(SameDiff graph, LearningRule rule) {
    Checks.notNull("graph", graph);
    Checks.notNull("rule", rule);
    checkRule(rule);
    TrainingConfig config = graph.getTrainingConfig();
    if (config == null) {
      throw new IllegalStateException(
          "illegal graph: no training configuration, call setTrainingConfig first");
    }
    if (!config.isMinimize()) {
      throw Checks.illegal(
          "training configuration", "minimize(false)", "minimize(true): an energy is minimised");
    }
    Checks.notNull("updater of the training configuration", config.getUpdater());
    requireFeatures(graph, config);
  }

  private static void requireFeatures(SameDiff graph, TrainingConfig config) {
    List<String> features = config.getDataSetFeatureMapping();
    if (features == null || features.isEmpty()) {
      throw Checks.illegal("dataset feature mapping", features, "the names of placeholders");
    }
    for (String name : features) {
      if (!graph.hasVariable(name)
          || graph.getVariable(name).getVariableType() != VariableType.PLACEHOLDER) {
        throw Checks.illegal("dataset feature mapping", name, "the name of a placeholder");
      }
    }
  }

  /**
   * Whether every placeholder that the losses depend on gets data.
   *
   * @param config of the training
   * @param used placeholders that the losses depend on
   * @throws IllegalArgumentException naming one that does not
   */
  static void requireMapped(TrainingConfig config, Set<String> used) {
    List<String> mapped = new ArrayList<>(config.getDataSetFeatureMapping());
    Stream.of(
            config.getDataSetLabelMapping(),
            config.getDataSetFeatureMaskMapping(),
            config.getDataSetLabelMaskMapping())
        .filter(Objects::nonNull)
        .forEach(mapped::addAll);
    for (String name : used) {
      if (!mapped.contains(name)) {
        throw Checks.illegal(
            "data set mapping",
            mapped,
            "of all placeholders that the losses depend on: '" + name + "' is missing");
      }
    }
  }

  private static void checkRule(LearningRule rule) {
    if (rule.output().isSoft()) {
      throw Checks.illegal(
          "output of the rule",
          rule.output(),
          "clamped, weighted, nudged or contrastive: what the error y − μ of a soft clamp is,"
              + " cannot be told from the loss variable of a SameDiff graph");
    }
    if (rule.weightRule().readsPresynapticNorm()) {
      throw Checks.illegal(
          "weight rule",
          rule.weightRule(),
          "WeightRule.lms(): normalised least mean squares needs the presynaptic activity of every"
              + " weight, which an arbitrary part of a SameDiff graph does not have");
    }
    if (rule.updater().isPresent()) {
      throw Checks.illegal(
          "updater of the rule",
          rule.updater().get(),
          "absent, as after withConfigUpdater(): a SameDiff graph has the updater of its"
              + " TrainingConfig");
    }
  }

  /**
   * The loss variables: those of the graph, else of its training configuration, else the only
   * floating-point result that nothing reads, which SameDiff's own {@code fit} takes too.
   *
   * @return their names
   * @throws IllegalArgumentException if there is no telling, or one is no floating-point result
   */
  static List<String> losses(SameDiff graph) {
    List<String> losses = new ArrayList<>(graph.getLossVariables());
    List<String> configured = graph.getTrainingConfig().getLossVariables();
    if (losses.isEmpty() && configured != null) {
      losses.addAll(configured);
    }
    if (losses.isEmpty()) {
      List<String> unread = unread(graph);
      if (unread.size() != 1) {
        throw Checks.illegal(
            "loss variables", losses, "named by setLossVariables, any of " + unread);
      }
      losses.addAll(unread);
    }
    losses.forEach(name -> requireComputed(graph, name));
    return losses.stream().distinct().toList();
  }

  private static void requireComputed(SameDiff graph, String name) {
    boolean computed =
        graph.hasVariable(name)
            && graph.getVariable(name).getVariableType() == VariableType.ARRAY
            && graph.getVariable(name).dataType().isFPType();
    if (!computed) {
      throw Checks.illegal(
          "loss variable", name, "a floating-point variable that an operation computes");
    }
  }

  private static List<String> unread(SameDiff graph) {
    List<String> names = new ArrayList<>();
    for (SDVariable variable : graph.variables()) {
      Variable entry = graph.getVariables().get(variable.name());
      boolean read = entry.getInputsForOp() != null && !entry.getInputsForOp().isEmpty();
      if (entry.getOutputOfOp() != null && !read && variable.dataType().isFPType()) {
        names.add(variable.name());
      }
    }
    return names;
  }
}
