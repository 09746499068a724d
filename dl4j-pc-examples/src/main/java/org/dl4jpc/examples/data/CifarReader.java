// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads files in CIFAR-10's binary format, gzipped or not: records of one label byte, 0 to 9, and
 * 1,024 red, 1,024 green and 1,024 blue bytes, each plane of 32 x 32 row by row. See Krizhevsky,
 * "Learning multiple layers of features from tiny images", 2009.
 */
final class CifarReader {

  static final ImageShape SHAPE = new ImageShape(3, 32, 32);
  static final int RECORD = 1 + SHAPE.values();

  private CifarReader() {}

  /**
   * Reads files one after the other until the limit is reached; a file that is read at all is
   * checked to its end.
   *
   * @param files at least one
   * @param limit images to return at most
   * @return the images
   * @throws BadDataException if a file is missing, damaged or of another format
   * @throws IOException if a file cannot be read
   */
  static Images read(List<Path> files, int limit) throws IOException {
    ByteArrayOutputStream pixels = new ByteArrayOutputStream();
    ByteArrayOutputStream labels = new ByteArrayOutputStream();
    for (Path path : files) {
      if (labels.size() < limit) {
        try (DataFile file = DataFile.open(path)) {
          readFile(file, limit, pixels, labels);
        }
      }
    }
    return new Images(SHAPE, pixels.toByteArray(), labels.toByteArray());
  }

  private static void readFile(
      DataFile file, int limit, ByteArrayOutputStream pixels, ByteArrayOutputStream labels)
      throws IOException {
    int records = 0;
    byte[] record = file.readAtMost(RECORD);
    while (record.length == RECORD) {
      LabelCheck.check(file.path(), record[0], records);
      if (labels.size() < limit) {
        labels.write(record[0]);
        pixels.write(record, 1, SHAPE.values());
      }
      records++;
      record = file.readAtMost(RECORD);
    }
    if (record.length > 0 || records == 0) {
      throw new BadDataException(
          file.path(),
          "has %,d bytes, must be a multiple of %,d (CIFAR-10 binary): truncated or another format",
          (long) records * RECORD + record.length,
          RECORD);
    }
  }
}
