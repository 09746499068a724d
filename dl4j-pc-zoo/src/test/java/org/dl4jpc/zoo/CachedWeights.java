// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.zoo;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.Adler32;
import org.deeplearning4j.common.resources.DL4JResources;
import org.deeplearning4j.common.resources.ResourceType;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.util.ModelSerializer;
import org.deeplearning4j.zoo.PretrainedType;
import org.deeplearning4j.zoo.ZooModel;

/**
 * Weights that tests make, in the place where a zoo model's {@code initPretrained} looks for those
 * it has downloaded before. The file gets a zip comment that gives it the checksum of the real one:
 * Adler-32 is no secret.
 */
final class CachedWeights {
  private static final int MODULUS = 65_521;
  private static final int COMMENT = 2_048;

  private CachedWeights() {}

  /** DL4J's cache is there until the next call. */
  static void useCache(Path directory) {
    DL4JResources.setBaseDirectory(directory.toFile());
  }

  /**
   * Saves a network as a zoo model's pretrained weights.
   *
   * @return the file
   */
  static File put(Model network, ZooModel<?> model, PretrainedType type) throws IOException {
    File directory = DL4JResources.getDirectory(ResourceType.ZOO_MODEL, model.modelName());
    File file = new File(directory, new File(model.pretrainedUrl(type)).getName());
    ModelSerializer.writeModel(network, file, false);
    byte[] zip = Files.readAllBytes(file.toPath());
    ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).putShort(zip.length - 2, (short) COMMENT);
    byte[] forged = Arrays.copyOf(zip, zip.length + COMMENT);
    forge(forged, zip.length, model.pretrainedChecksum(type));
    Files.write(file.toPath(), forged);
    return file;
  }

  /**
   * Chooses the bytes from {@code start} on. Adler-32 is two sums modulo 65521, a of the bytes and
   * b of a after each byte, in which the last byte counts once, the one before twice, and so on.
   */
  private static void forge(byte[] bytes, int start, long checksum) {
    long a = sums(bytes) & 0xffff;
    int units = (int) Math.floorMod((checksum & 0xffff) - a, (long) MODULUS);
    int[] values = new int[COMMENT]; // by the number of times that the byte counts, minus 1
    for (int i = 0, left = units; left > 0; i++) {
      values[i] = Math.min(127, left); // half full, so that units can move up
      left -= values[i];
    }
    write(values, bytes, start);
    int missing = (int) Math.floorMod((checksum >>> 16) - (sums(bytes) >>> 16), (long) MODULUS);
    for (int from = 0; missing > 0; from++) {
      while (values[from] > 0 && missing > 0) {
        int to = highestWithRoom(values, from + missing);
        values[from]--;
        values[to]++;
        missing -= to - from;
      }
    }
    write(values, bytes, start);
  }

  private static int highestWithRoom(int[] values, int limit) {
    int to = Math.min(limit, values.length - 1);
    while (values[to] >= 255) {
      to--;
    }
    return to;
  }

  private static void write(int[] values, byte[] bytes, int start) {
    for (int i = 0; i < values.length; i++) {
      bytes[start + values.length - 1 - i] = (byte) values[i];
    }
  }

  private static long sums(byte[] bytes) {
    Adler32 adler = new Adler32();
    adler.update(bytes);
    return adler.getValue();
  }
}
