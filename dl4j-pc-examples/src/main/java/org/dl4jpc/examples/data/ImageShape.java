// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.data;

import java.io.Serializable;

/**
 * The shape of one image.
 *
 * @param channels colour channels: 1 for grey, 3 for red, green and blue
 * @param height rows in pixels
 * @param width columns in pixels
 */
public record ImageShape(int channels, int height, int width) implements Serializable {

  /**
   * Checks the shape.
   *
   * @param channels colour channels
   * @param height rows in pixels
   * @param width columns in pixels
   * @throws IllegalArgumentException if a component is below 1
   */
  public ImageShape {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "illegal image shape %d x %d x %d, each part must be at least 1"
              .formatted(channels, height, width));
    }
  }

  /** {@return how many values one image has: channels times height times width} */
  public int values() {
    return Math.multiplyExact(channels, Math.multiplyExact(height, width));
  }

  /** {@return the shape as people write it, such as "28 x 28, 1 channel"} */
  @Override
  public String toString() {
    return "%d x %d, %d channel%s".formatted(height, width, channels, channels == 1 ? "" : "s");
  }
}
