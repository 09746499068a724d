// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.Cnn3DLossLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.objdetect.Yolo2OutputLayer;
import org.deeplearning4j.nn.conf.ocnn.OCNNOutputLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Output and loss layers, and every loss. */
final class OutputCases {

  private OutputCases() {}

  static List<LayerCase> cases() {
    List<LayerCase> cases = new ArrayList<>();
    for (LossFunction loss : LossFunction.values()) {
      String name = loss.name().toLowerCase(Locale.ROOT);
      cases.add(
          output(name, new OutputLayer.Builder(loss).activation(activationFor(loss)))
              .with(() -> labelled(loss)));
      cases.add(
          Chains.network(
              LossLayer.class,
              name,
              () -> labelled(loss),
              InputType.feedForward(6),
              Chains.dense(5),
              Chains.dense(3),
              new LossLayer.Builder(loss).activation(activationFor(loss)).build()));
    }
    cases.addAll(rows());
    cases.addAll(sequencesAndImages());
    return cases;
  }

  private static Activation activationFor(LossFunction loss) {
    return switch (loss) {
      case MCXENT,
          SPARSE_MCXENT,
          NEGATIVELOGLIKELIHOOD,
          KL_DIVERGENCE,
          RECONSTRUCTION_CROSSENTROPY ->
          Activation.SOFTMAX;
      case XENT, MEAN_SQUARED_LOGARITHMIC_ERROR -> Activation.SIGMOID;
      case POISSON -> Activation.SOFTPLUS;
      default -> Activation.TANH;
    };
  }

  /** Labels that a loss accepts. */
  private static DataSet labelled(LossFunction loss) {
    INDArray labels =
        switch (loss) {
          case SPARSE_MCXENT -> Nd4j.createFromArray(2.0, 0.0, 1.0, 1.0).reshape(4, 1);
          case HINGE, SQUARED_HINGE -> Minibatches.oneHot(4, 3).muli(2).subi(1);
          case MEAN_ABSOLUTE_PERCENTAGE_ERROR, MEAN_SQUARED_LOGARITHMIC_ERROR, POISSON ->
              Minibatches.uniform(4, 3).addi(1.5);
          case KL_DIVERGENCE, RECONSTRUCTION_CROSSENTROPY ->
              Minibatches.oneHot(4, 3).muli(0.7).addi(0.1);
          case MCXENT, NEGATIVELOGLIKELIHOOD, XENT -> Minibatches.oneHot(4, 3);
          default -> Minibatches.uniform(4, 3);
        };
    return new DataSet(Minibatches.uniform(4, 6), labels);
  }

  private static LayerCase output(String name, OutputLayer.Builder builder) {
    return Chains.network(
        OutputLayer.class,
        name,
        () -> Minibatches.classified(3, 4, 6),
        InputType.feedForward(6),
        Chains.dense(5),
        builder.nOut(3).build());
  }

  private static OutputLayer.Builder softmax() {
    return new OutputLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX);
  }

  private static List<LayerCase> rows() {
    return List.of(
        output("dropout", softmax().dropOut(0.7)),
        output("drop-connect", softmax().weightNoise(new DropConnect(0.7))),
        output("rrelu", new OutputLayer.Builder(LossFunction.MSE).activation(Activation.RRELU))
            .doubleByDefault(),
        output(
                "mask of outputs, softmax",
                new OutputLayer.Builder(LossFunction.MSE).activation(Activation.SOFTMAX))
            .with(() -> maskedRows(3)),
        Chains.network(
                LossLayer.class,
                "rrelu",
                () -> Minibatches.classified(3, 4, 6),
                InputType.feedForward(6),
                Chains.dense(3),
                new LossLayer.Builder(LossFunction.MSE).activation(Activation.RRELU).build())
            .doubleByDefault(),
        output("without bias", softmax().hasBias(false)),
        output("mask of samples", softmax()).with(() -> maskedRows(1)),
        output(
                "mask of outputs",
                new OutputLayer.Builder(LossFunction.MSE).activation(Activation.TANH))
            .with(() -> maskedRows(3)),
        Chains.network(
            CenterLossOutputLayer.class,
            "λ = 0.1",
            () -> Minibatches.classified(3, 4, 6),
            InputType.feedForward(6),
            Chains.dense(5),
            new CenterLossOutputLayer.Builder(LossFunction.MCXENT)
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .lambda(0.1)
                .alpha(0.3)
                .build()),
        Chains.network(
            OCNNOutputLayer.class,
            "one class",
            () -> new DataSet(Minibatches.uniform(4, 6), Nd4j.ones(DataType.DOUBLE, 4, 1)),
            InputType.feedForward(6),
            Chains.dense(5),
            new OCNNOutputLayer.Builder()
                .nIn(5)
                .hiddenLayerSize(4)
                .windowSize(100)
                .initialRValue(2.0)
                .activation(new ActivationSigmoid())
                .build()));
  }

  private static DataSet maskedRows(int width) {
    INDArray mask = Nd4j.ones(DataType.DOUBLE, 4, width);
    mask.putScalar(1, 0, 0.0);
    return new DataSet(Minibatches.uniform(4, 6), Minibatches.oneHot(4, 3), null, mask);
  }

  private static List<LayerCase> sequencesAndImages() {
    return List.of(
        sequence("whole sequences").with(Minibatches::sequences),
        sequence("masked sequences").with(Minibatches::maskedSequences),
        rnnLoss("whole sequences").with(Minibatches::sequences),
        rnnLoss("masked sequences").with(Minibatches::maskedSequences),
        cnnLoss("softmax", Activation.SOFTMAX, LossFunction.MCXENT),
        cnnLoss("sigmoid", Activation.SIGMOID, LossFunction.XENT),
        Chains.network(
            Cnn3DLossLayer.class,
            "sigmoid",
            () ->
                new DataSet(
                    Minibatches.uniform(2, 2, 3, 3, 3),
                    Minibatches.uniform(2, 2, 2, 2, 2).addi(1).muli(0.5)),
            InputType.convolutional3D(Convolution3D.DataFormat.NCDHW, 3, 3, 3, 2),
            new Convolution3D.Builder(2, 2, 2).nOut(2).build(),
            new Cnn3DLossLayer.Builder(Convolution3D.DataFormat.NCDHW)
                .lossFunction(LossFunction.XENT)
                .activation(Activation.SIGMOID)
                .build()),
        yolo());
  }

  private static LayerCase sequence(String name) {
    return Chains.network(
        RnnOutputLayer.class,
        name,
        Minibatches::sequences,
        Chains.sequenceType(),
        Chains.lstm(4),
        Chains.rnnOutput(2));
  }

  private static LayerCase rnnLoss(String name) {
    return Chains.network(
        RnnLossLayer.class,
        name,
        Minibatches::sequences,
        Chains.sequenceType(),
        Chains.lstm(4),
        Chains.lstm(2),
        new RnnLossLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX).build());
  }

  private static LayerCase cnnLoss(String name, Activation activation, LossFunction loss) {
    return Chains.network(
        CnnLossLayer.class,
        name,
        () -> new DataSet(Minibatches.uniform(2, 2, 4, 4), perPixel()),
        InputType.convolutional(4, 4, 2),
        new ConvolutionLayer.Builder(2, 2).nOut(3).build(),
        new ConvolutionLayer.Builder(2, 2).nOut(3).build(),
        new CnnLossLayer.Builder(loss).activation(activation).build());
  }

  private static INDArray perPixel() {
    return Minibatches.oneHot(8, 3).reshape('c', 2, 2, 2, 3).permute(0, 3, 1, 2).dup();
  }

  private static LayerCase yolo() {
    INDArray boxes = Nd4j.createFromArray(new double[][] {{1.0, 1.5}, {2.0, 1.0}});
    return Chains.network(
        Yolo2OutputLayer.class,
        "two boxes a cell",
        OutputCases::boxes,
        InputType.convolutional(5, 5, 2),
        new ConvolutionLayer.Builder(2, 2).nOut(4).build(),
        new ConvolutionLayer.Builder(2, 2).nOut(14).activation(Activation.IDENTITY).build(),
        new Yolo2OutputLayer.Builder().boundingBoxPriors(boxes).build());
  }

  /** One object a sample on a grid of 3×3: corners and one of two classes. */
  private static DataSet boxes() {
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, 2, 6, 3, 3);
    double[][] objects = {{0.2, 0.3, 1.7, 1.6, 1, 0}, {1.1, 1.3, 2.9, 2.4, 0, 1}};
    int[][] cells = {{0, 0}, {1, 2}};
    for (int i = 0; i < 2; i++) {
      labels.put(
          new INDArrayIndex[] {
            NDArrayIndex.point(i),
            NDArrayIndex.all(),
            NDArrayIndex.point(cells[i][0]),
            NDArrayIndex.point(cells[i][1])
          },
          Nd4j.createFromArray(objects[i]));
    }
    return new DataSet(Minibatches.uniform(2, 2, 5, 5), labels);
  }
}
