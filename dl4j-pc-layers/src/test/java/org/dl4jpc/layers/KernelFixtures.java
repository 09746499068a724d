// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Single DL4J layers and tensors in every layout, in double, for tests of kernels. */
final class KernelFixtures {

  private KernelFixtures() {}

  /** How an image tensor may lie in memory when a kernel gets it. */
  enum ImageLayout {
    /** As DL4J's network input. */
    C_ORDER,
    /** As the output of a convolution kernel. */
    CHANNEL_MAJOR,
    /** As the output of some general kernels. */
    F_ORDER;

    /**
     * An image tensor with random content.
     *
     * @param format order of its dimensions
     * @param size B, C, H, W
     * @return the tensor
     */
    Tensor random(CNN2DFormat format, long... size) {
      boolean last = format == CNN2DFormat.NHWC;
      long[] shape = last ? new long[] {size[0], size[2], size[3], size[1]} : size;
      long[] channelMajor = {size[1], size[0], size[2], size[3]};
      Tensor tensor =
          switch (this) {
            case C_ORDER -> Tensor.allocate(DataType.DOUBLE, 'c', shape);
            case F_ORDER -> Tensor.allocate(DataType.DOUBLE, 'f', shape);
            case CHANNEL_MAJOR ->
                Images.allocateChannelMajor(Nd4j.scalar(1.0), format, channelMajor);
          };
      return fill(tensor);
    }
  }

  /**
   * A tensor with random content.
   *
   * @param order 'c' or 'f'
   * @param shape the shape
   * @return the tensor
   */
  static Tensor random(char order, long... shape) {
    return fill(Tensor.allocate(DataType.DOUBLE, order, shape));
  }

  /**
   * Fills a tensor.
   *
   * @param tensor in any layout
   * @return the same, with random content
   */
  static Tensor fill(Tensor tensor) {
    tensor.assign(Nd4j.randn(DataType.DOUBLE, tensor.array().shape()));
    return tensor;
  }

  /**
   * A DL4J layer by itself, with random parameters and a gradient view of its own.
   *
   * @param layer the configuration, with its input size set
   * @return the layer, without a node
   */
  static LayerSite site(Layer layer) {
    NeuralNetConfiguration conf =
        new NeuralNetConfiguration.Builder().dataType(DataType.DOUBLE).layer(layer).build();
    long length = conf.getLayer().initializer().numParams(conf);
    INDArray parameters = length == 0 ? null : Nd4j.create(DataType.DOUBLE, 1, length);
    var built = conf.getLayer().instantiate(conf, null, 0, parameters, true, DataType.DOUBLE);
    if (length > 0) {
      parameters.assign(Nd4j.rand(DataType.DOUBLE, 1, length).addi(0.25));
      built.setBackpropGradientsViewArray(Nd4j.create(DataType.DOUBLE, 1, length));
    }
    return new LayerSite(
        "0", "layer", built, length > 0, false, NodePlacement.POST_ACTIVATION, Precision.one());
  }

  /**
   * The kernels that the layer's compiler makes of a layer.
   *
   * @param site the layer
   * @param input holding data
   * @return the whole layer as one kernel
   */
  static Kernel compile(LayerSite site, Tensor input) {
    GraphBuilder graph = new GraphBuilder(input);
    LayerCompilers.of(site).compile(site, graph);
    return new ChainAsKernel(chain(graph), graph.pass());
  }

  /**
   * The kernels that its compiler makes of a preprocessor.
   *
   * @param preprocessor of a layer
   * @param input holding data
   * @param batch minibatch size
   * @return all of them as one kernel
   */
  static Kernel compile(InputPreProcessor preprocessor, Tensor input, int batch) {
    GraphBuilder graph = new GraphBuilder(input);
    PreprocessorCompilers.compile(preprocessor, batch, graph);
    return new ChainAsKernel(chain(graph), graph.pass());
  }

  /**
   * The kernels since the graph's last node.
   *
   * @param graph not yet ended
   * @return the chain
   */
  static Prediction chain(GraphBuilder graph) {
    return graph.branch().finish();
  }

  /** A chain of kernels, of which at most one has parameters, as one kernel. */
  private record ChainAsKernel(Prediction chain, FeedForwardPass pass) implements Kernel {
    @Override
    public Tensor output() {
      return chain.output();
    }

    @Override
    public void predict() {
      chain.predict();
    }

    @Override
    public void feedForward() {
      pass.run();
    }

    @Override
    public void receive(Tensor error) {
      chain.receive(error);
    }

    @Override
    public void feedback(Tensor target, double alpha, double beta) {
      chain.feedback(0, target, alpha, beta);
    }

    @Override
    public void gradient(double scale) {
      chain.gradient(kernel -> scale, 1.0);
    }

    @Override
    public Map<String, INDArray> gradientViews() {
      Map<String, INDArray> views = new LinkedHashMap<>();
      chain.learning().forEach(l -> views.putAll(l.kernel().gradientViews()));
      return views;
    }
  }
}
