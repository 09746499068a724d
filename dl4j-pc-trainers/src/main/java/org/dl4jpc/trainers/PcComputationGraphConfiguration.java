// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.io.Serializable;
import java.util.Objects;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;

/**
 * The configuration of an attached graph: the user's, cloned, with the learning rule as an extra
 * property of its JSON and YAML, which plain DL4J ignores. Iteration and epoch counts are those of
 * the user's configuration itself, so that both networks may train in turns.
 *
 * <p>Only attached networks count iterations in it: a plain network that something has built from a
 * clone, as DL4J's own Spark workers do, throws at its first.
 */
@SuppressWarnings("overrides") // DL4J's class generates equals and hashCode
final class PcComputationGraphConfiguration extends ComputationGraphConfiguration {
  private static final long serialVersionUID = 1L;

  private final transient LearningRule rule;
  private transient ComputationGraphConfiguration source;
  private transient boolean attached;

  /**
   * Clones a configuration.
   *
   * @param source the user's
   * @param rule to travel with it
   */
  PcComputationGraphConfiguration(ComputationGraphConfiguration source, LearningRule rule) {
    copy(VertexSettings.cloneOf(source), this);
    keepCounts(source);
    this.rule = rule;
    this.source = source;
  }

  private static void copy(ComputationGraphConfiguration from, ComputationGraphConfiguration to) {
    to.setVertices(from.getVertices());
    to.setVertexInputs(from.getVertexInputs());
    to.setNetworkInputs(from.getNetworkInputs());
    to.setNetworkOutputs(from.getNetworkOutputs());
    to.setDefaultConfiguration(from.getDefaultConfiguration());
    to.setBackpropType(from.getBackpropType());
    to.setTbpttFwdLength(from.getTbpttFwdLength());
    to.setTbpttBackLength(from.getTbpttBackLength());
    to.setValidateOutputLayerConfig(from.isValidateOutputLayerConfig());
    to.setTrainingWorkspaceMode(from.getTrainingWorkspaceMode());
    to.setInferenceWorkspaceMode(from.getInferenceWorkspaceMode());
    to.setCacheMode(from.getCacheMode());
    to.setDataType(from.getDataType());
    to.setTopologicalOrder(from.getTopologicalOrder());
    to.setTopologicalOrderStr(from.getTopologicalOrderStr());
  }

  private void keepCounts(ComputationGraphConfiguration from) {
    super.setIterationCount(from.getIterationCount());
    super.setEpochCount(from.getEpochCount());
  }

  /** Says that an attached network trains by it, and that its source is known to be shared. */
  void attached() {
    attached = true;
    if (source instanceof PcComputationGraphConfiguration configuration) {
      configuration.attached = true;
    }
  }

  LearningRule rule() {
    return rule;
  }

  /**
   * A plain DL4J configuration with the same settings.
   *
   * @return without the rule, sharing the layers' configurations
   */
  ComputationGraphConfiguration plain() {
    ComputationGraphConfiguration plain = new ComputationGraphConfiguration();
    copy(this, plain);
    plain.setIterationCount(getIterationCount());
    plain.setEpochCount(getEpochCount());
    return plain;
  }

  @Override
  public int getIterationCount() {
    return source == null ? super.getIterationCount() : source.getIterationCount();
  }

  /**
   * Sets the count of the user's configuration too.
   *
   * @throws IllegalStateException if a network that is not attached counts a step
   */
  @Override
  public void setIterationCount(int count) {
    if (!attached && count > getIterationCount()) {
      throw BackpropGuard.trainedPlain();
    }
    super.setIterationCount(count);
    if (source != null) {
      source.setIterationCount(count);
    }
  }

  @Override
  public int getEpochCount() {
    return source == null ? super.getEpochCount() : source.getEpochCount();
  }

  @Override
  public void setEpochCount(int count) {
    super.setEpochCount(count);
    if (source != null) {
      source.setEpochCount(count);
    }
  }

  @Override
  public String toJson() {
    return RuleProperty.write(NeuralNetConfiguration.mapper(), plain(), rule);
  }

  @Override
  public String toYaml() {
    return RuleProperty.write(NeuralNetConfiguration.mapperYaml(), plain(), rule);
  }

  @Override
  public PcComputationGraphConfiguration clone() {
    PcComputationGraphConfiguration copy = new PcComputationGraphConfiguration(plain(), rule);
    copy.source = null;
    copy.keepCounts(this);
    return copy;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PcComputationGraphConfiguration configuration
        && rule.equals(configuration.rule)
        && super.equals(other);
  }

  @Override
  public int hashCode() {
    return Objects.hash(rule, super.hashCode());
  }

  private Object writeReplace() {
    return new Saved(toJson());
  }

  /**
   * What Java serialisation writes.
   *
   * @param json of the configuration, with its rule
   */
  private record Saved(String json) implements Serializable {

    private Object readResolve() {
      LearningRule rule = RuleProperty.read(json).orElseThrow();
      return new PcComputationGraphConfiguration(
          ComputationGraphConfiguration.fromJson(json), rule);
    }
  }
}
