// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.L2Vertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.deeplearning4j.nn.conf.graph.rnn.DuplicateToTimeSeriesVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.graph.rnn.ReverseTimeSeriesVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Small graphs that have every kind of vertex among them; in double, with smooth activations. */
public enum GraphNet {
  /** Paths of unequal length, shared input, every element-wise operation. */
  SKIPS {
    @Override
    void build(GraphBuilder graph) {
      graph
          .addInputs("in")
          .addLayer("a", dense(6), "in")
          .addLayer("b", dense(6), "a")
          .addLayer("c", dense(6), "in")
          .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "a", "b", "c")
          .addVertex("product", new ElementWiseVertex(ElementWiseVertex.Op.Product), "a", "sum")
          .addVertex("difference", new ElementWiseVertex(ElementWiseVertex.Op.Subtract), "b", "c")
          .addVertex(
              "mean", new ElementWiseVertex(ElementWiseVertex.Op.Average), "difference", "product")
          .addVertex("most", new ElementWiseVertex(ElementWiseVertex.Op.Max), "mean", "sum")
          .addLayer("out", classes(), "most")
          .setOutputs("out")
          .setInputTypes(InputType.feedForward(5));
    }

    @Override
    INDArray[] features() {
      return new INDArray[] {random(5)};
    }
  },
  /** Merge, subset, scale, shift, L2 and normalisation. */
  SHAPES {
    @Override
    void build(GraphBuilder graph) {
      graph
          .addInputs("in")
          .addLayer("a", dense(6), "in")
          .addLayer("b", dense(4), "in")
          .addVertex("merge", new MergeVertex(), "a", "b")
          .addVertex("front", new SubsetVertex(0, 4), "merge")
          .addVertex("back", new SubsetVertex(5, 9), "merge")
          .addVertex("scaled", new ScaleVertex(0.7), "front")
          .addVertex("shifted", new ShiftVertex(0.3), "back")
          .addVertex("distance", new L2Vertex(), "scaled", "shifted")
          .addVertex("unit", new L2NormalizeVertex(), "merge")
          .addVertex("reshaped", new ReshapeVertex('c', new int[] {-1, 10}, null), "unit")
          .addVertex("all", new MergeVertex(), "distance", "reshaped", "shifted")
          .addLayer("c", dense(5), "all")
          .addLayer("out", classes(), "c")
          .setOutputs("out")
          .setInputTypes(InputType.feedForward(5));
    }

    @Override
    INDArray[] features() {
      return new INDArray[] {random(5)};
    }
  },
  /** Two inputs that share a layer's weights by stacking, two outputs. */
  TWO_BY_TWO {
    @Override
    void build(GraphBuilder graph) {
      graph
          .addInputs("left", "right")
          .addVertex("stack", new StackVertex(), "left", "right")
          .addLayer("shared", dense(6), "stack")
          .addVertex("first", new UnstackVertex(0, 2), "shared")
          .addVertex("second", new UnstackVertex(1, 2), "shared")
          .addLayer("a", dense(5), "first")
          .addLayer("b", dense(4), "second", "a")
          .addLayer("late", classes(), "b")
          .addLayer("early", classes(), "a")
          .setOutputs("early", "late")
          .setInputTypes(InputType.feedForward(5), InputType.feedForward(5));
    }

    @Override
    INDArray[] features() {
      return new INDArray[] {random(5), random(5)};
    }
  },
  /** A residual block with batch normalisation. */
  RESIDUAL {
    @Override
    void build(GraphBuilder graph) {
      graph
          .addInputs("in")
          .addLayer("c1", convolution(3), "in")
          .addLayer("n1", new BatchNormalization(), "c1")
          .addLayer("r1", new ActivationLayer(Activation.TANH), "n1")
          .addLayer("c2", convolution(3), "r1")
          .addLayer("n2", new BatchNormalization(), "c2")
          .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "n2", "r1")
          .addLayer("r2", new ActivationLayer(Activation.TANH), "sum")
          .addLayer("c3", convolution(2), "r2")
          .addVertex("merge", new MergeVertex(), "c3", "r2")
          .addLayer("pool", new GlobalPoolingLayer(), "merge")
          .addLayer("out", classes(), "pool")
          .setOutputs("out")
          .setInputTypes(InputType.convolutional(5, 5, 2));
    }

    @Override
    INDArray[] features() {
      return new INDArray[] {random(2, 5, 5)};
    }
  },
  /** Sequences: last step, reversal, duplication, and an output a step. */
  SEQUENCES {
    @Override
    void build(GraphBuilder graph) {
      graph
          .addInputs("in")
          .addLayer("forward", new LSTM.Builder().nOut(4).activation(Activation.TANH).build(), "in")
          .addVertex("reversed", new ReverseTimeSeriesVertex(), "in")
          .addLayer(
              "backward",
              new LSTM.Builder().nOut(3).activation(Activation.TANH).build(),
              "reversed")
          .addVertex("last", new LastTimeStepVertex("in"), "forward")
          .addVertex("again", new DuplicateToTimeSeriesVertex("in"), "last")
          .addVertex("merge", new MergeVertex(), "again", "backward")
          .addLayer("one", classes(), "last")
          .addLayer(
              "each",
              new RnnOutputLayer.Builder(LossFunction.MCXENT)
                  .nOut(CLASSES)
                  .activation(Activation.SOFTMAX)
                  .build(),
              "merge")
          .setOutputs("one", "each")
          .setInputTypes(InputType.recurrent(3, 4));
    }

    @Override
    INDArray[] features() {
      return new INDArray[] {random(3, 4)};
    }

    @Override
    INDArray[] labels() {
      INDArray each = Nd4j.zeros(DataType.DOUBLE, SAMPLES, CLASSES, 4);
      for (int i = 0; i < SAMPLES; i++) {
        for (int k = 0; k < 4; k++) {
          each.putScalar(new int[] {i, (i + k) % CLASSES, k}, 1.0);
        }
      }
      return new INDArray[] {SmallNet.labels(SAMPLES), each};
    }
  };

  public static final int SAMPLES = 4;
  static final int CLASSES = SmallNet.CLASSES;

  abstract void build(GraphBuilder graph);

  abstract INDArray[] features();

  INDArray[] labels() {
    INDArray[] labels = new INDArray[network().getNumOutputArrays()];
    Arrays.setAll(labels, i -> SmallNet.labels(SAMPLES));
    return labels;
  }

  private static DenseLayer dense(int units) {
    return new DenseLayer.Builder().nOut(units).build();
  }

  private static OutputLayer classes() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(CLASSES)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static ConvolutionLayer convolution(int channels) {
    return new ConvolutionLayer.Builder(3, 3)
        .convolutionMode(ConvolutionMode.Same)
        .nOut(channels)
        .activation(Activation.IDENTITY)
        .build();
  }

  private static INDArray random(long... shape) {
    long[] all = new long[shape.length + 1];
    all[0] = SAMPLES;
    System.arraycopy(shape, 0, all, 1, shape.length);
    return Nd4j.randn(DataType.DOUBLE, all);
  }

  public ComputationGraph network() {
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .seed(42)
            .dataType(DataType.DOUBLE)
            .activation(Activation.TANH)
            .updater(new Adam(1e-2))
            .l2(1e-3)
            .graphBuilder();
    build(graph);
    ComputationGraph network = new ComputationGraph(graph.build());
    network.init();
    return network;
  }

  /** A minibatch that is the same at each call. */
  public MultiDataSet batch() {
    Nd4j.getRandom().setSeed(7);
    return new MultiDataSet(features(), labels());
  }

  /** Minibatches that are the same at each call. */
  public List<org.nd4j.linalg.dataset.api.MultiDataSet> batches(int count) {
    Nd4j.getRandom().setSeed(7);
    List<org.nd4j.linalg.dataset.api.MultiDataSet> batches = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      INDArray[] features = features();
      for (INDArray array : features) {
        array.muli(1.0 + i);
      }
      batches.add(new MultiDataSet(features, labels()));
    }
    return batches;
  }
}
