// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Compiles a {@code MultiLayerNetwork} into its block graph, a chain.
 *
 * <p>A value node sits at each layer with parameters that is not batch normalisation; everything
 * else folds into the prediction of its consumer. Layers at and below a frozen layer are part of
 * the clamped input: DL4J's backpropagation stops there, and so does inference.
 */
public final class NetworkCompiler {
  private final MultiLayerNetwork network;
  private final NodeSettings settings;

  /**
   * Prepares the compilation of a network.
   *
   * @param network initialised, with its gradient views set; its layer instances become the
   *     kernels'
   * @param settings of the nodes
   */
  public NetworkCompiler(MultiLayerNetwork network, NodeSettings settings) {
    this.network = network;
    this.settings = settings;
  }

  /**
   * The layers whose weights normalised least mean squares cannot change, because their kernel has
   * no presynaptic norm.
   *
   * @return their names
   */
  public List<String> layersWithoutPresynapticNorm() {
    return layers(site -> site.learns() && !LayerCompilers.of(site).hasPresynapticNorm());
  }

  /**
   * The layers that no rule can train, as far as that does not depend on the data.
   *
   * @return by name: what the layer is, what it must be, and the reason
   */
  public Map<String, String> refusals() {
    Map<String, String> refusals = new LinkedHashMap<>();
    for (int i = 0; i < network.getnLayers(); i++) {
      String name = nameOf(i);
      SiteChecks.refusal(site(i), configured(i)).ifPresent(refusal -> refusals.put(name, refusal));
    }
    return refusals;
  }

  /**
   * The hidden value nodes that a minibatch is going to have.
   *
   * @return their names, in order
   */
  public List<String> nodeNames() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < network.getnLayers() - 1; i++) {
      if (site(i).hasNode()) {
        names.add(nameOf(i));
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
    for (int i = 0; i < network.getnLayers(); i++) {
      LayerSite site = site(i);
      SegmentChecks.refusal(site).ifPresent(reason -> refusals.put(site.name(), reason));
    }
    return refusals;
  }

  private List<String> layers(Predicate<LayerSite> which) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < network.getnLayers(); i++) {
      LayerSite site = site(i);
      if (which.test(site)) {
        names.add(site.name());
      }
    }
    return names;
  }

  /**
   * Whether the output layer has a soft clamp: its loss has one, and its block is not the general
   * one.
   *
   * @return true if {@link OutputPull#isSoft() soft} pulls can be asked for
   */
  public boolean hasSoftClamp() {
    LayerSite output = site(network.getnLayers() - 1, true);
    return SoftClamps.unit(output.configuration()).isPresent()
        && LayerCompilers.own(output).isPresent();
  }

  /**
   * Compiles for one shape of minibatch. The features also serve as a sample, from which general
   * kernels learn their shapes; the network's mask arrays must be set. The random generator is left
   * as it was.
   *
   * @param features a minibatch
   * @return the graph, its input clamped to the features
   */
  public BlockGraph compile(INDArray features) {
    HeldNoise noise = new HeldNoise();
    noise.record();
    return noise.replay(() -> build(features));
  }

  private BlockGraph build(INDArray features) {
    Tensor input =
        Tensor.permuted(
            network.getLayerWiseConfigurations().getDataType(),
            features.ordering(),
            features.shape(),
            dimensions(features.rank()));
    input.assign(features);
    GraphBuilder graph = new GraphBuilder(input);
    for (int i = 0; i < network.getnLayers(); i++) {
      addPreprocessor(i, graph);
      LayerSite site = site(i);
      LayerCompilers.of(site).compile(site, graph);
    }
    return graph.build();
  }

  private static int[] dimensions(int rank) {
    int[] dimensions = new int[rank];
    for (int i = 0; i < rank; i++) {
      dimensions[i] = i;
    }
    return dimensions;
  }

  private int lastFrozenLayer() {
    int last = -1;
    for (int i = 0; i < network.getnLayers(); i++) {
      if (network.getLayer(i) instanceof FrozenLayer) {
        last = i;
      }
    }
    return last;
  }

  private void addPreprocessor(int index, GraphBuilder graph) {
    InputPreProcessor preprocessor = network.getLayerWiseConfigurations().getInputPreProcess(index);
    if (preprocessor != null) {
      PreprocessorCompilers.compile(preprocessor, network.getInputMiniBatchSize(), graph);
    }
  }

  /** DL4J unwraps a frozen output layer that errors pass through. */
  private boolean isFrozenOutput(int index) {
    return index == network.getnLayers() - 1 && network.getOutputLayer() != network.getLayer(index);
  }

  private org.deeplearning4j.nn.conf.layers.Layer configured(int index) {
    return network.getLayerWiseConfigurations().getConf(index).getLayer();
  }

  private LayerSite site(int index) {
    return site(index, index > lastFrozenLayer() && !isFrozenOutput(index));
  }

  private LayerSite site(int index, boolean learns) {
    boolean last = index == network.getnLayers() - 1;
    Layer layer = last ? network.getOutputLayer() : network.getLayer(index);
    var configuration = configured(index);
    boolean parametrised =
        layer.numParams() > 0 && !(layer.conf().getLayer() instanceof BatchNormalization);
    return new LayerSite(
        Integer.toString(index),
        name(index, layer),
        layer,
        learns && layer.numParams() > 0,
        learns && settings.hasNode(configuration, parametrised),
        settings.placementOf(configuration),
        settings.precisionOf(configuration));
  }

  /**
   * A layer's name in messages.
   *
   * @param index of the layer
   * @return the user's name for it, or its place and type
   */
  public String nameOf(int index) {
    return name(index, network.getLayer(index));
  }

  private static String name(int index, Layer layer) {
    String name = layer.conf().getLayer().getLayerName();
    return name == null || name.equals("layer" + index)
        ? "layer" + index + " (" + layer.getClass().getSimpleName() + ")"
        : name;
  }
}
