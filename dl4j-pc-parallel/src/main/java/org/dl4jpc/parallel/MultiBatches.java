// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.parallel;

import java.util.Iterator;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.MultiDataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/** Minibatches of an iterator, already preprocessed, as DL4J wants to be given them: once. */
final class MultiBatches implements MultiDataSetIterator {
  private static final long serialVersionUID = 1L;

  private final transient Iterator<MultiDataSet> batches;

  MultiBatches(Iterator<MultiDataSet> batches) {
    this.batches = batches;
  }

  @Override
  public boolean hasNext() {
    return batches.hasNext();
  }

  @Override
  public MultiDataSet next() {
    return batches.next();
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
    return false;
  }

  @Override
  public boolean asyncSupported() {
    return false;
  }

  @Override
  public void reset() {
    throw new UnsupportedOperationException("only the source can be reset");
  }
}
