// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.dl4jpc.examples.compare.Algorithm;
import org.dl4jpc.examples.compare.RunSettings;
import org.dl4jpc.examples.data.DataOptions;
import org.dl4jpc.examples.data.ImageSplit;
import org.nd4j.linalg.api.buffer.DataType;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of the quickstart. */
final class QuickstartOptions {
  @Mixin private DataOptions data;

  @Option(
      names = "--rules",
      paramLabel = "RULE",
      split = ",",
      defaultValue = "backprop,zil,il",
      description =
          "What to train by, out of backprop, zil and il (${DEFAULT-VALUE}). Ratios and distances"
              + " need backprop.")
  private List<Algorithm> rules;

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
      names = "--inference-steps",
      paramLabel = "T",
      defaultValue = "20",
      description = "Inference steps of IL before each change of weights (${DEFAULT-VALUE}).")
  private int inferenceSteps;

  @Option(
      names = "--step-size",
      paramLabel = "GAMMA",
      defaultValue = "0.005",
      description =
          "Size γ of IL's inference steps (${DEFAULT-VALUE}). The larger T times γ, the further IL"
              + " is from backprop.")
  private double stepSize;

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      defaultValue = "0.001",
      description = "Learning rate of Adam, the updater of all rules (${DEFAULT-VALUE}).")
  private double learningRate;

  @Option(
      names = "--data-type",
      paramLabel = "TYPE",
      defaultValue = "float",
      converter = DataTypeConverter.class,
      description =
          "float or double (${DEFAULT-VALUE}). In double Z-IL predicts exactly what backprop does.")
  private DataType dataType;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      defaultValue = "1",
      description =
          "Seed of weights, order of the images, and generated images (${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      defaultValue = "target/dl4j-pc-report.html",
      description = "HTML file to write the report to (${DEFAULT-VALUE}).")
  private Path report;

  /** Knows the two data types that networks train in. */
  private static final class DataTypeConverter implements ITypeConverter<DataType> {
    @Override
    public DataType convert(String value) {
      return switch (value.toLowerCase(Locale.ROOT)) {
        case "float" -> DataType.FLOAT;
        case "double" -> DataType.DOUBLE;
        default -> throw new TypeConversionException("'" + value + "' is neither float nor double");
      };
    }
  }

  /**
   * The settings of the run.
   *
   * @throws IllegalArgumentException if one is outside its range
   */
  RunSettings settings() {
    return new RunSettings(
        rules, epochs, batch, seed, inferenceSteps, stepSize, learningRate, dataType);
  }

  /**
   * Reads or generates the images.
   *
   * @throws IllegalArgumentException if a number of images is below 1
   * @throws IOException if a file is missing, damaged or of another format
   */
  ImageSplit images() throws IOException {
    return data.images(seed, 1);
  }

  Path report() {
    return report;
  }

  /** Name and value of what was run, for the report. */
  Map<String, String> describe(ImageSplit images) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Data set", images.name());
    facts.put(
        "Images",
        String.format(
            Locale.ROOT,
            "%,d to train, %,d to test, %s",
            images.train().size(),
            images.test().size(),
            images.train().shape()));
    List<Algorithm> algorithms = settings().algorithms();
    facts.put("Rules", algorithms.stream().map(Algorithm::title).collect(Collectors.joining(", ")));
    facts.put("Epochs", Integer.toString(epochs));
    facts.put("Images a minibatch", Integer.toString(batch));
    if (algorithms.contains(Algorithm.IL)) {
      facts.put("Inference of IL", "%d steps of size %s".formatted(inferenceSteps, stepSize));
    }
    facts.put("Updater", "Adam, learning rate " + learningRate);
    facts.put("Data type", dataType.name().toLowerCase(Locale.ROOT));
    facts.put("Seed", Long.toString(seed));
    return facts;
  }
}
