// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;

/** Reads attached networks from DL4J's model files. */
final class ModelFiles {
  private static final String GRAPH_PROPERTY = "networkInputs";

  private ModelFiles() {}

  /**
   * Restores a network and the state of the random generator.
   *
   * @param file of {@code ModelSerializer}
   * @return attached to the file's rule
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if it holds no rule, or a graph
   */
  static MultiLayerNetwork network(File file) throws IOException {
    String configuration = configuration(file);
    LearningRule rule = rule(file, configuration);
    if (isGraph(configuration)) {
      throw Checks.illegal(
          "file", file, "of a MultiLayerNetwork: it holds a ComputationGraph, call restoreGraph");
    }
    MultiLayerNetwork network =
        PcMultiLayerNetwork.restored(ModelSerializer.restoreMultiLayerNetwork(file, true), rule);
    RuleProperty.random(configuration).ifPresent(RandomState::restore);
    return network;
  }

  /**
   * Restores a graph and the state of the random generator.
   *
   * @param file of {@code ModelSerializer}
   * @return attached to the file's rule
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if it holds no rule, or no graph
   */
  static ComputationGraph graph(File file) throws IOException {
    String configuration = configuration(file);
    LearningRule rule = rule(file, configuration);
    if (!isGraph(configuration)) {
      throw Checks.illegal(
          "file", file, "of a ComputationGraph: it holds a MultiLayerNetwork, call restore");
    }
    ComputationGraph graph =
        PcComputationGraph.restored(ModelSerializer.restoreComputationGraph(file, true), rule);
    RuleProperty.random(configuration).ifPresent(RandomState::restore);
    return graph;
  }

  private static boolean isGraph(String configuration) {
    return RuleProperty.property(configuration, GRAPH_PROPERTY).isPresent();
  }

  private static LearningRule rule(File file, String configuration) {
    return RuleProperty.read(configuration)
        .orElseThrow(
            () ->
                Checks.illegal(
                    "file", file, "of an attached network: its configuration holds no rule"));
  }

  private static String configuration(File file) throws IOException {
    Checks.notNull("file", file);
    try (ZipFile zip = new ZipFile(file)) {
      ZipEntry entry = zip.getEntry(ModelSerializer.CONFIGURATION_JSON);
      if (entry == null) {
        throw new ZipException("it holds no configuration");
      }
      try (InputStream in = zip.getInputStream(entry)) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (ZipException e) {
      throw new IOException(
          "illegal file: " + file + ", must be a DL4J model file: " + e.getMessage(), e);
    }
  }
}
