// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Small recurrent networks and minibatches for them. */
final class Recurrent {
  static final DataType TYPE = DataType.DOUBLE;
  static final int INPUTS = 3;
  static final int CLASSES = 2;

  private Recurrent() {}

  static MultiLayerConfiguration network(RNNFormat format, int inputs, Layer... layers) {
    var list = new NeuralNetConfiguration.Builder().seed(7).dataType(TYPE).biasInit(0.1).list();
    for (Layer layer : layers) {
      list.layer(layer);
    }
    return list.setInputType(InputType.recurrent(inputs, format)).build();
  }

  static SimpleRnn rnn(Activation activation) {
    return new SimpleRnn.Builder().nOut(4).activation(activation).build();
  }

  static SimpleRnn dropping(double keep) {
    return new SimpleRnn.Builder().nOut(4).activation(Activation.TANH).dropOut(keep).build();
  }

  static DenseLayer dense() {
    return new DenseLayer.Builder().nOut(5).activation(Activation.TANH).build();
  }

  static DenseLayer droppingDense(double keep) {
    return new DenseLayer.Builder().nOut(5).activation(Activation.TANH).dropOut(keep).build();
  }

  static OutputLayer output(LossFunction loss) {
    return new OutputLayer.Builder(loss).nOut(CLASSES).activation(Activation.SOFTMAX).build();
  }

  static RnnOutputLayer rnnOutput(LossFunction loss, Activation activation) {
    return new RnnOutputLayer.Builder(loss).nOut(CLASSES).activation(activation).build();
  }

  static RnnOutputLayer rnnOutput(LossFunction loss, Activation activation, double keep) {
    return new RnnOutputLayer.Builder(loss)
        .nOut(CLASSES)
        .activation(activation)
        .dropOut(keep)
        .build();
  }

  static INDArray uniform(long... shape) {
    return Nd4j.rand(TYPE, shape);
  }

  private static INDArray features(int batch, int steps) {
    Nd4j.getRandom().setSeed(11);
    return Nd4j.randn(TYPE, batch, INPUTS, steps);
  }

  /** One label a sequence, [B, classes]. */
  static DataSet manyToOne(int batch, int steps) {
    INDArray features = features(batch, steps);
    INDArray labels = Nd4j.zeros(TYPE, batch, CLASSES);
    for (int b = 0; b < batch; b++) {
      labels.putScalar(b, (b + 1) % CLASSES, 1.0);
    }
    return new DataSet(features, labels);
  }

  /** One label a time step, [B, classes, N]. */
  static DataSet manyToMany(int batch, int steps) {
    INDArray features = features(batch, steps);
    INDArray labels = Nd4j.zeros(TYPE, batch, CLASSES, steps);
    for (int b = 0; b < batch; b++) {
      for (int k = 0; k < steps; k++) {
        labels.putScalar(b, (b + k) % CLASSES, k, 1.0);
      }
    }
    return new DataSet(features, labels);
  }

  /** Masks features of 4 sequences of 5 steps: full, short, starting late, with a gap. */
  static DataSet masked(DataSet data) {
    data.setFeaturesMaskArray(
        Nd4j.createFromArray(
            new double[][] {{1, 1, 1, 1, 1}, {1, 1, 0, 0, 0}, {0, 0, 1, 1, 1}, {1, 0, 1, 1, 0}}));
    return data;
  }

  /** Masks features of 4 sequences of 5 steps, of lengths 5, 2, 1 and 4. */
  static DataSet padded(DataSet data) {
    data.setFeaturesMaskArray(
        Nd4j.createFromArray(
            new double[][] {{1, 1, 1, 1, 1}, {1, 1, 0, 0, 0}, {1, 0, 0, 0, 0}, {1, 1, 1, 1, 0}}));
    return data;
  }

  /** The same data with time before features. */
  static DataSet channelsLast(DataSet data) {
    INDArray labels = data.getLabels();
    return new DataSet(
        data.getFeatures().permute(0, 2, 1).dup('c'),
        labels.rank() == 3 ? labels.permute(0, 2, 1).dup('c') : labels);
  }
}
