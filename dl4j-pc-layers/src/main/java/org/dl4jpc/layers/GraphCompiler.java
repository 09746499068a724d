// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.deeplearning4j.nn.graph.vertex.impl.FrozenVertex;
import org.deeplearning4j.nn.graph.vertex.impl.LayerVertex;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.layers.FrozenLayerWithBackprop;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Compiles a {@code ComputationGraph} into its block graph.
 *
 * <p>A value node sits at each layer with parameters that is not batch normalisation, at each
 * vertex with parameters, and at each vertex with more than one consumer; everything else folds
 * into the prediction of its consumer. What is frozen down to the inputs is part of the clamped
 * input: DL4J's backpropagation stops there, and so does inference.
 */
public final class GraphCompiler {
  private final ComputationGraph network;
  private final NodeSettings settings;

  /**
   * Prepares the compilation of a network.
   *
   * @param network initialised, with its gradient views set; its vertices become the kernels'
   * @param settings of the nodes
   */
  public GraphCompiler(ComputationGraph network, NodeSettings settings) {
    this.network = network;
    this.settings = settings;
  }

  /**
   * Compiles for one shape of minibatch; see {@link NetworkCompiler#compile}.
   *
   * @param features one array an input; the network's inputs and masks must be set
   * @return the graph, its inputs clamped to the features
   */
  public BlockGraph compile(List<INDArray> features) {
    HeldNoise noise = new HeldNoise();
    noise.record();
    return noise.replay(() -> build(features));
  }

  private BlockGraph build(List<INDArray> features) {
    GraphBuilder graph = new GraphBuilder();
    Map<Integer, Branch> branches = new HashMap<>();
    addInputs(features, graph, branches);
    for (int index : network.topologicalSortOrder()) {
      GraphVertex vertex = network.getVertices()[index];
      if (!vertex.isInputVertex()) {
        addVertex(vertex, graph, branches);
      }
    }
    return graph.build(network.getConfiguration().getNetworkOutputs());
  }

  private void addInputs(
      List<INDArray> features, GraphBuilder graph, Map<Integer, Branch> branches) {
    DataType type = network.getConfiguration().getDataType();
    List<String> names = network.getConfiguration().getNetworkInputs();
    for (int i = 0; i < names.size(); i++) {
      INDArray x = features.get(i);
      int[] dimensions = new int[x.rank()];
      Arrays.setAll(dimensions, d -> d);
      Tensor input = Tensor.permuted(type, x.ordering(), x.shape(), dimensions);
      input.assign(x);
      graph.addInput(input);
      branches.put(network.getVertex(names.get(i)).getVertexIndex(), graph.branch());
    }
  }

  private void addVertex(GraphVertex vertex, GraphBuilder graph, Map<Integer, Branch> branches) {
    List<Branch> inputs = new ArrayList<>();
    for (VertexIndices from : vertex.getInputVertices()) {
      inputs.add(branches.get(from.getVertexIndex()).fork());
    }
    if (vertex instanceof LayerVertex layer) {
      graph.goTo(inputs.get(0));
      addLayer(layer, graph);
      if (isOutput(layer)) {
        return;
      }
    } else {
      addJoin(vertex, inputs, graph);
    }
    boolean shared = vertex.getNumOutputConnections() > 1;
    if (shared && !graph.branch().isNode()) {
      graph.cut(vertex.getVertexName(), Precision.one());
    }
    branches.put(vertex.getVertexIndex(), graph.branch());
  }

  private boolean isOutput(LayerVertex vertex) {
    return network.getConfiguration().getNetworkOutputs().contains(vertex.getVertexName());
  }

  private void addJoin(GraphVertex vertex, List<Branch> inputs, GraphBuilder graph) {
    List<Tensor> tensors = inputs.stream().map(Branch::current).toList();
    boolean frozen = vertex instanceof FrozenVertex;
    boolean learns = vertex.numParams() > 0 && !frozen;
    VertexJoin join = new VertexJoin(vertex, tensors);
    graph.join(inputs, join, learns ? vertex.getVertexName() : null);
    if (frozen) {
      graph.freeze(vertex.getVertexName());
    }
    graph.noteActivation(vertex.getVertexName());
    if (learns) {
      graph.cut(vertex.getVertexName(), Precision.one());
    }
  }

  private void addLayer(LayerVertex vertex, GraphBuilder graph) {
    InputPreProcessor preprocessor = vertex.getLayerPreProcessor();
    if (preprocessor != null) {
      PreprocessorCompilers.compile(preprocessor, network.batchSize(), graph);
    }
    LayerSite site = site(vertex);
    if (isOutput(vertex)) {
      graph.beginOutput();
    }
    LayerCompilers.of(site).compile(site, graph);
    if (vertex.getLayer() instanceof FrozenLayer && !isOutput(vertex)) {
      graph.freeze(vertex.getVertexName());
    }
  }

  private LayerSite site(LayerVertex vertex) {
    boolean output = isOutput(vertex);
    Layer layer = output ? unfrozen(vertex.getLayer()) : vertex.getLayer();
    boolean learns = layer == vertex.getLayer() && !(layer instanceof FrozenLayer);
    var configuration = configured(vertex);
    boolean parametrised =
        layer.numParams() > 0 && !(layer.conf().getLayer() instanceof BatchNormalization);
    return new LayerSite(
        vertex.getVertexName(),
        vertex.getVertexName(),
        layer,
        learns && layer.numParams() > 0,
        learns && settings.hasNode(configuration, parametrised),
        settings.placementOf(configuration),
        settings.precisionOf(configuration));
  }

  /** The configuration as the network has it: a layer's implementation knows of no PcLayer. */
  private org.deeplearning4j.nn.conf.layers.Layer configured(LayerVertex vertex) {
    var vertices = network.getConfiguration().getVertices();
    return ((org.deeplearning4j.nn.conf.graph.LayerVertex) vertices.get(vertex.getVertexName()))
        .getLayerConf()
        .getLayer();
  }

  /** DL4J unwraps a frozen output layer that errors pass through. */
  private static Layer unfrozen(Layer layer) {
    return layer instanceof FrozenLayerWithBackprop frozen ? frozen.getInsideLayer() : layer;
  }

  /**
   * Whether an output layer has a soft clamp, and a block of its own that can take it.
   *
   * @param output index among the network's outputs
   * @return false for layers and losses without one
   */
  public boolean hasSoftClamp(int output) {
    String name = network.getConfiguration().getNetworkOutputs().get(output);
    LayerSite site = site((LayerVertex) network.getVertex(name));
    return SoftClamps.unit(site.configuration()).isPresent()
        && LayerCompilers.own(site).isPresent();
  }

  /**
   * The layers that no rule can train, as far as that does not depend on the data.
   *
   * @return by name: what the layer is, what it must be, and the reason
   */
  public Map<String, String> refusals() {
    Map<String, String> refusals = new LinkedHashMap<>();
    for (GraphVertex vertex : network.getVertices()) {
      if (vertex instanceof LayerVertex layer) {
        SiteChecks.refusal(site(layer), configured(layer))
            .ifPresent(refusal -> refusals.put(vertex.getVertexName(), refusal));
      }
    }
    return refusals;
  }

  /**
   * The hidden value nodes that a minibatch is going to have.
   *
   * @param masked whether it has masks, for all layers
   * @return their names, in topological order
   */
  public List<String> nodeNames(boolean masked) {
    return GraphNodes.names(network, this::site, masked);
  }

  /**
   * The layers and vertices whose weights normalised least mean squares cannot change.
   *
   * @return their names
   */
  public List<String> layersWithoutPresynapticNorm() {
    List<String> names = new ArrayList<>();
    for (GraphVertex vertex : network.getVertices()) {
      if (vertex instanceof LayerVertex layer) {
        LayerSite site = site(layer);
        if (site.learns() && !LayerCompilers.of(site).hasPresynapticNorm()) {
          names.add(site.name());
        }
      } else if (vertex.numParams() > 0 && !(vertex instanceof FrozenVertex)) {
        names.add(vertex.getVertexName());
      }
    }
    return names;
  }

  /**
   * The layers that cannot be trained on sequences in segments.
   *
   * @return by name: the reason
   */
  public Map<String, String> segmentRefusals() {
    Map<String, String> refusals = new LinkedHashMap<>();
    for (GraphVertex vertex : network.getVertices()) {
      if (vertex instanceof LayerVertex layer) {
        SegmentChecks.refusal(site(layer))
            .ifPresent(reason -> refusals.put(vertex.getVertexName(), reason));
      }
    }
    return refusals;
  }
}
