// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.zoo;

import java.util.List;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/**
 * The frozen part's outputs for the minibatches of an iterator, with their labels: what {@link
 * PcFineTuning#featurize} computes, once for each example. Held in memory.
 */
public final class CachedFeatures {
  private final PcFineTuning<?> source;
  private final List<MultiDataSet> batches;

  CachedFeatures(PcFineTuning<?> source, List<MultiDataSet> batches) {
    this.source = source;
    this.batches = List.copyOf(batches);
  }

  boolean isOf(PcFineTuning<?> tuning) {
    return source == tuning;
  }

  /**
   * The number of minibatches.
   *
   * @return as many as the iterator gave
   */
  public int minibatches() {
    return batches.size();
  }

  /**
   * The number of examples.
   *
   * @return sum over the minibatches
   */
  public long examples() {
    return batches.stream().mapToLong(batch -> batch.getFeatures(0).size(0)).sum();
  }

  /**
   * The memory that features take.
   *
   * @return in bytes, without labels
   */
  public long bytes() {
    return batches.stream()
        .flatMap(batch -> List.of(batch.getFeatures()).stream())
        .mapToLong(array -> array.length() * array.dataType().width())
        .sum();
  }

  /**
   * The minibatches, in the order in which they were computed.
   *
   * @return a new iterator, which can be reset
   */
  public MultiDataSetIterator iterator() {
    return new CachedBatches(batches);
  }
}
