// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Which recurrent layers have kernels of their own, how nodes lie, and what masks keep out. */
class RecurrentCompilersTest extends DoublePrecision {

  private static BlockGraph compile(DataSet data, NodePlacement placement, Layer... layers) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(Recurrent.network(RNNFormat.NCW, Recurrent.INPUTS, layers));
    network.init();
    return compile(network, data, placement);
  }

  private static BlockGraph compile(
      MultiLayerNetwork network, DataSet data, NodePlacement placement) {
    network.initGradientsView();
    for (var layer : network.getLayers()) {
      layer.allowInputModification(false);
    }
    network.setInput(data.getFeatures());
    network.setLayerMaskArrays(data.getFeaturesMaskArray(), data.getLabelsMaskArray());
    BlockGraph graph =
        new NetworkCompiler(network, new NodeSettings(placement)).compile(data.getFeatures());
    graph.clamp(List.of(data.getFeatures()), List.of(data.getLabels()));
    return graph;
  }

  @Test
  void channelsMayComeLast() {
    DataSet data = Recurrent.channelsLast(Recurrent.manyToMany(4, 5));
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            Recurrent.network(
                RNNFormat.NWC,
                Recurrent.INPUTS,
                Recurrent.rnn(Activation.TANH),
                Recurrent.rnnOutput(LossFunction.MCXENT, Activation.SOFTMAX)));
    network.init();
    BlockGraph graph = compile(network, data, NodePlacement.POST_ACTIVATION);
    graph.feedForward();
    assertThat(graph.learningKernels().get(0).kernel()).isInstanceOf(SimpleRnnKernel.class);
    assertThat(graph.hiddenNodes().get(0).value().array().shape()).containsExactly(4, 5, 4);
    assertThat(graph.outputs().get(0).prediction().distance2(network.output(data.getFeatures())))
        .isLessThan(1e-13);
  }

  private static Class<?> firstKernel(Layer layer) {
    return compile(
            Recurrent.manyToOne(4, 5),
            NodePlacement.POST_ACTIVATION,
            layer,
            Recurrent.output(LossFunction.MCXENT))
        .learningKernels()
        .get(0)
        .kernel()
        .getClass();
  }

  private static SimpleRnn.Builder builder() {
    return new SimpleRnn.Builder().nOut(4).activation(Activation.TANH);
  }

  @Test
  void supportedLayersHaveKernelsOfTheirOwn() {
    assertThat(firstKernel(new LastTimeStep(Recurrent.rnn(Activation.TANH))))
        .isEqualTo(SimpleRnnKernel.class);
    assertThat(firstKernel(new LastTimeStep(Recurrent.dropping(0.5))))
        .isEqualTo(SimpleRnnKernel.class);
    assertThat(
            firstKernel(
                PcLayer.of(new LastTimeStep(Recurrent.rnn(Activation.TANH))).withNode().build()))
        .isEqualTo(SimpleRnnKernel.class);
  }

  @Test
  void noisyAndWrappedLayersHaveKernelsOfTheirOwn() {
    SimpleRnn noisy = builder().weightNoise(new DropConnect(0.5)).build();
    assertThat(firstKernel(new LastTimeStep(noisy))).isEqualTo(SimpleRnnKernel.class);
    BlockGraph masking =
        compile(
            Recurrent.manyToMany(4, 5),
            NodePlacement.POST_ACTIVATION,
            new MaskZeroLayer(builder().build(), 0.0),
            Recurrent.rnnOutput(LossFunction.MCXENT, Activation.SOFTMAX));
    assertThat(masking.learningKernels().get(0).kernel()).isInstanceOf(SimpleRnnKernel.class);
  }

  @Test
  void otherLayersHaveTheGeneralKernel() {
    assertThat(firstKernel(new LastTimeStep(Recurrent.rnn(Activation.SOFTMAX))))
        .isEqualTo(LayerKernel.class);
    assertThat(firstKernel(new LastTimeStep(new MaskZeroLayer(builder().build(), 0.0))))
        .isEqualTo(LayerKernel.class);
    assertThat(firstKernel(PcLayer.of(new LastTimeStep(builder().build())).withoutNode().build()))
        .isEqualTo(LayerKernel.class);
  }

  @Test
  void theNodeIsTheWholeSequence() {
    BlockGraph graph =
        compile(
            Recurrent.masked(Recurrent.manyToOne(4, 5)),
            NodePlacement.PRE_ACTIVATION,
            new LastTimeStep(Recurrent.rnn(Activation.TANH)),
            Recurrent.output(LossFunction.MCXENT));
    assertThat(graph.hiddenNodes().get(0).value().array().shape()).containsExactly(4, 4, 5);
    assertThat(graph.activations().get("0").array().shape()).containsExactly(4, 4);
  }

  @Test
  void activationsAreThoseOfDl4j() {
    for (NodePlacement placement : NodePlacement.values()) {
      DataSet data = Recurrent.masked(Recurrent.manyToOne(4, 5));
      MultiLayerNetwork network =
          new MultiLayerNetwork(
              Recurrent.network(
                  RNNFormat.NCW,
                  Recurrent.INPUTS,
                  Recurrent.rnn(Activation.SIGMOID),
                  Recurrent.dense(),
                  new LastTimeStep(Recurrent.rnn(Activation.TANH)),
                  Recurrent.output(LossFunction.MCXENT)));
      network.init();
      BlockGraph graph = compile(network, data, placement);
      graph.feedForward();
      List<INDArray> expected = network.feedForward(data.getFeatures(), true);
      for (int layer : new int[] {0, 2}) {
        INDArray actual = graph.activations().get(Integer.toString(layer)).array();
        assertThat(actual.distance2(expected.get(layer + 1))).isLessThan(1e-13);
      }
    }
  }

  @Test
  void dataAtMaskedStepsChangeNothing() {
    for (NodePlacement placement : NodePlacement.values()) {
      DataSet data = Recurrent.masked(Recurrent.manyToMany(4, 5));
      data.setLabelsMaskArray(data.getFeaturesMaskArray());
      BlockGraph graph =
          compile(
              data,
              placement,
              Recurrent.rnn(Activation.TANH),
              Recurrent.dense(),
              Recurrent.rnn(Activation.SIGMOID),
              Recurrent.rnnOutput(LossFunction.MCXENT, Activation.SOFTMAX));
      double[][] before = infer(graph, data.getFeatures(), data.getLabels());
      INDArray kept =
          Nd4j.stack(
              1,
              data.getFeaturesMaskArray(),
              data.getFeaturesMaskArray(),
              data.getFeaturesMaskArray());
      INDArray noise = Nd4j.randn(Recurrent.TYPE, 4, Recurrent.INPUTS, 5).muli(kept.rsub(1.0));
      double[][] after = infer(graph, data.getFeatures().add(noise), data.getLabels());
      assertThat(after).isDeepEqualTo(before);
      for (double[] gradient : before) {
        assertThat(gradient).isNotEqualTo(new double[gradient.length]);
      }
    }
  }

  /** Gradients of both kinds of inference, a wave and simultaneous steps. */
  private static double[][] infer(BlockGraph graph, INDArray features, INDArray labels) {
    graph.clamp(List.of(features), List.of(labels));
    graph.feedForward();
    graph.updateErrors(new OutputPull.Weighted(1.0));
    List<HiddenNode> nodes = graph.hiddenNodes();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      nodes.get(i).relaxInOrder(1.0, 1.0);
    }
    for (int t = 0; t < 8; t++) {
      graph.updateErrors(new OutputPull.Weighted(1.0));
      nodes.forEach(node -> node.relax(0.1, 0.1));
    }
    graph.updateErrors(new OutputPull.Weighted(1.0));
    graph.visitBlocks(block -> block.gradient(-1.0));
    return graph.learningKernels().stream()
        .flatMap(kernel -> kernel.kernel().gradientViews().values().stream())
        .map(view -> view.dup().data().asDouble())
        .toArray(double[][]::new);
  }

  @Test
  void aSequenceWithoutDataIsRefused() {
    DataSet data = Recurrent.masked(Recurrent.manyToOne(4, 5));
    data.getFeaturesMaskArray().putRow(1, Nd4j.zeros(Recurrent.TYPE, 5));
    assertThatThrownBy(
            () ->
                compile(
                    data,
                    NodePlacement.POST_ACTIVATION,
                    new LastTimeStep(Recurrent.rnn(Activation.TANH)),
                    Recurrent.output(LossFunction.MCXENT)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("masked in all its time steps");
  }
}
