// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.zoo;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * Pretrained networks from files: DL4J's own (of {@code ModelSerializer}, with or without a
 * learning rule) and Keras models in HDF5.
 *
 * <p>Keras models need {@code org.deeplearning4j:deeplearning4j-modelimport} on the class path,
 * which this module does not bring. Networks of DL4J's zoo with downloaded weights come from their
 * own {@code initPretrained}.
 */
public final class PretrainedModels {
  /** A key of a graph's configuration that a MultiLayerNetwork's lacks. */
  private static final String GRAPH_KEY = "networkInputs";

  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

  private PretrainedModels() {}

  /**
   * Loads a network, whichever kind the file holds.
   *
   * @param file of {@code ModelSerializer} or Keras, told apart by their first bytes
   * @return a {@code MultiLayerNetwork} or a {@code ComputationGraph}; plain, without updater state
   * @throws IOException if the file cannot be read, is damaged, or is of neither kind
   * @throws IllegalArgumentException if there is no file, or Keras's model has something that DL4J
   *     cannot import
   * @throws IllegalStateException if it is Keras's and DL4J's model import is not on the class path
   */
  public static Model load(File file) throws IOException {
    byte[] start = firstBytes(Arguments.notNull("file", file));
    if (startsWith(start, ZIP)) {
      return loadZip(file);
    }
    if (startsWith(start, HDF5)) {
      return loadKeras(file);
    }
    throw new IOException(
        "illegal file: " + file + ", must be a model file of DL4J (zip) or Keras (HDF5)");
  }

  private static byte[] firstBytes(File file) throws IOException {
    try (InputStream in = Files.newInputStream(file.toPath())) {
      return in.readNBytes(HDF5.length);
    }
  }

  private static boolean startsWith(byte[] bytes, byte[] signature) {
    return bytes.length >= signature.length
        && Arrays.equals(bytes, 0, signature.length, signature, 0, signature.length);
  }

  private static Model loadZip(File file) throws IOException {
    return isGraph(file)
        ? ModelSerializer.restoreComputationGraph(file, false)
        : ModelSerializer.restoreMultiLayerNetwork(file, false);
  }

  private static boolean isGraph(File file) throws IOException {
    try (ZipFile zip = new ZipFile(file)) {
      ZipEntry entry = zip.getEntry(ModelSerializer.CONFIGURATION_JSON);
      if (entry == null) {
        throw new IOException(
            "illegal file: " + file + ", must be a DL4J model file: it holds no configuration");
      }
      try (InputStream in = zip.getInputStream(entry)) {
        return new ObjectMapper().readTree(in).has(GRAPH_KEY);
      }
    }
  }

  private static Model loadKeras(File file) throws IOException {
    try {
      return KerasFiles.load(file);
    } catch (NoClassDefFoundError e) {
      throw new IllegalStateException(
          "illegal class path for the Keras model "
              + file
              + ": it lacks "
              + e.getMessage()
              + "; add org.deeplearning4j:deeplearning4j-modelimport",
          e);
    }
  }
}
