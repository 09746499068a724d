// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Small data files for tests: every value of image i is i, its label i mod 10. */
public final class SampleFiles {

  private SampleFiles() {}

  /** The bytes of an idx file of images. */
  static byte[] idxImages(int magic, int count, int rows, int columns) {
    ByteBuffer bytes = ByteBuffer.allocate(16 + count * rows * columns);
    bytes.putInt(magic).putInt(count).putInt(rows).putInt(columns);
    for (int i = 0; i < count * rows * columns; i++) {
      bytes.put((byte) (i / (rows * columns)));
    }
    return bytes.array();
  }

  /** The bytes of an idx file of labels. */
  static byte[] idxLabels(int magic, int count) {
    ByteBuffer bytes = ByteBuffer.allocate(8 + count);
    bytes.putInt(magic).putInt(count);
    for (int i = 0; i < count; i++) {
      bytes.put((byte) (i % 10));
    }
    return bytes.array();
  }

  /** The bytes of a CIFAR-10 binary file. */
  static byte[] cifar(int count) {
    ByteBuffer bytes = ByteBuffer.allocate(count * CifarReader.RECORD);
    for (int i = 0; i < count; i++) {
      bytes.put((byte) (i % 10));
      for (int j = 1; j < CifarReader.RECORD; j++) {
        bytes.put((byte) i);
      }
    }
    return bytes.array();
  }

  /** The bytes, gzipped. */
  static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  /** Writes a data set of the MNIST family. */
  public static void writeIdx(Path directory, int train, int test, int side) throws IOException {
    write(directory, "train-images-idx3-ubyte", idxImages(0x803, train, side, side));
    write(directory, "train-labels-idx1-ubyte", idxLabels(0x801, train));
    write(directory, "t10k-images-idx3-ubyte", idxImages(0x803, test, side, side));
    write(directory, "t10k-labels-idx1-ubyte", idxLabels(0x801, test));
  }

  static Path write(Path directory, String name, byte[] bytes) throws IOException {
    return Files.write(directory.resolve(name), bytes);
  }
}
