// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.arbiter;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.saving.ResultReference;
import org.deeplearning4j.arbiter.optimize.api.saving.ResultSaver;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.PredictiveCoding;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Keeps trained candidates with their rules and updater states: {@code model-<index>.zip}, which
 * {@link PredictiveCoding#restore} or {@link PredictiveCoding#restoreGraph} reads, and beside it
 * the rule and the score as text, {@code model-<index>.rule.json} and {@code
 * model-<index>.score.txt}. Arbiter's own saver writes the same networks, but reads them back
 * plain.
 */
public final class PcModelSaver implements ResultSaver {
  @JsonProperty private final String path;

  /**
   * A saver.
   *
   * @param path the directory, made when the first candidate is saved
   * @throws IllegalArgumentException if null, or not a directory
   */
  @JsonCreator
  public PcModelSaver(@JsonProperty(value = "path", required = true) String path) {
    if (path == null || (Files.exists(Path.of(path)) && !Files.isDirectory(Path.of(path)))) {
      throw new IllegalArgumentException("illegal path: " + path + ", must be a directory");
    }
    this.path = path;
  }

  /**
   * A saver.
   *
   * @param directory made when the first candidate is saved
   * @throws IllegalArgumentException if it is not a directory
   */
  public PcModelSaver(File directory) {
    this(directory.getPath());
  }

  @Override
  public ResultReference saveModel(OptimizationResult result, Object model) throws IOException {
    Path directory = Files.createDirectories(Path.of(path));
    String name = "model-" + result.getIndex();
    Path file = directory.resolve(name + ".zip");
    LearningRule rule = write(model, file.toFile());
    Files.writeString(directory.resolve(name + ".rule.json"), rule.toJson());
    Files.writeString(directory.resolve(name + ".score.txt"), result.getScore().toString());
    return new SavedCandidate(result, file, model instanceof ComputationGraph);
  }

  private static LearningRule write(Object model, File file) throws IOException {
    if (model instanceof MultiLayerNetwork network) {
      PredictiveCoding.save(network, file);
      return PredictiveCoding.ruleOf(network);
    }
    if (model instanceof ComputationGraph graph) {
      PredictiveCoding.save(graph, file);
      return PredictiveCoding.ruleOf(graph);
    }
    throw new IllegalArgumentException("illegal model: " + model + ", must be attached to a rule");
  }

  @Override
  public List<Class<?>> getSupportedCandidateTypes() {
    return List.of(PcMultiLayerCandidate.class, PcGraphCandidate.class);
  }

  @Override
  public List<Class<?>> getSupportedModelTypes() {
    return List.of(MultiLayerNetwork.class, ComputationGraph.class);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PcModelSaver saver && path.equals(saver.path);
  }

  @Override
  public int hashCode() {
    return path.hashCode();
  }

  @Override
  public String toString() {
    return "PcModelSaver(path=" + path + ")";
  }
}
