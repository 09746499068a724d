// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.data;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Labelled images held in memory, one byte a value. Immutable.
 *
 * <p>A batch has features in {@code [0, 1]} of shape {@code [batch, channels, height, width]}
 * (NCHW) and one-hot labels of shape {@code [batch, 10]}.
 */
public final class Images implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Number of classes of every data set here. */
  public static final int CLASSES = 10;

  private static final double WHITE = 255;

  private final ImageShape shape;
  private final byte[] values;
  private final byte[] labels;

  /**
   * Takes over the arrays, which the caller must not touch again.
   *
   * @param shape shape of each image
   * @param values 0 to 255 each, image after image, channel after channel, row after row
   * @param labels 0 to 9, one an image
   * @throws IllegalArgumentException if there is no image, the lengths do not fit each other, or a
   *     label is outside the range
   */
  Images(ImageShape shape, byte[] values, byte[] labels) {
    this.shape = Objects.requireNonNull(shape, "shape");
    if (labels.length == 0 || values.length != (long) labels.length * shape.values()) {
      throw new IllegalArgumentException(
          "%d values and %d labels do not make images of %s"
              .formatted(values.length, labels.length, shape));
    }
    for (byte label : labels) {
      if (label < 0 || label >= CLASSES) {
        throw new IllegalArgumentException(
            "illegal label %d, must be 0 to %d".formatted(label & 0xff, CLASSES - 1));
      }
    }
    this.values = values;
    this.labels = labels;
  }

  /** {@return the shape of each image} */
  public ImageShape shape() {
    return shape;
  }

  /** {@return the number of images} */
  public int size() {
    return labels.length;
  }

  /**
   * Returns the class of an image.
   *
   * @param image from 0
   * @return 0 to 9
   */
  public int label(int image) {
    return labels[image];
  }

  /**
   * Returns one value of an image.
   *
   * @param image from 0
   * @param position of the value in the image: channel by channel, row by row, from 0
   * @return 0 (black, none of this colour) to 255
   */
  public int value(int image, int position) {
    return values[Objects.checkIndex(position, shape.values()) + image * shape.values()] & 0xff;
  }

  /**
   * Returns some of the images.
   *
   * @param from first image, from 0
   * @param to one after the last image
   * @return images of their own
   * @throws IndexOutOfBoundsException if the range does not exist
   * @throws IllegalArgumentException if it is empty
   */
  public Images part(int from, int to) {
    Objects.checkFromToIndex(from, to, labels.length);
    return new Images(
        shape,
        Arrays.copyOfRange(values, from * shape.values(), to * shape.values()),
        Arrays.copyOfRange(labels, from, to));
  }

  /**
   * Makes a minibatch.
   *
   * @param order indices of images
   * @param from first place in {@code order}
   * @param to one after the last place in {@code order}
   * @param type type of the arrays
   * @return features in [0, 1] of shape [to - from, channels, height, width], labels one-hot
   * @throws IndexOutOfBoundsException if the range or an index does not exist
   */
  public DataSet batch(int[] order, int from, int to, DataType type) {
    Objects.checkFromToIndex(from, to, order.length);
    int size = to - from;
    double[] features = new double[size * shape.values()];
    double[] oneHot = new double[size * CLASSES];
    for (int i = 0; i < size; i++) {
      int image = order[from + i];
      copyImage(image, features, i * shape.values());
      oneHot[i * CLASSES + labels[image]] = 1;
    }
    INDArray x =
        Nd4j.createFromArray(features)
            .castTo(type)
            .reshape('c', size, shape.channels(), shape.height(), shape.width());
    INDArray y = Nd4j.createFromArray(oneHot).castTo(type).reshape('c', size, CLASSES);
    return new DataSet(x, y);
  }

  private void copyImage(int image, double[] target, int offset) {
    int start = image * shape.values();
    for (int j = 0; j < shape.values(); j++) {
      target[offset + j] = (values[start + j] & 0xff) / WHITE;
    }
  }
}
