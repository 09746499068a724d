// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.notebooks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dl4jpc.examples.data.GlyphData;
import org.dl4jpc.examples.data.ImageDirectory;
import org.dl4jpc.examples.data.ImageSplit;

/** How much a notebook computes: in full, as its stored outputs were, or quickly, as a check. */
public enum RunLength {
  /** Fewer data and steps: shows that every cell runs, not what it teaches. */
  QUICK,
  /** As the stored outputs. */
  FULL;

  /** The environment variable that has the length in lower case; without it, runs are full. */
  static final String VARIABLE = "DL4JPC_NOTEBOOKS";

  /** The environment variable that has the directory of real data sets. */
  static final String DATA_VARIABLE = "DL4JPC_DATA";

  private static final long SEED = 1;

  /**
   * The length of this run.
   *
   * @return as the environment variable DL4JPC_NOTEBOOKS says
   * @throws IllegalArgumentException if it says neither "quick" nor "full"
   */
  public static RunLength current() {
    return of(System.getenv().getOrDefault(VARIABLE, FULL.toString()));
  }

  /**
   * Reads a length.
   *
   * @param name quick or full
   * @return the length
   * @throws IllegalArgumentException for another name
   */
  static RunLength of(String name) {
    for (RunLength length : values()) {
      if (length.toString().equals(name)) {
        return length;
      }
    }
    throw new IllegalArgumentException(
        "illegal length of notebooks %s, must be quick or full".formatted(name));
  }

  /**
   * Chooses a number for this run.
   *
   * @param full for the full length
   * @param quick for a quick run
   * @return one of them
   */
  public int choose(int full, int quick) {
    return this == FULL ? full : quick;
  }

  /**
   * The images to train on: Fashion-MNIST where it is found, else the embedded data set.
   *
   * @param train training images
   * @param test test images
   * @return the first so many of each
   * @throws IOException if the directory's files cannot be read
   */
  public ImageSplit images(int train, int test) throws IOException {
    String data = System.getenv(DATA_VARIABLE);
    if (data != null && Files.isDirectory(Path.of(data, "fashion-mnist"))) {
      return ImageDirectory.read(Path.of(data, "fashion-mnist"), train, test);
    }
    return GlyphData.generate(SEED, train, test);
  }

  /** {@return quick or full} */
  @Override
  public String toString() {
    return this == FULL ? "full" : "quick";
  }
}
