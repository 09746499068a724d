// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.data;

import java.util.Objects;

/**
 * A data set: images to train on and images to test on.
 *
 * @param name what people call the data set
 * @param train the training images
 * @param test the test images, of the same shape
 */
public record ImageSplit(String name, Images train, Images test) {

  /**
   * Checks that both parts belong together.
   *
   * @param name what people call the data set
   * @param train the training images
   * @param test the test images
   * @throws IllegalArgumentException if the images of the two parts differ in shape
   */
  public ImageSplit {
    Objects.requireNonNull(name, "name");
    if (!train.shape().equals(test.shape())) {
      throw new IllegalArgumentException(
          "training images are %s, test images are %s, both must have one shape"
              .formatted(train.shape(), test.shape()));
    }
  }
}
