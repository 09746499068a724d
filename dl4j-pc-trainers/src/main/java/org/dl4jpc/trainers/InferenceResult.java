// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.List;
import java.util.NoSuchElementException;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What one inference phase did: the state of every node at its end, and the energies along the way.
 * All arrays are copies.
 */
public final class InferenceResult {
  private final INDArray input;
  private final List<NodeState> nodes;
  private final List<INDArray> outputs;
  private final double[] outputEnergy;
  private final int steps;
  private final StopReason stopReason;

  InferenceResult(
      INDArray input,
      List<NodeState> nodes,
      List<INDArray> outputs,
      double[] outputEnergy,
      Outcome outcome) {
    this.input = input;
    this.nodes = List.copyOf(nodes);
    this.outputs = List.copyOf(outputs);
    this.outputEnergy = outputEnergy;
    this.steps = outcome.steps();
    this.stopReason = outcome.reason();
  }

  /**
   * x_0: the data, or where a free input came to rest.
   *
   * @return in the shape of the features
   */
  public INDArray input() {
    return input;
  }

  /**
   * The hidden nodes.
   *
   * @return in topological order
   */
  public List<NodeState> nodes() {
    return nodes;
  }

  /**
   * A hidden node.
   *
   * @param name as {@link #nodeNames()} gives it
   * @return its state
   * @throws NoSuchElementException if there is none of that name
   */
  public NodeState node(String name) {
    return nodes.stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new NoSuchElementException("no node " + name + ", there are " + nodeNames()));
  }

  /**
   * Names of the hidden nodes.
   *
   * @return in topological order
   */
  public List<String> nodeNames() {
    return nodes.stream().map(NodeState::name).toList();
  }

  /**
   * μ_L at the end of inference.
   *
   * @return one array an output, in DL4J's shape
   */
  public List<INDArray> outputs() {
    return outputs;
  }

  /**
   * F = λℒ + Ẽ.
   *
   * @return at t = 0 … steps, summed over the batch
   */
  public double[] energy() {
    double[] total = outputEnergy.clone();
    for (NodeState node : nodes) {
      for (int t = 0; t < total.length; t++) {
        total[t] += node.energy()[t];
      }
    }
    return total;
  }

  /**
   * λℒ.
   *
   * @return at t = 0 … steps, summed over the batch
   */
  public double[] outputEnergy() {
    return outputEnergy.clone();
  }

  /**
   * ½ π ‖ε‖² + ½ d ‖x‖² of a hidden node.
   *
   * @param name of the node
   * @return at t = 0 … steps, summed over the batch
   * @throws NoSuchElementException if there is none of that name
   */
  public double[] energy(String name) {
    return node(name).energy().clone();
  }

  /**
   * Inference steps taken.
   *
   * @return the number
   */
  public int steps() {
    return steps;
  }

  /**
   * Why inference ended.
   *
   * @return the reason, which tells its remedy
   */
  public StopReason stopReason() {
    return stopReason;
  }
}
