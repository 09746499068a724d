// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.zoo;

import java.util.List;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.MultiDataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/** Minibatches in memory, already preprocessed. */
final class CachedBatches implements MultiDataSetIterator {
  private static final long serialVersionUID = 1L;

  private final transient List<MultiDataSet> batches;
  private int next;

  CachedBatches(List<MultiDataSet> batches) {
    this.batches = batches;
  }

  @Override
  public boolean hasNext() {
    return next < batches.size();
  }

  @Override
  public MultiDataSet next() {
    return batches.get(next++);
  }

  @Override
  public MultiDataSet next(int num) {
    throw new UnsupportedOperationException("the size of the minibatches is the source's");
  }

  @Override
  public void setPreProcessor(MultiDataSetPreProcessor preProcessor) {
    throw new UnsupportedOperationException("the preprocessor is the source's");
  }

  @Override
  public MultiDataSetPreProcessor getPreProcessor() {
    return null;
  }

  @Override
  public boolean resetSupported() {
    return true;
  }

  @Override
  public boolean asyncSupported() {
    return false;
  }

  @Override
  public void reset() {
    next = 0;
  }
}
