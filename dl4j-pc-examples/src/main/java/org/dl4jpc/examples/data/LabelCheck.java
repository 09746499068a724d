// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.data;

import java.nio.file.Path;

/** The range check of labels that both readers share. */
final class LabelCheck {

  private LabelCheck() {}

  /**
   * Checks that a label is in the range.
   *
   * @throws BadDataException if the label is not 0 to 9
   */
  static void check(Path file, byte label, int index) throws BadDataException {
    int value = label & 0xff;
    if (value >= Images.CLASSES) {
      throw new BadDataException(
          file, "the label of image %,d is %d, must be 0 to %d", index, value, Images.CLASSES - 1);
    }
  }
}
