// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.arbiter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.arbiter.optimize.api.AbstractParameterSpace;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.util.LeafUtils;

/**
 * A space made of others. A leaf that stands in several places is one parameter.
 *
 * @param <T> the values
 */
@SuppressWarnings("rawtypes") // of Arbiter's signatures
abstract class CompositeSpace<T> extends AbstractParameterSpace<T> {

  @Override
  public final int numParameters() {
    return uniqueLeaves().stream().mapToInt(ParameterSpace::numParameters).sum();
  }

  @Override
  public final List<ParameterSpace> collectLeaves() {
    List<ParameterSpace> leaves = new ArrayList<>();
    for (ParameterSpace<?> part : getNestedSpaces().values()) {
      leaves.addAll(part.collectLeaves());
    }
    return leaves;
  }

  private List<ParameterSpace> uniqueLeaves() {
    return LeafUtils.getUniqueObjects(collectLeaves());
  }

  @Override
  public final boolean isLeaf() {
    return false;
  }

  @Override
  public final void setIndices(int... indices) {
    if (indices == null || indices.length != numParameters()) {
      throw new IllegalArgumentException(
          "illegal indices: "
              + Arrays.toString(indices)
              + ", must be one for each of the "
              + numParameters()
              + " parameters");
    }
    int from = 0;
    for (ParameterSpace<?> leaf : uniqueLeaves()) {
      int to = from + leaf.numParameters();
      leaf.setIndices(Arrays.copyOfRange(indices, from, to));
      from = to;
    }
  }
}
