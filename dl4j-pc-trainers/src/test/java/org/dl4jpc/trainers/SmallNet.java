// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A user's networks and data: small, in double, seeded, with Adam unless changed. */
public enum SmallNet {
  MLP {
    @Override
    void addHidden(NeuralNetConfiguration.ListBuilder list) {
      list.layer(new DenseLayer.Builder().nOut(7).activation(Activation.TANH).build())
          .layer(new DenseLayer.Builder().nOut(5).activation(Activation.SOFTPLUS).build())
          .setInputType(InputType.feedForward(6));
    }

    @Override
    INDArray features(int samples) {
      return Nd4j.randn(DataType.DOUBLE, samples, 6);
    }
  },
  CNN {
    @Override
    void addHidden(NeuralNetConfiguration.ListBuilder list) {
      list.layer(new ConvolutionLayer.Builder(2, 2).nOut(3).activation(Activation.TANH).build())
          .layer(new BatchNormalization())
          .layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(1, 1).build())
          .layer(new DenseLayer.Builder().nOut(5).activation(Activation.TANH).build())
          .setInputType(InputType.convolutional(5, 4, 2));
    }

    @Override
    INDArray features(int samples) {
      return Nd4j.randn(DataType.DOUBLE, samples, 2, 5, 4);
    }
  },
  RNN {
    @Override
    void addHidden(NeuralNetConfiguration.ListBuilder list) {
      list.layer(new SimpleRnn.Builder().nOut(5).activation(Activation.TANH).build())
          .layer(new LastTimeStep(new SimpleRnn.Builder().nOut(4).build()))
          .setInputType(InputType.recurrent(3, 4));
    }

    @Override
    INDArray features(int samples) {
      return Nd4j.randn(DataType.DOUBLE, samples, 3, 4);
    }
  };

  public static final int CLASSES = 3;
  public static final int SAMPLES = 5;

  abstract void addHidden(NeuralNetConfiguration.ListBuilder list);

  abstract INDArray features(int samples);

  /** The network with DL4J's defaults. */
  public MultiLayerNetwork network() {
    return network(base -> base);
  }

  /** The network with something changed for all layers. */
  public MultiLayerNetwork network(UnaryOperator<NeuralNetConfiguration.Builder> change) {
    return initialised(configuration(change));
  }

  public MultiLayerConfiguration configuration(
      UnaryOperator<NeuralNetConfiguration.Builder> change) {
    NeuralNetConfiguration.ListBuilder list = change.apply(base()).list();
    addHidden(list);
    return list.layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .name("classes")
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build())
        .build();
  }

  public static NeuralNetConfiguration.Builder base() {
    return new NeuralNetConfiguration.Builder()
        .seed(42)
        .dataType(DataType.DOUBLE)
        .activation(Activation.TANH)
        .updater(new Adam(1e-2));
  }

  public static MultiLayerNetwork initialised(MultiLayerConfiguration configuration) {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    return network;
  }

  /** A minibatch that is the same at each call. */
  public DataSet batch() {
    return batches(1).get(0);
  }

  /** Minibatches that are the same at each call. */
  public List<DataSet> batches(int count) {
    Nd4j.getRandom().setSeed(7);
    List<DataSet> batches = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      batches.add(new DataSet(features(SAMPLES), labels(SAMPLES)));
    }
    return batches;
  }

  /** {@link #batches} as an iterator that DL4J prefetches from. */
  public DataSetIterator iterator(int count) {
    return new PrefetchedBatches(batches(count));
  }

  /** One class a sample. */
  public static INDArray labels(int samples) {
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, samples, CLASSES);
    for (int i = 0; i < samples; i++) {
      labels.putScalar(i, (2 * i + 1) % CLASSES, 1.0);
    }
    return labels;
  }
}
