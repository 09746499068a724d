// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.deeplearning4j.util.ModelSerializer;

/** What is read from DL4J's model files besides what DL4J reads itself. */
final class ModelFiles {

  private ModelFiles() {}

  /**
   * The configuration's JSON.
   *
   * @param file of {@code ModelSerializer}
   * @return the text
   * @throws IOException if the file cannot be read or holds none
   */
  static String configuration(File file) throws IOException {
    try (ZipFile zip = new ZipFile(file)) {
      ZipEntry entry = zip.getEntry(ModelSerializer.CONFIGURATION_JSON);
      if (entry == null) {
        throw new ZipException("it holds no configuration");
      }
      try (InputStream in = zip.getInputStream(entry)) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (ZipException e) {
      throw new IOException(
          "illegal file: " + file + ", must be a DL4J model file: " + e.getMessage(), e);
    }
  }
}
