// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A DL4J configuration layer that wraps any other and says how predictive coding is to treat it:
 * the precision of its value node, where the node sits, or that it has none.
 *
 * <p>It instantiates the wrapped layer's own implementation, so plain DL4J trains such a network as
 * if the wrapper were not there. Settings left out follow the learning rule. They count where the
 * wrapper is the network's own layer, not where it stands inside another wrapper.
 *
 * <p>DL4J guesses a network's input type from some types of first layer, and does not see through a
 * wrapper there: call {@code setInputType} when the first layer is wrapped.
 */
public final class PcLayer extends BaseWrapperLayer {
  private static final long serialVersionUID = 1L;

  @JsonProperty private final double[] precision;
  @JsonProperty private final NodePlacement nodePlacement;
  @JsonProperty private final Boolean node;

  @JsonCreator
  PcLayer(
      @JsonProperty("underlying") Layer underlying,
      @JsonProperty("precision") double[] precision,
      @JsonProperty("nodePlacement") NodePlacement nodePlacement,
      @JsonProperty("node") Boolean node) {
    super(Objects.requireNonNull(underlying, "underlying layer"));
    if (underlying instanceof PcLayer) {
      throw new IllegalArgumentException(
          "illegal layer: a PcLayer, must not be wrapped in another PcLayer");
    }
    this.precision = precision == null ? new double[0] : precision.clone();
    this.nodePlacement = nodePlacement;
    this.node = node;
    nodePrecision();
    setLayerName(underlying.getLayerName());
  }

  /**
   * Starts a configuration.
   *
   * @param layer any configuration layer
   * @return a builder
   */
  public static Builder of(Layer layer) {
    return new Builder(layer);
  }

  /**
   * π of the value node, before any factor of the learning rule.
   *
   * @return 1 unless set
   */
  public Precision nodePrecision() {
    return switch (precision.length) {
      case 0 -> Precision.one();
      case 1 -> Precision.of(precision[0]);
      default -> Precision.ofUnits(precision);
    };
  }

  /**
   * Where the node is to sit.
   *
   * @return empty to follow the learning rule
   */
  public Optional<NodePlacement> nodePlacement() {
    return Optional.ofNullable(nodePlacement);
  }

  /**
   * Whether there is to be a node.
   *
   * @return empty for the default: a node at each layer with parameters but batch normalisation
   */
  public Optional<Boolean> hasNode() {
    return Optional.ofNullable(node);
  }

  @Override
  public org.deeplearning4j.nn.api.Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    NeuralNetConfiguration inner = conf.clone();
    inner.setLayer(underlying);
    org.deeplearning4j.nn.api.Layer layer =
        underlying.instantiate(inner, listeners, index, parameters, initialize, type);
    conf.setVariables(layer.conf().variables(true));
    return layer;
  }

  @Override
  public IUpdater getUpdaterByParam(String parameter) {
    return underlying.getUpdaterByParam(parameter);
  }

  @Override
  public void setDataType(DataType type) {
    underlying.setDataType(type);
  }

  @Override
  public PcLayer clone() {
    PcLayer copy = (PcLayer) super.clone();
    copy.underlying = underlying.clone();
    return copy;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PcLayer layer
        && underlying.equals(layer.underlying)
        && Arrays.equals(precision, layer.precision)
        && nodePlacement == layer.nodePlacement
        && Objects.equals(node, layer.node);
  }

  @Override
  public int hashCode() {
    return Objects.hash(underlying, Arrays.hashCode(precision), nodePlacement, node);
  }

  @Override
  public String toString() {
    return "PcLayer(" + underlying + ")";
  }

  /** Builder of a {@link PcLayer}. */
  public static final class Builder {
    private final Layer underlying;
    private double[] precision = {};
    private NodePlacement placement;
    private Boolean node;

    private Builder(Layer underlying) {
      this.underlying = underlying;
    }

    /**
     * Sets the precision of the node.
     *
     * @param pi one value, or one a unit (feature or channel); finite and greater than 0
     * @return this
     */
    public Builder precision(double... pi) {
      precision = pi.clone();
      return this;
    }

    /**
     * Sets where the node sits.
     *
     * @param nodePlacement before or after the activation
     * @return this
     */
    public Builder nodePlacement(NodePlacement nodePlacement) {
      placement = nodePlacement;
      return this;
    }

    /**
     * Asks for a node at this layer, also where it has no parameters.
     *
     * @return this
     */
    public Builder withNode() {
      node = true;
      return this;
    }

    /**
     * Asks for no node at this layer: it folds into the prediction of its consumer.
     *
     * @return this
     */
    public Builder withoutNode() {
      node = false;
      return this;
    }

    /**
     * Builds the layer.
     *
     * @return the layer
     * @throws IllegalArgumentException for a precision that is not finite and greater than 0, and
     *     for a layer that is a {@code PcLayer} itself
     */
    public PcLayer build() {
      return new PcLayer(underlying, precision, placement, node);
    }
  }
}
