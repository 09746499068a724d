// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The weight gradients of a SameDiff graph: a vector with a place for each parameter of each part,
 * so that parts that share a parameter do not write over each other.
 */
public final class SameDiffGradients {
  private final INDArray flat;
  private final Map<String, Map<String, INDArray>> byPart = new HashMap<>();
  private final Map<String, List<INDArray>> byParameter = new LinkedHashMap<>();

  SameDiffGradients(SameDiff graph, List<SameDiffPart> parts, DataType type) {
    long length = 0;
    for (SameDiffPart part : parts) {
      for (String parameter : part.parameters()) {
        length += graph.getVariable(parameter).getArr().length();
      }
    }
    long size = length;
    this.flat = Workspaces.outside(() -> Nd4j.create(type, size));
    long offset = 0;
    for (SameDiffPart part : parts) {
      Map<String, INDArray> views = new LinkedHashMap<>();
      for (String parameter : part.parameters()) {
        INDArray array = graph.getVariable(parameter).getArr();
        INDArray view = view(offset, array);
        offset += array.length();
        views.put(parameter, view);
        byParameter.computeIfAbsent(parameter, name -> new ArrayList<>()).add(view);
      }
      byPart.put(part.target(), views);
    }
  }

  private INDArray view(long offset, INDArray like) {
    long[] length = {like.length()};
    INDArray segment = Nd4j.create(flat.data(), length, new long[] {1}, offset, 'c');
    return segment.reshape(like.ordering(), like.shape());
  }

  /** Where a part writes, by parameter. */
  Map<String, INDArray> views(SameDiffPart part) {
    return byPart.get(part.target());
  }

  /**
   * All places as one vector.
   *
   * @return the same at every call
   */
  public INDArray flat() {
    return flat;
  }

  /**
   * The parameters that have a gradient.
   *
   * @return their names
   */
  public List<String> parameters() {
    return List.copyOf(byParameter.keySet());
  }

  /**
   * The gradient of each parameter as the parts have left it.
   *
   * @param factor of all of them
   * @return new arrays, by parameter
   */
  public Map<String, INDArray> total(double factor) {
    Map<String, INDArray> total = new LinkedHashMap<>();
    byParameter.forEach(
        (parameter, views) -> {
          INDArray sum = views.get(0).dup(views.get(0).ordering());
          views.subList(1, views.size()).forEach(sum::addi);
          total.put(parameter, sum.muli(factor));
        });
    return total;
  }
}
