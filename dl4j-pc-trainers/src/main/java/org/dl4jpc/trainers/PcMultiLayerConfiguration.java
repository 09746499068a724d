// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * The configuration of an attached network: the user's, cloned, with the learning rule as an extra
 * property of its JSON and YAML, which plain DL4J ignores. Iteration and epoch counts are copied to
 * the user's configuration as they change.
 */
@SuppressWarnings("overrides") // DL4J's class generates equals and hashCode
final class PcMultiLayerConfiguration extends MultiLayerConfiguration {
  private static final long serialVersionUID = 1L;

  private final transient LearningRule rule;
  private transient MultiLayerConfiguration source;

  /**
   * Clones a configuration.
   *
   * @param source the user's
   * @param rule to travel with it
   */
  PcMultiLayerConfiguration(MultiLayerConfiguration source, LearningRule rule) {
    MultiLayerConfiguration copy = source.clone();
    setConfs(copy.getConfs());
    setInputPreProcessors(copy.getInputPreProcessors());
    setBackpropType(copy.getBackpropType());
    setTbpttFwdLength(copy.getTbpttFwdLength());
    setTbpttBackLength(copy.getTbpttBackLength());
    setValidateOutputLayerConfig(copy.isValidateOutputLayerConfig());
    setTrainingWorkspaceMode(copy.getTrainingWorkspaceMode());
    setInferenceWorkspaceMode(copy.getInferenceWorkspaceMode());
    setCacheMode(copy.getCacheMode());
    setDataType(copy.getDataType());
    setIterationCount(source.getIterationCount());
    setEpochCount(source.getEpochCount());
    this.rule = rule;
    this.source = source;
  }

  LearningRule rule() {
    return rule;
  }

  @Override
  public void setIterationCount(int count) {
    super.setIterationCount(count);
    forward(count, s -> s::setIterationCount);
  }

  @Override
  public void setEpochCount(int count) {
    super.setEpochCount(count);
    forward(count, s -> s::setEpochCount);
  }

  private void forward(
      int count, java.util.function.Function<MultiLayerConfiguration, IntConsumer> setter) {
    if (source != null) {
      setter.apply(source).accept(count);
    }
  }

  @Override
  public String toJson() {
    return withRule(NeuralNetConfiguration.mapper());
  }

  @Override
  public String toYaml() {
    return withRule(NeuralNetConfiguration.mapperYaml());
  }

  private String withRule(ObjectMapper mapper) {
    MultiLayerConfiguration plain = new MultiLayerConfiguration();
    copyTo(plain);
    try {
      synchronized (mapper) {
        ObjectNode tree = mapper.valueToTree(plain);
        JsonNode ruleTree = new ObjectMapper().readTree(rule.toJson());
        tree.set(RuleProperty.NAME, ruleTree);
        return mapper.writeValueAsString(tree);
      }
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void copyTo(MultiLayerConfiguration plain) {
    plain.setConfs(getConfs());
    plain.setInputPreProcessors(getInputPreProcessors());
    plain.setBackpropType(getBackpropType());
    plain.setTbpttFwdLength(getTbpttFwdLength());
    plain.setTbpttBackLength(getTbpttBackLength());
    plain.setValidateOutputLayerConfig(isValidateOutputLayerConfig());
    plain.setTrainingWorkspaceMode(getTrainingWorkspaceMode());
    plain.setInferenceWorkspaceMode(getInferenceWorkspaceMode());
    plain.setCacheMode(getCacheMode());
    plain.setDataType(getDataType());
    plain.setIterationCount(getIterationCount());
    plain.setEpochCount(getEpochCount());
  }

  @Override
  public PcMultiLayerConfiguration clone() {
    PcMultiLayerConfiguration copy = (PcMultiLayerConfiguration) super.clone();
    copy.source = null;
    return copy;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PcMultiLayerConfiguration configuration
        && rule.equals(configuration.rule)
        && super.equals(other);
  }

  @Override
  public int hashCode() {
    return Objects.hash(rule, super.hashCode());
  }
}
