// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.AbstractLSTM;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.junit.jupiter.api.Named;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Blocks that end in a recurrence keep the contract, and so does their feedback in time. */
@SuppressWarnings("deprecation") // GravesLSTM is, and is still in use
class RecurrentKernelsContractTest extends KernelContract {

  @Override
  protected Stream<Named<Supplier<Subject>>> subjects() {
    List<Named<Supplier<Subject>>> all = new ArrayList<>();
    for (NodePlacement placement : NodePlacement.values()) {
      for (RNNFormat format : RNNFormat.values()) {
        for (Activation activation : new Activation[] {Activation.TANH, Activation.IDENTITY}) {
          all.add(
              named(
                  placement + " " + format + " " + activation,
                  () -> simpleRnn(placement, format, activation)));
        }
      }
    }
    for (RNNFormat format : RNNFormat.values()) {
      all.add(named("LSTM " + format, () -> subject(lstm(new LSTM.Builder(), format), format)));
      all.add(
          named(
              "Graves LSTM " + format,
              () -> subject(lstm(new GravesLSTM.Builder(), format), format)));
    }
    return all.stream();
  }

  private static Layer lstm(AbstractLSTM.Builder<?> builder, RNNFormat format) {
    builder.setNIn(3);
    builder.setNOut(4);
    AbstractLSTM layer = builder.build();
    layer.setActivationFn(Activation.TANH.getActivationFunction());
    layer.setRnnDataFormat(format);
    return layer;
  }

  private static Subject subject(Layer layer, RNNFormat format) {
    return subject(layer, NodePlacement.POST_ACTIVATION, format);
  }

  private static Subject simpleRnn(
      NodePlacement placement, RNNFormat format, Activation activation) {
    return subject(
        new SimpleRnn.Builder().nIn(3).nOut(4).activation(activation).dataFormat(format).build(),
        placement,
        format);
  }

  private static Subject subject(Layer layer, NodePlacement placement, RNNFormat format) {
    LayerSite plain = KernelFixtures.site(layer);
    LayerSite site =
        new LayerSite(
            plain.key(), plain.name(), plain.layer(), true, true, placement, plain.precision());
    Tensor sequence =
        format == RNNFormat.NCW
            ? KernelFixtures.random('c', 2, 3, 5)
            : KernelFixtures.random('c', 2, 5, 3);
    GraphBuilder builder = new GraphBuilder(sequence);
    LayerCompilers.of(site).compile(site, builder);
    BlockGraph graph = builder.build();
    HiddenNode node = graph.hiddenNodes().get(0);
    node.value().assign(KernelFixtures.random('c', node.value().array().shape()).array());
    return new Subject(
        sequence,
        new BlockAsKernel(graph, node.producer()),
        site.parameters(),
        Optional.of(node.value()));
  }

  /** A hidden block as one kernel. */
  private record BlockAsKernel(BlockGraph graph, HiddenBlock block) implements Kernel {
    @Override
    public Tensor output() {
      return block.prediction();
    }

    @Override
    public void feedForward() {
      graph.feedForward();
    }

    @Override
    public void predict() {
      block.markStale();
      block.refresh();
    }

    @Override
    public void receive(Tensor error) {
      block.receive(error, 1.0);
    }

    @Override
    public void feedback(Tensor target, double alpha, double beta) {
      block.feedback(0, target, alpha, beta);
    }

    @Override
    public void gradient(double scale) {
      block.gradient(scale);
    }

    @Override
    public Map<String, INDArray> gradientViews() {
      return block.learningKernels().get(0).kernel().gradientViews();
    }

    @Override
    public boolean isRecurrent() {
      return true;
    }

    @Override
    public void recur(Tensor target, double alpha) {
      block.recur(target, alpha);
    }

    @Override
    public int unitDimension() {
      return block.unitDimension();
    }
  }
}
