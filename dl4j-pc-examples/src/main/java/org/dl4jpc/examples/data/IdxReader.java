// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Reads images and labels in the idx format of the MNIST family, gzipped or not.
 *
 * <p>Images: magic number 0x00000803, count, rows, columns (big-endian 32-bit numbers), then one
 * byte a pixel, row by row, 0 = background. Labels: magic number 0x00000801, count, then one byte a
 * label, 0 to 9. See LeCun, Cortes and Burges, "The MNIST database of handwritten digits".
 */
final class IdxReader {

  static final int IMAGES_MAGIC = 0x0803;
  static final int LABELS_MAGIC = 0x0801;

  private static final int MAX_SIDE = 1024;

  private IdxReader() {}

  /**
   * Reads a pair of files; both are checked to their end, whatever the limit.
   *
   * @param imageFile the images
   * @param labelFile their labels
   * @param limit images to return at most, from the start of the file
   * @return the images
   * @throws BadDataException if a file is missing, damaged or of another format, or the two do not
   *     belong together
   * @throws IOException if a file cannot be read
   */
  static Images read(Path imageFile, Path labelFile, int limit) throws IOException {
    try (DataFile images = DataFile.open(imageFile);
        DataFile labels = DataFile.open(labelFile)) {
      checkMagic(images, IMAGES_MAGIC, "idx images");
      checkMagic(labels, LABELS_MAGIC, "idx labels");
      int count = readNumber(images, "number of images", Integer.MAX_VALUE);
      int labelCount = readNumber(labels, "number of labels", Integer.MAX_VALUE);
      if (count != labelCount) {
        throw new BadDataException(
            labelFile, "has %,d labels, but %s has %,d images", labelCount, imageFile, count);
      }
      int rows = readNumber(images, "number of rows", MAX_SIDE);
      int columns = readNumber(images, "number of columns", MAX_SIDE);
      ImageShape shape = new ImageShape(1, rows, columns);
      int kept = Math.min(limit, count);
      return new Images(shape, pixels(images, shape, count, kept), labels(labels, count, kept));
    }
  }

  private static void checkMagic(DataFile file, int expected, String format) throws IOException {
    int magic = file.readInt("the magic number of " + format);
    if (magic != expected) {
      throw new BadDataException(
          file.path(),
          "starts with 0x%08x%s, expected 0x%08x (%s)",
          magic,
          meaning(magic),
          expected,
          format);
    }
  }

  private static String meaning(int magic) {
    return switch (magic) {
      case IMAGES_MAGIC -> " (idx images)";
      case LABELS_MAGIC -> " (idx labels)";
      default -> " (another format)";
    };
  }

  private static int readNumber(DataFile file, String what, int max) throws IOException {
    int number = file.readInt("the " + what);
    if (number < 1 || number > max) {
      throw new BadDataException(
          file.path(),
          "its %s is %,d, must be 1 to %,d",
          what,
          Integer.toUnsignedLong(number),
          max);
    }
    return number;
  }

  private static byte[] pixels(DataFile file, ImageShape shape, int count, int kept)
      throws IOException {
    long bytes = (long) kept * shape.values();
    if (bytes > Integer.MAX_VALUE - 8) {
      throw new BadDataException(
          file.path(), "%,d images of %s are too many to hold in memory", kept, shape);
    }
    String meaning =
        String.format(
            Locale.ROOT,
            "a header of 16 bytes and %,d images of %d x %d bytes",
            count,
            shape.height(),
            shape.width());
    return file.readRest((int) bytes, (long) count * shape.values(), meaning);
  }

  private static byte[] labels(DataFile file, int count, int kept) throws IOException {
    String meaning =
        String.format(Locale.ROOT, "a header of 8 bytes and %,d labels of 1 byte", count);
    byte[] labels = file.readRest(kept, count, meaning);
    for (int i = 0; i < labels.length; i++) {
      LabelCheck.check(file.path(), labels[i], i);
    }
    return labels;
  }
}
