// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.zoo;

import java.util.function.Function;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.zoo.ZooModel;
import org.deeplearning4j.zoo.model.AlexNet;
import org.deeplearning4j.zoo.model.Darknet19;
import org.deeplearning4j.zoo.model.FaceNetNN4Small2;
import org.deeplearning4j.zoo.model.InceptionResNetV1;
import org.deeplearning4j.zoo.model.LeNet;
import org.deeplearning4j.zoo.model.NASNet;
import org.deeplearning4j.zoo.model.ResNet50;
import org.deeplearning4j.zoo.model.SimpleCNN;
import org.deeplearning4j.zoo.model.SqueezeNet;
import org.deeplearning4j.zoo.model.TextGenerationLSTM;
import org.deeplearning4j.zoo.model.TinyYOLO;
import org.deeplearning4j.zoo.model.UNet;
import org.deeplearning4j.zoo.model.VGG16;
import org.deeplearning4j.zoo.model.VGG19;
import org.deeplearning4j.zoo.model.Xception;
import org.deeplearning4j.zoo.model.YOLO2;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** DL4J's zoo with random weights, in double, at an input and a batch that keep κ small. */
@SuppressWarnings("ImmutableEnumChecker") // the array and the lambdas do not change
enum ZooNet {
  ALEXNET(new int[] {3, 64, 64}, 2, s -> AlexNet.builder().inputShape(s).numClasses(5).build()),
  DARKNET19(new int[] {3, 32, 32}, 4, s -> Darknet19.builder().inputShape(s).numClasses(5).build()),
  FACENET(
      new int[] {3, 96, 96},
      4,
      s -> FaceNetNN4Small2.builder().inputShape(s).numClasses(5).build()),
  INCEPTION_RESNET(
      new int[] {3, 128, 128},
      6,
      s -> InceptionResNetV1.builder().inputShape(s).numClasses(5).build()),
  LENET(new int[] {1, 28, 28}, 4, s -> LeNet.builder().inputShape(s).numClasses(5).build()),
  NASNET(new int[] {3, 224, 224}, 2, s -> NASNet.builder().inputShape(s).numClasses(5).build()),
  RESNET50(new int[] {3, 70, 70}, 2, s -> ResNet50.builder().inputShape(s).numClasses(5).build()),
  SIMPLE_CNN(
      new int[] {3, 48, 48}, 4, s -> SimpleCNN.builder().inputShape(s).numClasses(5).build()),
  SQUEEZENET(
      new int[] {3, 64, 64}, 2, s -> SqueezeNet.builder().inputShape(s).numClasses(5).build()),
  /** Configured for truncated back-propagation through time; this is one segment. */
  TEXT_GENERATION_LSTM(
      new int[] {10, 12},
      3,
      s ->
          TextGenerationLSTM.builder()
              .maxLength(s[0])
              .totalUniqueCharacters(s[1])
              .inputShape(s)
              .build()) {
    @Override
    INDArray features() {
      return oneHot(new long[] {batch, input[1], input[0]});
    }
  },
  TINY_YOLO(new int[] {3, 64, 64}, 4, s -> TinyYOLO.builder().inputShape(s).numClasses(3).build()) {
    @Override
    INDArray labels(INDArray output) {
      return boxes(output);
    }
  },
  UNET(new int[] {3, 32, 32}, 2, s -> UNet.builder().inputShape(s).numClasses(1).build()),
  VGG_16(new int[] {3, 32, 32}, 2, s -> VGG16.builder().inputShape(s).numClasses(5).build()),
  VGG_19(new int[] {3, 32, 32}, 2, s -> VGG19.builder().inputShape(s).numClasses(5).build()),
  XCEPTION(new int[] {3, 96, 96}, 4, s -> Xception.builder().inputShape(s).numClasses(5).build()),
  YOLO_2(new int[] {3, 64, 64}, 4, s -> YOLO2.builder().inputShape(s).numClasses(3).build()) {
    @Override
    INDArray labels(INDArray output) {
      return boxes(output);
    }
  };

  final int[] input;
  final int batch;
  private final Function<int[], ZooModel<?>> model;

  ZooNet(int[] input, int batch, Function<int[], ZooModel<?>> model) {
    this.input = input;
    this.batch = batch;
    this.model = model;
  }

  /** A new network, with the same random weights at every call. */
  Model network() {
    return inDouble(model.apply(input).init());
  }

  private static Model inDouble(Model network) {
    return network instanceof ComputationGraph graph
        ? graph.convertDataType(DataType.DOUBLE)
        : ((MultiLayerNetwork) network).convertDataType(DataType.DOUBLE);
  }

  INDArray features() {
    return Nd4j.rand(DataType.DOUBLE, batch, input[0], input[1], input[2]);
  }

  /** Labels for an output: a class for each sample, each pixel or each time step. */
  INDArray labels(INDArray output) {
    return output.rank() == 4
        ? Nd4j.rand(DataType.DOUBLE, output.shape()).gt(0.5).castTo(DataType.DOUBLE)
        : oneHot(output.shape());
  }

  /** A minibatch, the same at every call. */
  MultiDataSet data() {
    Model network = network();
    Nd4j.getRandom().setSeed(9);
    INDArray features = features();
    INDArray output =
        network instanceof ComputationGraph graph
            ? graph.outputSingle(features)
            : ((MultiLayerNetwork) network).output(features);
    return new MultiDataSet(features, labels(output));
  }

  static INDArray oneHot(long[] shape) {
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, shape);
    for (long i = 0; i < shape[0]; i++) {
      for (long k = 0; k < (shape.length == 2 ? 1 : shape[2]); k++) {
        long[] one =
            shape.length == 2
                ? new long[] {i, i % shape[1]}
                : new long[] {i, (3 * i + 5 * k) % shape[1], k};
        labels.putScalar(one, 1.0);
      }
    }
    return labels;
  }

  /** One object an image, of three classes: [B, 4 + 3, H, W] with corners in units of the grid. */
  static INDArray boxes(INDArray output) {
    long[] shape = {output.size(0), 7, output.size(2), output.size(3)};
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, shape);
    for (long i = 0; i < shape[0]; i++) {
      long row = i % shape[2];
      long column = (i + 1) % shape[3];
      double[] corners = {column + 0.2, row + 0.1, column + 0.9, row + 0.7};
      for (int c = 0; c < 4; c++) {
        labels.putScalar(new long[] {i, c, row, column}, corners[c]);
      }
      labels.putScalar(new long[] {i, 4 + i % 3, row, column}, 1.0);
    }
    return labels;
  }
}
