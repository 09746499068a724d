// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.buffer.DataType;

/** The parts of a SameDiff graph between value nodes, and whether the nodes' names make sense. */
final class SameDiffParts {
  private final SameDiff graph;
  private final Set<String> nodes;
  private final Set<String> freeInputs;
  private final Map<String, SameDiffPart> nodeParts = new LinkedHashMap<>();
  private final List<SameDiffPart> lossParts = new ArrayList<>();
  private final Set<String> heard = new LinkedHashSet<>();

  /**
   * Cuts a graph.
   *
   * @param graph left as it is
   * @param nodes names of the value nodes
   * @param losses names of the loss variables
   * @param freeInputs placeholders that move during inference
   * @throws IllegalArgumentException see {@link SameDiffCompiler}
   */
  SameDiffParts(SameDiff graph, List<String> nodes, List<String> losses, Set<String> freeInputs) {
    this.graph = graph;
    this.nodes = new LinkedHashSet<>(nodes);
    this.freeInputs = freeInputs;
    requireNames(nodes);
    nodes.forEach(name -> requireComputed(name, losses));
    losses.forEach(loss -> lossParts.add(part(loss)));
    this.nodes.forEach(this::requireBetween);
    requireOneType();
  }

  /** Cuts out what predicts a variable, after all that predicts the nodes below it. */
  private SameDiffPart part(String target) {
    SameDiffPart part = new SameDiffPart(graph, target, nodes, freeInputs);
    for (String parent : part.parents()) {
      if (part.dependsOn(parent)) {
        heard.add(parent);
      }
      if (nodes.contains(parent) && !nodeParts.containsKey(parent)) {
        SameDiffPart below = part(parent);
        nodeParts.put(parent, below);
      }
    }
    return part;
  }

  private void requireNames(List<String> names) {
    if (names.isEmpty() || nodes.size() < names.size()) {
      throw new IllegalArgumentException(
          "illegal value nodes: " + names + ", must be one variable or more, each named once");
    }
  }

  private void requireComputed(String name, List<String> losses) {
    if (name == null || !graph.hasVariable(name)) {
      throw illegal(name, "which is no variable of the graph", "one of " + candidates(losses));
    }
    SDVariable variable = graph.getVariable(name);
    if (variable.getVariableType() != VariableType.ARRAY) {
      throw illegal(
          name,
          "a " + variable.getVariableType(),
          "computed by an operation, as are " + candidates(losses));
    }
    if (!isReal(variable.dataType())) {
      throw illegal(name, "of type " + variable.dataType(), "of type FLOAT or DOUBLE");
    }
    if (losses.contains(name)) {
      throw illegal(name, "a loss", "below the losses, which are no value nodes");
    }
  }

  /** A value node separates something if it hears of a loss, and if data reaches it. */
  private void requireBetween(String name) {
    if (!heard.contains(name)) {
      throw illegal(
          name,
          "on which no loss depends through differentiable operations",
          "between the data and a loss");
    }
    SameDiffPart part = nodeParts.get(name);
    if (part.parents().isEmpty() && part.placeholders().isEmpty()) {
      throw illegal(name, "which depends on no placeholder", "between the data and a loss");
    }
  }

  private void requireOneType() {
    DataType type = type();
    for (SameDiffPart part : all()) {
      requireType(part.target(), part.type(), type);
      part.parameters()
          .forEach(name -> requireType(name, graph.getVariable(name).dataType(), type));
    }
  }

  private static void requireType(String name, DataType actual, DataType expected) {
    if (actual != expected || !isReal(actual)) {
      throw new IllegalArgumentException(
          "illegal type of variable '"
              + name
              + "': "
              + actual
              + ", must be "
              + (isReal(expected) ? expected : "FLOAT or DOUBLE")
              + ": value nodes, losses and parameters have one type");
    }
  }

  private static boolean isReal(DataType type) {
    return type == DataType.FLOAT || type == DataType.DOUBLE;
  }

  private Set<String> candidates(List<String> losses) {
    Set<String> names = new TreeSet<>();
    for (SDVariable variable : graph.variables()) {
      if (variable.getVariableType() == VariableType.ARRAY && isReal(variable.dataType())) {
        names.add(variable.name());
      }
    }
    losses.forEach(names::remove);
    return names;
  }

  private static IllegalArgumentException illegal(String name, String what, String expected) {
    return new IllegalArgumentException(
        "illegal value node: '" + name + "', " + what + ", must be " + expected);
  }

  /** Element type of nodes and parameters. */
  DataType type() {
    return lossParts.get(0).type();
  }

  /** What predicts each node, in topological order. */
  List<SameDiffPart> ofNodes() {
    return List.copyOf(nodeParts.values());
  }

  /** What predicts each loss. */
  List<SameDiffPart> ofLosses() {
    return lossParts;
  }

  /** All parts, in topological order. */
  List<SameDiffPart> all() {
    List<SameDiffPart> all = new ArrayList<>(nodeParts.values());
    all.addAll(lossParts);
    return all;
  }
}
