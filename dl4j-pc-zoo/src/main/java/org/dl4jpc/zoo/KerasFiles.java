// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.zoo;

import java.io.File;
import java.io.IOException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.modelimport.keras.Hdf5Archive;
import org.deeplearning4j.nn.modelimport.keras.KerasModelImport;
import org.deeplearning4j.nn.modelimport.keras.exceptions.InvalidKerasConfigurationException;
import org.deeplearning4j.nn.modelimport.keras.exceptions.UnsupportedKerasConfigurationException;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * Keras models, through DL4J's import. Alone in naming its classes, so that all else works without
 * them.
 */
final class KerasFiles {

  private KerasFiles() {}

  /**
   * Imports a model with its weights.
   *
   * @param file in HDF5, with the model's configuration
   * @return a {@code MultiLayerNetwork} if Keras's model is sequential, else a graph
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if it has something that DL4J cannot import
   */
  static Model load(File file) throws IOException {
    String path = file.getPath();
    try {
      return isSequential(path)
          ? KerasModelImport.importKerasSequentialModelAndWeights(path, false)
          : KerasModelImport.importKerasModelAndWeights(path, false);
    } catch (InvalidKerasConfigurationException | UnsupportedKerasConfigurationException e) {
      throw new IllegalArgumentException(
          "illegal Keras model: "
              + file
              + ", must be one that DL4J's model import reads: "
              + e.getMessage(),
          e);
    }
  }

  private static boolean isSequential(String path)
      throws IOException, UnsupportedKerasConfigurationException {
    try (Hdf5Archive archive = new Hdf5Archive(path)) {
      String configuration = archive.readAttributeAsJson("model_config");
      return "Sequential"
          .equals(new ObjectMapper().readTree(configuration).path("class_name").asText());
    }
  }
}
