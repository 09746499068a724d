// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A small network around one DL4J layer configuration class, with learning layers below it, so that
 * both its feedback and its weight gradient show in the network's gradient.
 *
 * @param covers the configuration class
 * @param name what is special about the layer
 * @param configuration of the network, in double; asked once a network
 * @param data a minibatch; asked once a network
 * @param defaultType ND4J's default type while the case runs: some of DL4J's layers make
 *     intermediate arrays of that type, whatever the network's
 * @param failure why DL4J itself cannot run the network; null if it can
 */
public record LayerCase(
    Class<? extends Layer> covers,
    String name,
    Supplier<MultiLayerConfiguration> configuration,
    Supplier<DataSet> data,
    DataType defaultType,
    Failure failure) {

  /**
   * Why DL4J cannot run a network.
   *
   * @param message part of its error
   * @param reason in our words
   */
  public record Failure(String message, String reason) {}

  /**
   * A case that DL4J runs.
   *
   * @param covers the class
   * @param name of the case
   * @param configuration of the network
   * @param data a minibatch
   * @return the case
   */
  static LayerCase of(
      Class<? extends Layer> covers,
      String name,
      Supplier<MultiLayerConfiguration> configuration,
      Supplier<DataSet> data) {
    return new LayerCase(covers, name, configuration, data, DataType.FLOAT, null);
  }

  /**
   * The same with another minibatch.
   *
   * @param other the minibatch
   * @return the case
   */
  LayerCase with(Supplier<DataSet> other) {
    return new LayerCase(covers, name, configuration, other, defaultType, failure);
  }

  /**
   * The same with double as ND4J's default type.
   *
   * @return the case
   */
  LayerCase doubleByDefault() {
    return new LayerCase(covers, name, configuration, data, DataType.DOUBLE, failure);
  }

  /**
   * The same, known to fail in DL4J itself.
   *
   * @param message part of DL4J's error
   * @param reason in our words
   * @return the case
   */
  LayerCase failing(String message, String reason) {
    return new LayerCase(
        covers, name, configuration, data, defaultType, new Failure(message, reason));
  }

  /**
   * Builds the network. Parameters that DL4J starts at one value, such as biases, are spread.
   *
   * @return a new network
   */
  public MultiLayerNetwork build() {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration.get().clone());
    network.init();
    Nd4j.getRandom().setSeed(11);
    network.params().addi(Nd4j.rand(DataType.DOUBLE, network.params().shape()).muli(0.1));
    return network;
  }

  @Override
  public String toString() {
    return covers.getSimpleName() + ": " + name;
  }
}
