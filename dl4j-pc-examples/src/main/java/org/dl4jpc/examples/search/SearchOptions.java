// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.search;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.arbiter.optimize.api.termination.MaxTimeCondition;
import org.dl4jpc.examples.data.GlyphData;
import org.dl4jpc.examples.data.ImageDirectory;
import org.dl4jpc.examples.data.ImageSplit;
import picocli.CommandLine.Option;

/** The options of the search. */
final class SearchOptions {

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
      description = "Training images at most, a fifth of them for scoring (${DEFAULT-VALUE}).")
  private int trainExamples;

  @Option(
      names = "--test-examples",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Test images at most, for the best candidate (${DEFAULT-VALUE}).")
  private int testExamples;

  @Option(
      names = "--step-sizes",
      paramLabel = "GAMMA",
      split = ",",
      defaultValue = "0.01,0.1,1.0",
      description = "Sizes of inference steps to try (${DEFAULT-VALUE}).")
  private List<Double> stepSizes;

  @Option(
      names = "--learning-rates",
      paramLabel = "RATE",
      split = ",",
      defaultValue = "0.03,0.1,0.3",
      description = "Learning rates of SGD to try (${DEFAULT-VALUE}).")
  private List<Double> learningRates;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "3",
      description = "Passes over the training images (${DEFAULT-VALUE}).")
  private int epochs;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "32",
      description = "Images a minibatch (${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      defaultValue = "1",
      description =
          "Seed of weights, order of the images, and generated images (${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "60",
      description = "Time after which no further candidate begins (${DEFAULT-VALUE}).")
  private long minutes;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "target/arbiter",
      description = "Where the report and the models go (${DEFAULT-VALUE}).")
  private Path out;

  /**
   * Reads or generates the images.
   *
   * @throws IllegalArgumentException if a number is below its least
   * @throws IOException if a file is missing, damaged or of another format
   */
  ImageSplit images() throws IOException {
    require("train-examples", trainExamples, 2);
    require("test-examples", testExamples, 1);
    require("epochs", epochs, 1);
    require("batch", batch, 1);
    require("minutes", minutes, 1);
    return data == null
        ? GlyphData.generate(seed, trainExamples, testExamples)
        : ImageDirectory.read(data, trainExamples, testExamples);
  }

  private static void require(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "illegal %s %d, must be at least %d".formatted(name, value, least));
    }
  }

  List<Double> stepSizes() {
    return stepSizes;
  }

  List<Double> learningRates() {
    return learningRates;
  }

  int epochs() {
    return epochs;
  }

  int batch() {
    return batch;
  }

  long seed() {
    return seed;
  }

  MaxTimeCondition longest() {
    return new MaxTimeCondition(minutes, TimeUnit.MINUTES);
  }

  Path out() {
    return out;
  }

  /** What was run, for the report. */
  String describe(ImageSplit images) {
    return String.format(
        Locale.ROOT,
        "%s, %,d training images, a fifth of them for validation, %,d test images; MLP with two"
            + " hidden layers of 64 units (tanh), softmax and cross-entropy, SGD, %d epoch(s),"
            + " batch %d, seed %d",
        images.name(),
        images.train().size(),
        images.test().size(),
        epochs,
        batch,
        seed);
  }
}
