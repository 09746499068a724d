// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.ZeroPadding1DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPadding3DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping1D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping3D;

/**
 * What a layer adds or takes away around sequences, images or volumes.
 *
 * @param sizes before and after, for each of the neighbouring dimensions in turn
 * @param dimension the first of them
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Margins(int[] sizes, int dimension) {

  /**
   * Those of a layer.
   *
   * @param layer the configuration
   * @return null for a layer that has none
   */
  static Margins of(Layer layer) {
    if (layer instanceof ZeroPadding1DLayer padding) {
      return new Margins(padding.getPadding(), 2);
    }
    if (layer instanceof ZeroPaddingLayer padding) {
      return new Margins(padding.getPadding(), firstOf(padding.getDataFormat()));
    }
    if (layer instanceof ZeroPadding3DLayer padding) {
      return new Margins(padding.getPadding(), 2);
    }
    if (layer instanceof Cropping1D cropping) {
      return new Margins(cropping.getCropping(), 2);
    }
    if (layer instanceof Cropping2D cropping) {
      return new Margins(cropping.getCropping(), firstOf(cropping.getDataFormat()));
    }
    return layer instanceof Cropping3D cropping ? new Margins(cropping.getCropping(), 2) : null;
  }

  private static int firstOf(CNN2DFormat format) {
    return format == CNN2DFormat.NHWC ? 1 : 2;
  }

  /**
   * Number of dimensions of a tensor with these margins.
   *
   * @return that of minibatches of sequences, images or volumes
   */
  int rank() {
    return sizes.length / 2 + 2;
  }

  /**
   * A shape with or without the margins.
   *
   * @param shape the shape
   * @param sign 1 to add them, −1 to take them away
   * @return the new shape
   */
  long[] change(long[] shape, int sign) {
    long[] result = shape.clone();
    for (int i = 0; i < sizes.length; i++) {
      result[dimension + i / 2] += (long) sign * sizes[i];
    }
    return result;
  }

  /**
   * How far what is inside lies from the first element.
   *
   * @param stride of an array with the margins
   * @return elements to skip
   */
  long offset(long[] stride) {
    long offset = 0;
    for (int i = 0; i < sizes.length; i += 2) {
      offset += sizes[i] * stride[dimension + i / 2];
    }
    return offset;
  }
}
