// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.dl4jpc.layers.NodePlacement;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The predictions of a chain, over DL4J's own forward passes, and over its parameters where a
 * recurrence has a node a time step. Knows nothing of kernels, blocks and nodes; a state is the
 * list x_1 … x_{L−1}.
 */
final class PlainForward {
  private final MultiLayerNetwork network;
  private final MultiLayerNetwork affine;
  private final boolean before;
  private final DataSet data;
  private final List<Integer> nodeLayers = new ArrayList<>();

  /**
   * Takes a network.
   *
   * @param network whose parameters are read at every call
   * @param placement of the nodes
   * @param data the minibatch, read at every call
   */
  PlainForward(MultiLayerNetwork network, NodePlacement placement, DataSet data) {
    this.network = network;
    this.before = placement == NodePlacement.PRE_ACTIVATION;
    this.data = data;
    MultiLayerConfiguration configuration =
        MultiLayerConfiguration.fromJson(network.getLayerWiseConfigurations().toJson());
    for (int i = 0; i < network.getnLayers() - 1; i++) {
      if (network.getLayer(i).numParams() > 0 && !(layer(i) instanceof BatchNormalization)) {
        nodeLayers.add(i);
        base(configuration.getConf(i).getLayer()).setActivationFn(new ActivationIdentity());
      }
    }
    affine = new MultiLayerNetwork(configuration);
    affine.init(network.params(), false);
  }

  private Layer layer(int index) {
    return network.getLayerWiseConfigurations().getConf(index).getLayer();
  }

  private static BaseLayer base(Layer layer) {
    return (BaseLayer)
        (layer instanceof BaseWrapperLayer wrapper ? wrapper.getUnderlying() : layer);
  }

  /** L − 1. */
  int nodes() {
    return nodeLayers.size();
  }

  /** μ_1 … μ_{L−1}. */
  List<INDArray> predictions(List<INDArray> x) {
    List<INDArray> predictions = new ArrayList<>();
    for (int i = 0; i < nodes(); i++) {
      int layer = nodeLayers.get(i);
      INDArray u = reach(i, layer, x);
      INDArray z =
          base(layer(layer)) instanceof SimpleRnn
              ? recur(layer, u, presynaptic(layer, x.get(i)))
              : affine.getLayer(layer).activate(u, true, LayerWorkspaceMgr.noWorkspaces());
      predictions.add(before ? z : activate(layer, z));
    }
    return predictions;
  }

  /** What layer {@code to} reads when node {@code i − 1} is at x_{i−1}. */
  private INDArray reach(int i, int to, List<INDArray> x) {
    int from = i == 0 ? -1 : nodeLayers.get(i - 1);
    INDArray u = i == 0 ? data.getFeatures().dup() : presynaptic(from, x.get(i - 1));
    if (from >= 0 && layer(from) instanceof LastTimeStep) {
      u = u.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(u.size(2) - 1)).dup();
    }
    for (int k = from + 1; k <= to; k++) {
      InputPreProcessor preprocessor = network.getLayerWiseConfigurations().getInputPreProcess(k);
      if (preprocessor != null) {
        u = preprocessor.preProcess(u, data.numExamples(), LayerWorkspaceMgr.noWorkspaces());
      }
      if (k < to) {
        u = affine.getLayer(k).activate(u, true, LayerWorkspaceMgr.noWorkspaces());
      }
    }
    return u;
  }

  private INDArray presynaptic(int layer, INDArray x) {
    return before ? activate(layer, x) : x.dup();
  }

  private INDArray activate(int layer, INDArray z) {
    return base(layer(layer)).getActivationFn().getActivation(z.dup(), true);
  }

  /** z^k = s^k W + p^{k−1} RW + b. */
  private INDArray recur(int layer, INDArray s, INDArray p) {
    INDArray w = network.getParam(layer + "_W");
    INDArray rw = network.getParam(layer + "_RW");
    INDArray b = network.getParam(layer + "_b");
    INDArray z = p.ulike();
    for (int k = 0; k < s.size(2); k++) {
      INDArray step = at(s, k).mmul(w).addiRowVector(b);
      at(z, k).assign(k == 0 ? step : step.addi(at(p, k - 1).mmul(rw)));
    }
    return z;
  }

  static INDArray at(INDArray sequence, int step) {
    return sequence.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(step));
  }

  /** The output's pre-activation z_L. */
  INDArray output(List<INDArray> x) {
    int last = network.getnLayers() - 1;
    INDArray u = reach(nodes(), last, x);
    return u.mmul(network.getParam(last + "_W")).addiRowVector(network.getParam(last + "_b"));
  }

  /** ℒ, without λ. */
  double loss(List<INDArray> x) {
    BaseOutputLayer output = (BaseOutputLayer) layer(network.getnLayers() - 1);
    return output
        .getLossFn()
        .computeScore(data.getLabels(), output(x), output.getActivationFn(), null, false);
  }

  /** The state x = μ(x), starting from any. */
  List<INDArray> feedForward(List<INDArray> shapes) {
    List<INDArray> x = shapes.stream().map(INDArray::like).toList();
    for (int i = 0; i < depth(x); i++) {
      List<INDArray> predictions = predictions(x);
      for (int l = 0; l < nodes(); l++) {
        x.get(l).assign(predictions.get(l));
      }
    }
    return x;
  }

  /** The longest path from the input to the output; every time step counts. */
  static int depth(List<INDArray> x) {
    return x.stream().mapToInt(node -> node.rank() == 3 ? (int) node.size(2) : 1).sum();
  }
}
