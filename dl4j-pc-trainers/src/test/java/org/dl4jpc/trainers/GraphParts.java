// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SDVertexParams;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLambdaVertex;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Layers, vertices and data that small graphs are made of. */
final class GraphParts {
  static final int SAMPLES = 4;
  static final int STEPS = 4;
  static final int CLASSES = SmallNet.CLASSES;

  private GraphParts() {}

  static DenseLayer dense(int units) {
    return new DenseLayer.Builder().nOut(units).build();
  }

  /** With all that the network's settings do not reach inside a wrapper. */
  static DenseLayer explicit(int inputs, int units) {
    return new DenseLayer.Builder()
        .nIn(inputs)
        .nOut(units)
        .weightInit(WeightInit.XAVIER)
        .activation(Activation.TANH)
        .updater(new Sgd(0.1))
        .build();
  }

  static ConvolutionLayer convolution(int channels) {
    return new ConvolutionLayer.Builder(2, 2)
        .convolutionMode(org.deeplearning4j.nn.conf.ConvolutionMode.Same)
        .nOut(channels)
        .build();
  }

  static LSTM lstm(int units) {
    return new LSTM.Builder().nOut(units).build();
  }

  static OutputLayer classes() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(CLASSES)
        .activation(Activation.SOFTMAX)
        .build();
  }

  static RnnOutputLayer each() {
    return new RnnOutputLayer.Builder(LossFunction.MCXENT)
        .nOut(CLASSES)
        .activation(Activation.SOFTMAX)
        .build();
  }

  static AttentionVertex attention(boolean project) {
    AttentionVertex.Builder builder =
        new AttentionVertex.Builder().nInKeys(4).nInQueries(4).nInValues(4).nOut(4);
    return project
        ? builder.nHeads(2).headSize(3).projectInput(true).build()
        : builder.nHeads(1).projectInput(false).build();
  }

  /** An input "in" of square images of two channels, and a convolution "conv" of the same size. */
  static GraphBuilder image(GraphBuilder graph, int size) {
    return graph
        .addInputs("in")
        .addLayer("conv", convolution(3), "in")
        .setOutputs("out")
        .setInputTypes(InputType.convolutional(size, size, 2));
  }

  static INDArray random(long... shape) {
    long[] all = new long[shape.length + 1];
    all[0] = SAMPLES;
    System.arraycopy(shape, 0, all, 1, shape.length);
    return Nd4j.randn(DataType.DOUBLE, all);
  }

  static INDArray labels() {
    return SmallNet.labels(SAMPLES);
  }

  static INDArray labelsEachStep() {
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, SAMPLES, CLASSES, STEPS);
    for (int i = 0; i < SAMPLES; i++) {
      for (int k = 0; k < STEPS; k++) {
        labels.putScalar(new int[] {i, (i + k) % CLASSES, k}, 1.0);
      }
    }
    return labels;
  }

  /** Sequences of lengths 4, 2, 3 and 1. */
  static INDArray mask() {
    return Nd4j.createFromArray(
        new double[][] {{1, 1, 1, 1}, {1, 1, 0, 0}, {1, 1, 1, 0}, {1, 0, 0, 0}});
  }

  static MultiDataSet rows(int inputs) {
    return new MultiDataSet(random(inputs), labels());
  }

  static MultiDataSet images(int size) {
    return new MultiDataSet(random(2, size, size), labels());
  }

  /** One label a sequence. */
  static MultiDataSet steps(INDArray mask) {
    return new MultiDataSet(
        new INDArray[] {random(3, STEPS)}, new INDArray[] {labels()}, one(mask), null);
  }

  /** A label a step. */
  static MultiDataSet sequences(INDArray mask) {
    return new MultiDataSet(
        new INDArray[] {random(3, STEPS)}, new INDArray[] {labelsEachStep()}, one(mask), one(mask));
  }

  private static INDArray[] one(INDArray mask) {
    return mask == null ? null : new INDArray[] {mask};
  }

  /** z_k = tanh((u W)_k (v V)_k). */
  static final class Bilinear extends SameDiffVertex {
    private static final long serialVersionUID = 1L;
    private final int left;
    private final int right;
    private final int units;

    Bilinear(int left, int right, int units) {
      this.left = left;
      this.right = right;
      this.units = units;
    }

    @Override
    public SDVariable defineVertex(
        SameDiff sameDiff,
        Map<String, SDVariable> inputs,
        Map<String, SDVariable> parameters,
        Map<String, SDVariable> masks) {
      SDVariable u = inputs.get("u").mmul(parameters.get("W"));
      SDVariable v = inputs.get("v").mmul(parameters.get("V"));
      return sameDiff.math().tanh(u.mul(v));
    }

    @Override
    public void defineParametersAndInputs(SDVertexParams parameters) {
      parameters.defineInputs("u", "v");
      parameters.addWeightParam("W", left, units);
      parameters.addWeightParam("V", right, units);
    }

    @Override
    public void initializeParameters(Map<String, INDArray> parameters) {
      parameters.values().forEach(p -> p.assign(Nd4j.randn(p.dataType(), p.shape()).muli(0.5)));
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType... inputs) {
      return InputType.feedForward(units);
    }

    @Override
    public GraphVertex clone() {
      return new Bilinear(left, right, units);
    }
  }

  /** z = sin(u + v). */
  public static final class SineOfSum extends SameDiffLambdaVertex {
    private static final long serialVersionUID = 1L;

    @Override
    public SDVariable defineVertex(SameDiff sameDiff, VertexInputs inputs) {
      return sameDiff.math().sin(inputs.getInput(0).add(inputs.getInput(1)));
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType... inputs) {
      return inputs[0];
    }
  }
}
