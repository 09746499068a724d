// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Compiles a plain SameDiff graph into its block graph. Value nodes sit at the variables that are
 * named; what leads from nodes and placeholders to a node or a loss is one block.
 */
public final class SameDiffCompiler {
  private final SameDiff graph;
  private final List<SameDiffPart> nodeParts;
  private final List<SameDiffPart> lossParts;
  private final SameDiffGradients gradients;

  /**
   * Cuts the graph into parts and lets SameDiff differentiate them.
   *
   * @param graph left as it is; its parameter arrays are shared
   * @param nodes names of the value nodes: variables that operations compute
   * @param losses names of the loss variables
   * @param freeInputs placeholders that move during inference; usually none
   * @throws IllegalArgumentException if a name is not that of a variable that can be a value node,
   *     or the graph cannot be differentiated, with the reason
   */
  public SameDiffCompiler(
      SameDiff graph, List<String> nodes, List<String> losses, List<String> freeInputs) {
    this.graph = graph;
    SameDiffParts parts = new SameDiffParts(graph, nodes, losses, new LinkedHashSet<>(freeInputs));
    this.nodeParts = parts.ofNodes();
    this.lossParts = parts.ofLosses();
    this.gradients = new SameDiffGradients(graph, parts.all(), parts.type());
  }

  /**
   * The value nodes.
   *
   * @return their names in topological order
   */
  public List<String> nodes() {
    return nodeParts.stream().map(SameDiffPart::target).toList();
  }

  /**
   * The weight gradients, which all compiled graphs write.
   *
   * @return the same at every call
   */
  public SameDiffGradients gradients() {
    return gradients;
  }

  /**
   * Compiles for one shape of minibatch. The random generator is left as it was.
   *
   * @param data a minibatch, by placeholder; becomes the graph's inputs, in this order
   * @param samples number of samples that each loss is the mean over; 1 if it is their sum
   * @return the graph, its inputs clamped to the data
   */
  public BlockGraph compile(Map<String, INDArray> data, double samples) {
    HeldNoise noise = new HeldNoise();
    noise.record();
    return noise.replay(() -> build(data, samples));
  }

  private BlockGraph build(Map<String, INDArray> data, double samples) {
    GraphBuilder builder = new GraphBuilder();
    Map<String, Branch> branches = new HashMap<>();
    Map<String, INDArray> present = new LinkedHashMap<>();
    data.forEach(
        (name, array) -> {
          Tensor input = Tensor.allocate(graph.getVariable(name).dataType(), 'c', array.shape());
          input.assign(array);
          builder.addInput(input);
          present.put(name, input.array());
          branches.put(name, builder.branch());
        });
    for (SameDiffPart part : nodeParts) {
      predict(part, branches, present, builder);
      builder.cut(part.target(), Precision.one());
      present.put(part.target(), builder.current().array());
      branches.put(part.target(), builder.branch());
    }
    for (SameDiffPart part : lossParts) {
      predict(part, branches, present, builder);
      builder.end(chain -> new SameDiffLossBlock(part.target(), chain, samples));
    }
    return builder.build();
  }

  private void predict(
      SameDiffPart part,
      Map<String, Branch> branches,
      Map<String, INDArray> present,
      GraphBuilder builder) {
    Map<String, INDArray> feed = new HashMap<>();
    part.placeholders().forEach(name -> feed.put(name, present.get(name)));
    part.parents().forEach(name -> feed.put(name, present.get(name)));
    List<Branch> parents = part.parents().stream().map(name -> branches.get(name).fork()).toList();
    SameDiffJoin join = new SameDiffJoin(part, feed, gradients.views(part));
    builder.join(parents, join, part.parameters().isEmpty() ? null : part.target());
  }

  /**
   * The placeholders that the losses depend on.
   *
   * @return their names
   */
  public Set<String> placeholders() {
    Set<String> names = new LinkedHashSet<>();
    nodeParts.forEach(part -> names.addAll(part.placeholders()));
    lossParts.forEach(part -> names.addAll(part.placeholders()));
    return names;
  }
}
