// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.data;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Minibatches of {@link Images}: in their order, or shuffled anew for each epoch from a seed. The
 * last minibatch of an epoch may be smaller.
 */
public final class ImageIterator implements DataSetIterator {

  private static final long serialVersionUID = 1L;

  private final Images images;
  private final int[] order;
  private final Random random;
  private final int batch;
  private final DataType type;
  private DataSetPreProcessor preProcessor;
  private int position;

  private ImageIterator(Images images, int batch, DataType type, Random random) {
    if (batch < 1) {
      throw new IllegalArgumentException(
          "illegal batch size %d, must be at least 1".formatted(batch));
    }
    this.images = images;
    this.batch = batch;
    this.type = type;
    this.random = random;
    this.order = IntStream.range(0, images.size()).toArray();
    shuffle();
  }

  /**
   * Makes an iterator that keeps the images' order.
   *
   * @param images what to iterate over
   * @param batch images a minibatch
   * @param type type of the arrays
   * @return the iterator
   * @throws IllegalArgumentException if {@code batch} is below 1
   */
  public static ImageIterator inOrder(Images images, int batch, DataType type) {
    return new ImageIterator(images, batch, type, null);
  }

  /**
   * Makes an iterator that shuffles before each epoch; the same seed gives the same minibatches.
   *
   * @param images what to iterate over
   * @param batch images a minibatch
   * @param type type of the arrays
   * @param seed of the shuffling
   * @return the iterator
   * @throws IllegalArgumentException if {@code batch} is below 1
   */
  public static ImageIterator shuffled(Images images, int batch, DataType type, long seed) {
    return new ImageIterator(images, batch, type, new Random(seed));
  }

  /** {@return the number of minibatches in an epoch} */
  public int batches() {
    return (images.size() + batch - 1) / batch;
  }

  private void shuffle() {
    if (random == null) {
      return;
    }
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
  }

  @Override
  public boolean hasNext() {
    return position < order.length;
  }

  @Override
  public DataSet next() {
    return next(batch);
  }

  @Override
  public DataSet next(int count) {
    if (!hasNext()) {
      throw new NoSuchElementException("the epoch has ended, reset() starts the next one");
    }
    int end = Math.min(order.length, position + count);
    DataSet next = images.batch(order, position, end, type);
    position = end;
    if (preProcessor != null) {
      preProcessor.preProcess(next);
    }
    return next;
  }

  @Override
  public void reset() {
    position = 0;
    shuffle();
  }

  @Override
  public int inputColumns() {
    return images.shape().values();
  }

  @Override
  public int totalOutcomes() {
    return Images.CLASSES;
  }

  @Override
  public boolean resetSupported() {
    return true;
  }

  @Override
  public boolean asyncSupported() {
    return true;
  }

  @Override
  public int batch() {
    return batch;
  }

  @Override
  public void setPreProcessor(DataSetPreProcessor preProcessor) {
    this.preProcessor = preProcessor;
  }

  @Override
  public DataSetPreProcessor getPreProcessor() {
    return preProcessor;
  }

  @Override
  public List<String> getLabels() {
    return IntStream.range(0, Images.CLASSES).mapToObj(Integer::toString).toList();
  }
}
