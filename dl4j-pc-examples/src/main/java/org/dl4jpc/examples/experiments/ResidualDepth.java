// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.experiments;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.dl4jpc.examples.data.ImageIterator;
import org.dl4jpc.examples.data.ImageShape;
import org.dl4jpc.examples.data.ImageSplit;
import org.dl4jpc.trainers.InferenceSchedule;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.PredictiveCoding;
import org.dl4jpc.trainers.StepSizes;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Inference learning in a narrow residual network of 32 layers, by schedule: what of the error is
 * left for the first layer decides what the network can learn.
 */
final class ResidualDepth implements Experiment {
  private static final int WIDTH = 8;
  private static final int BATCH = 64;
  private static final int POINTS = 5;

  @Override
  public String id() {
    return "depth";
  }

  @Override
  public String title() {
    return "Inference learning in 32 residual layers, by schedule (after Goemaere et al. 2025)";
  }

  @Override
  public String claim() {
    return "Simultaneous inference leaves the lower layers without an error; error optimisation, on"
        + " the same energy, trains them.";
  }

  @Override
  public String xTitle() {
    return "iterations";
  }

  @Override
  public String yTitle() {
    return "test accuracy (%)";
  }

  @Override
  public String dataSet() {
    return "fashion-mnist";
  }

  @Override
  public String settings(Budget budget) {
    return "784-8, "
        + blocks(budget)
        + " times x + tanh(W x + b), 8-10, softmax and cross-entropy, batch "
        + BATCH
        + ", Adam at 3e-3, "
        + seeds(budget)
        + " seed(s)";
  }

  private static int blocks(Budget budget) {
    return budget.choose(2, 32, 32);
  }

  private static int seeds(Budget budget) {
    return budget.choose(1, 1, 3);
  }

  private static Map<String, LearningRule> rules(int blocks) {
    int reaching = 2 * blocks + 2;
    LearningRule il = LearningRule.il();
    Map<String, LearningRule> rules = new LinkedHashMap<>();
    rules.put("Z-IL", LearningRule.zil());
    for (String step : List.of("0.05", "0.005")) {
      StepSizes sizes = StepSizes.of(Double.parseDouble(step));
      rules.put(
          "error optimisation, T = 5, gamma = " + step,
          il.withSchedule(InferenceSchedule.errors(5, sizes)));
    }
    rules.put("simultaneous, T = 20, gamma = 0.005", il);
    rules.put(
        "simultaneous, T = " + reaching + ", gamma = 0.3",
        il.withInferenceSteps(reaching).withStepSize(0.3));
    return rules;
  }

  @Override
  public List<Measurement> run(ImageSplit images, Budget budget, Progress progress) {
    int part = budget.choose(1, 40, 400);
    List<Integer> stops = IntStream.rangeClosed(1, POINTS).mapToObj(i -> i * part).toList();
    List<Measurement> all = new ArrayList<>();
    rules(blocks(budget))
        .forEach(
            (name, rule) -> {
              List<List<Double>> curves =
                  Trials.seeds(
                      name,
                      seeds(budget),
                      progress,
                      seed -> curve(images, blocks(budget), rule, stops, seed));
              all.addAll(Measurement.line(name, stops, curves, OptionalDouble.empty()));
            });
    return all;
  }

  private static List<Double> curve(
      ImageSplit images, int blocks, LearningRule rule, List<Integer> stops, long seed) {
    ComputationGraph network = network(images.train().shape(), blocks, seed);
    return Trials.curve(
        PredictiveCoding.attach(network, rule),
        new Minibatches(images.train(), BATCH, DataType.FLOAT, seed),
        stops,
        () ->
            100.0
                * network
                    .evaluate(ImageIterator.inOrder(images.test(), 500, DataType.FLOAT))
                    .accuracy());
  }

  private static ComputationGraph network(ImageShape shape, int blocks, long seed) {
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .updater(new Adam(3e-3))
            .graphBuilder()
            .addInputs("in")
            .setInputTypes(InputType.convolutional(shape.height(), shape.width(), shape.channels()))
            .addLayer("x0", dense(Activation.IDENTITY), "in");
    for (int i = 1; i <= blocks; i++) {
      String below = "x" + (i - 1);
      graph
          .addLayer("f" + i, dense(Activation.TANH), below)
          .addVertex("x" + i, new ElementWiseVertex(ElementWiseVertex.Op.Add), below, "f" + i);
    }
    graph
        .addLayer(
            "out",
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(10)
                .activation(Activation.SOFTMAX)
                .build(),
            "x" + blocks)
        .setOutputs("out");
    ComputationGraph network = new ComputationGraph(graph.build());
    network.init();
    return network;
  }

  private static DenseLayer dense(Activation activation) {
    return new DenseLayer.Builder().nOut(WIDTH).activation(activation).build();
  }
}
