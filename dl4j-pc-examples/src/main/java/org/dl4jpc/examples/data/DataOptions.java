// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.data;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options of a command that say which images it reads or generates. */
public final class DataOptions {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Directory with idx files (MNIST family) or CIFAR-10 binary files, gzipped or not."
              + " Without it: ten signs in 28 x 28 grey pixels, generated from the seed.")
  private Path data;

  @Option(
      names = "--train-examples",
      paramLabel = "N",
      defaultValue = "3000",
      description =
          "Training images at most, from the start of the files (${DEFAULT-VALUE}); a search keeps"
              + " a fifth of them for scoring.")
  private int trainExamples;

  @Option(
      names = "--test-examples",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Test images at most, from the start of the files (${DEFAULT-VALUE}).")
  private int testExamples;

  /** To be filled by picocli. */
  public DataOptions() {}

  /**
   * Reads or generates the images.
   *
   * @param seed of generated images
   * @param leastTraining the fewest training images that the command can use
   * @return the images
   * @throws IllegalArgumentException if a number of images is below its least
   * @throws IOException if a file is missing, damaged or of another format
   */
  public ImageSplit images(long seed, int leastTraining) throws IOException {
    require("train-examples", trainExamples, leastTraining);
    require("test-examples", testExamples, 1);
    return data == null
        ? GlyphData.generate(seed, trainExamples, testExamples)
        : ImageDirectory.read(data, trainExamples, testExamples);
  }

  /**
   * Checks an option.
   *
   * @param name without its dashes
   * @param value given
   * @param least allowed
   * @throws IllegalArgumentException if the value is below the least
   */
  public static void require(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "illegal %s %d, must be at least %d".formatted(name, value, least));
    }
  }
}
