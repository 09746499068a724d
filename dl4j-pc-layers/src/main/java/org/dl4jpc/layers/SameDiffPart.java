// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The prediction z = f(u; θ) of one variable of a SameDiff graph from the value nodes u below it,
 * and its gradients by SameDiff's own differentiation of the objective eᵀz: ∂(eᵀz)/∂u = Jᵀe and
 * ∂(eᵀz)/∂θ = (∂f/∂θ)ᵀe.
 *
 * <p>It depends on no shape of minibatch, and holds no data but the user's own parameters.
 */
final class SameDiffPart {
  private final String target;
  private final SameDiff graph;
  private final String error;
  private final List<String> parents;
  private final List<String> placeholders;
  private final List<String> parameters;

  /**
   * Cuts a part out of a graph.
   *
   * @param source the user's graph, which is left as it is
   * @param target the variable to predict: a value node or a loss
   * @param nodes all value nodes
   * @param freeInputs placeholders that feedback goes to
   * @throws IllegalArgumentException if SameDiff cannot differentiate it
   */
  SameDiffPart(SameDiff source, String target, Set<String> nodes, Collection<String> freeInputs) {
    SameDiffExtract extract = new SameDiffExtract(source, target, nodes);
    this.target = target;
    this.graph = extract.copy();
    this.parents = new ArrayList<>();
    this.placeholders = new ArrayList<>();
    for (String name : extract.sources()) {
      if (source.getVariable(name).getVariableType() == VariableType.PLACEHOLDER) {
        placeholders.add(name);
      }
      if (nodes.contains(name) || freeInputs.contains(name)) {
        parents.add(name);
      }
    }
    this.error = unusedName(source);
    List<String> trainable =
        extract.sources().stream()
            .filter(name -> isParameter(source.getVariable(name)))
            .sorted()
            .toList();
    if (!trainable.isEmpty() || !parents.isEmpty()) {
      differentiate();
    }
    this.parameters = trainable.stream().filter(this::hasGradient).toList();
  }

  private static boolean isParameter(SDVariable variable) {
    return variable.getVariableType() == VariableType.VARIABLE && variable.dataType().isFPType();
  }

  private static String unusedName(SameDiff source) {
    String name = "error";
    while (source.hasVariable(name)) {
      name += "_";
    }
    return name;
  }

  private void differentiate() {
    SDVariable prediction = graph.getVariable(target);
    SDVariable carried = graph.placeHolder(error, prediction.dataType());
    graph.setLossVariables(prediction.mul(carried).sum());
    try {
      graph.createGradFunction(parents.toArray(new String[0]));
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "illegal graph: SameDiff cannot differentiate what predicts '"
              + target
              + "' with respect to "
              + parents
              + " and the parameters: "
              + e.getMessage(),
          e);
    }
  }

  private boolean hasGradient(String name) {
    return graph.getVariable(name).getGradient() != null;
  }

  /** The variable that is predicted. */
  String target() {
    return target;
  }

  /** The value nodes that it is predicted from, and free inputs: those that hear its feedback. */
  List<String> parents() {
    return parents;
  }

  /** The placeholders that it reads, free inputs among them. */
  List<String> placeholders() {
    return placeholders;
  }

  /** The parameters that have a gradient. */
  List<String> parameters() {
    return parameters;
  }

  /** Element type of the prediction. */
  DataType type() {
    return graph.getVariable(target).dataType();
  }

  /** Whether a parent or parameter reaches the prediction through differentiable operations. */
  boolean dependsOn(String name) {
    return hasGradient(name);
  }

  /**
   * z = f(u; θ).
   *
   * @param feed arrays of parents and placeholders
   * @return a new array
   */
  INDArray predict(Map<String, INDArray> feed) {
    return Workspaces.outside(() -> graph.outputSingle(feed, target));
  }

  /**
   * Jᵀe and (∂f/∂θ)ᵀe, whichever are asked for.
   *
   * @param feed arrays of parents and placeholders
   * @param e in the shape of the prediction
   * @param names of parents and parameters
   * @return by name; without those that the prediction does not depend on
   */
  Map<String, INDArray> gradients(
      Map<String, INDArray> feed, INDArray e, Collection<String> names) {
    List<String> connected = names.stream().filter(this::hasGradient).toList();
    if (connected.isEmpty()) {
      return Map.of();
    }
    Map<String, INDArray> all = new HashMap<>(feed);
    all.put(error, e);
    return Workspaces.outside(() -> graph.calculateGradients(all, connected));
  }
}
