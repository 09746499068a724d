// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.search;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.arbiter.optimize.api.termination.MaxTimeCondition;
import org.dl4jpc.examples.data.DataOptions;
import org.dl4jpc.examples.data.ImageSplit;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of the search. */
final class SearchOptions {
  @Mixin private DataOptions data;

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
    DataOptions.require("epochs", epochs, 1);
    DataOptions.require("batch", batch, 1);
    DataOptions.require("minutes", minutes, 1);
    return data.images(seed, 2);
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
