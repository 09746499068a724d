// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.zoo;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.zoo.ModelMetaData;
import org.deeplearning4j.zoo.PretrainedType;
import org.deeplearning4j.zoo.ZooModel;
import org.deeplearning4j.zoo.ZooType;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * An architecture of a paper on predictive coding as a model of DL4J's zoo. An ordinary DL4J
 * network, which trains by backpropagation unless a rule is attached; the rules with the paper's
 * settings are static methods of each model:
 *
 * <pre>{@code
 * MultiLayerNetwork network = SeqIlMlp.builder().seed(1).build().init();
 * PcTrainer.of(network, SeqIlMlp.seqIlMq()).fit(iterator, 10);
 * }</pre>
 *
 * <p>"Of the authors' code" says that a value is from the code that the authors published with
 * their paper; "ours" that neither has it, or that it is not known to us. Weights are drawn
 * uniformly within 1/√n_in, as the authors' library does where nothing else is said; biases begin
 * at 0. There are no pretrained weights.
 */
public abstract class PaperModel extends ZooModel<MultiLayerNetwork> {
  private final PaperModelBuilder<?> settings;
  private int[] inputShape;

  PaperModel(PaperModelBuilder<?> settings) {
    this.settings = settings.copy();
    this.inputShape = settings.inputShape();
  }

  /**
   * Adds the layers.
   *
   * @param list the configuration, with the settings that all layers have
   */
  abstract void addLayers(NeuralNetConfiguration.ListBuilder list);

  /**
   * The type of the input.
   *
   * @param shape as the user gives it
   * @return images, unless it is overridden
   */
  InputType inputType(int[] shape) {
    return InputType.convolutional(shape[1], shape[2], shape[0]);
  }

  /** {@return the kind of network, for DL4J's metadata} */
  ZooType zooType() {
    return ZooType.CNN;
  }

  /** {@return number of classes} */
  final int classes() {
    return settings.numClasses();
  }

  /** {@return number of input values} */
  final int inputs() {
    int product = 1;
    for (int size : inputShape) {
      product *= size;
    }
    return product;
  }

  /** {@return a softmax output with cross-entropy, one unit a class} */
  final OutputLayer classification() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(classes())
        .activation(Activation.SOFTMAX)
        .build();
  }

  /**
   * The configuration.
   *
   * @return a new one at every call
   */
  public final MultiLayerConfiguration conf() {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder()
            .seed(settings.seed())
            .dataType(settings.dataType())
            .updater(settings.updater())
            .activation(Activation.RELU)
            .weightInit(WeightInit.UNIFORM)
            .list();
    addLayers(list);
    return list.setInputType(inputType(inputShape)).build();
  }

  /**
   * Makes the network.
   *
   * @param <M> {@code MultiLayerNetwork}; the type parameter is DL4J's
   * @return initialised, its weights drawn
   */
  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // DL4J's signature
  public final <M extends Model> M init() {
    MultiLayerNetwork network = new MultiLayerNetwork(conf());
    network.init();
    return (M) network;
  }

  /**
   * Sets the shape of one example, as {@code inputShape} of the builder.
   *
   * @param shapes one shape
   * @throws IllegalArgumentException if it has not as many dimensions as the model's own
   */
  @Override
  public final void setInputShape(int[][] shapes) {
    inputShape = PaperModelBuilder.checkShape(shapes[0], inputShape.length);
  }

  /**
   * None.
   *
   * @param type any
   * @return null, which DL4J takes for an absence
   */
  @Override
  public final String pretrainedUrl(PretrainedType type) {
    return null;
  }

  @Override
  public final long pretrainedChecksum(PretrainedType type) {
    return 0L;
  }

  @Override
  public final Class<? extends Model> modelType() {
    return MultiLayerNetwork.class;
  }

  /**
   * DL4J's metadata.
   *
   * @deprecated in DL4J, which no longer reads it
   */
  @Deprecated
  @Override
  public final ModelMetaData metaData() {
    return new ModelMetaData(new int[][] {inputShape}, 1, zooType());
  }
}
