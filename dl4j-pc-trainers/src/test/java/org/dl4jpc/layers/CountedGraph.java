// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The graph of a linear chain whose dense kernels count their products of matrix size. */
public final class CountedGraph {
  private final BlockGraph graph;
  private int products;

  /**
   * Builds the graph.
   *
   * @param network dense layers without activation and an output layer
   * @param features a minibatch
   */
  public CountedGraph(MultiLayerNetwork network, INDArray features) {
    Tensor input = Tensor.allocate(features.dataType(), 'c', features.shape());
    input.assign(features);
    GraphBuilder builder = new GraphBuilder(input);
    for (int i = 0; i < network.getnLayers(); i++) {
      LayerSite site =
          new LayerSite(
              Integer.toString(i),
              "layer" + i,
              network.getLayer(i),
              true,
              true,
              NodePlacement.POST_ACTIVATION,
              Precision.one());
      builder.add(site, new Counting(site, builder.current()));
      if (i < network.getnLayers() - 1) {
        builder.cut(site);
      } else {
        Layer layer = network.getOutputLayer();
        OutputLayer output = (OutputLayer) layer.conf().getLayer();
        builder.end(
            chain ->
                new LossBlock(
                    site.name(),
                    chain,
                    layer,
                    output.getLossFn(),
                    output.getActivationFn(),
                    LossBlock.OutputShape.ROWS));
      }
    }
    this.graph = builder.build();
    this.products = 0;
  }

  /** The graph. */
  public BlockGraph graph() {
    return graph;
  }

  /** Products of matrix size since it was built. */
  public int products() {
    return products;
  }

  /** A dense kernel that counts. */
  private final class Counting implements Kernel {
    private final DenseKernel dense;

    Counting(LayerSite site, Tensor input) {
      this.dense = new DenseKernel(input, site.parameters(), site.gradients());
    }

    @Override
    public Tensor output() {
      return dense.output();
    }

    @Override
    public void predict() {
      products++;
      dense.predict();
    }

    @Override
    public void receive(Tensor error) {
      dense.receive(error);
    }

    @Override
    public void feedback(Tensor target, double alpha, double beta) {
      products++;
      dense.feedback(target, alpha, beta);
    }

    @Override
    public void gradient(double scale) {
      products++;
      dense.gradient(scale);
    }

    @Override
    public Map<String, INDArray> gradientViews() {
      return dense.gradientViews();
    }
  }
}
