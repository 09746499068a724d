// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;

/** The configuration class as such: its values, its texts, its copies. */
class PcLayerTest {

  private static DenseLayer dense() {
    return new DenseLayer.Builder().nIn(4).nOut(3).activation(Activation.RELU).build();
  }

  private static MultiLayerConfiguration configuration() {
    return Chains.chain(
        InputType.convolutional(7, 6, 2),
        PcLayer.of(new ConvolutionLayer.Builder(2, 2).nOut(3).name("patches").build())
            .precision(0.5)
            .nodePlacement(NodePlacement.PRE_ACTIVATION)
            .build(),
        PcLayer.of(new SubsamplingLayer.Builder().build()).withNode().build(),
        PcLayer.of(Chains.dense(4)).precision(1.0, 2.0, 0.25, 3.0).withoutNode().build(),
        PcLayer.of(Chains.output(3)).build());
  }

  @Test
  void survivesJson() {
    MultiLayerConfiguration original = configuration();
    MultiLayerConfiguration read = MultiLayerConfiguration.fromJson(original.toJson());
    assertThat(read).isEqualTo(original);
    assertThat(read.toJson()).isEqualTo(original.toJson());
    assertThatSettingsArePresentIn(read);
  }

  @Test
  void survivesYaml() {
    MultiLayerConfiguration original = configuration();
    MultiLayerConfiguration read = MultiLayerConfiguration.fromYaml(original.toYaml());
    assertThat(read).isEqualTo(original);
    assertThatSettingsArePresentIn(read);
  }

  private static void assertThatSettingsArePresentIn(MultiLayerConfiguration configuration) {
    PcLayer patches = layer(configuration, 0);
    assertThat(patches.getLayerName()).isEqualTo("patches");
    assertThat(patches.nodePrecision().scalar()).isEqualTo(0.5);
    assertThat(patches.nodePlacement()).contains(NodePlacement.PRE_ACTIVATION);
    assertThat(patches.hasNode()).isEmpty();
    assertThat(layer(configuration, 1).hasNode()).contains(true);
    PcLayer dense = layer(configuration, 2);
    assertThat(dense.hasNode()).contains(false);
    assertThat(dense.nodePrecision()).isInstanceOf(UnitPrecision.class);
    assertThat(dense.nodePlacement()).isEmpty();
  }

  private static PcLayer layer(MultiLayerConfiguration configuration, int index) {
    return (PcLayer) configuration.getConf(index).getLayer();
  }

  @Test
  void defaultsFollowTheRule() {
    PcLayer layer = PcLayer.of(dense()).build();
    assertThat(layer.nodePrecision().scalar()).isEqualTo(1.0);
    assertThat(layer.nodePlacement()).isEmpty();
    assertThat(layer.hasNode()).isEmpty();
  }

  @Test
  void cloneIsDeep() {
    PcLayer original = PcLayer.of(dense()).precision(2.0).build();
    PcLayer copy = original.clone();
    assertThat(copy).isEqualTo(original).isNotSameAs(original);
    ((DenseLayer) copy.getUnderlying()).setNOut(17);
    assertThat(((DenseLayer) original.getUnderlying()).getNOut()).isEqualTo(3);
  }

  @Test
  void builderAndLayerShareNoArray() {
    double[] pi = {1.0, 2.0, 3.0};
    PcLayer.Builder builder = PcLayer.of(dense()).precision(pi);
    pi[0] = 9.0;
    assertThat(builder.build()).isEqualTo(PcLayer.of(dense()).precision(1.0, 2.0, 3.0).build());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.0, -1.0, Double.NaN, Double.POSITIVE_INFINITY})
  void rejectsPrecisionThatIsNotPositive(double pi) {
    PcLayer.Builder one = PcLayer.of(dense()).precision(pi);
    PcLayer.Builder perUnit = PcLayer.of(dense()).precision(1.0, pi, 1.0);
    for (PcLayer.Builder builder : List.of(one, perUnit)) {
      assertThatIllegalArgumentException()
          .isThrownBy(builder::build)
          .withMessage("illegal precision: " + pi + ", must be finite and greater than 0");
    }
  }

  @Test
  void rejectsNothingToWrap() {
    assertThatNullPointerException()
        .isThrownBy(() -> PcLayer.of(null).build())
        .withMessage("underlying layer");
  }

  @Test
  void rejectsAnotherOfItsKind() {
    PcLayer inner = PcLayer.of(dense()).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PcLayer.of(inner).build())
        .withMessage("illegal layer: a PcLayer, must not be wrapped in another PcLayer");
  }

  @Test
  void equalityIsByValue() {
    PcLayer layer = PcLayer.of(dense()).precision(2.0).withNode().build();
    assertThat(layer)
        .isEqualTo(PcLayer.of(dense()).precision(2.0).withNode().build())
        .hasSameHashCodeAs(PcLayer.of(dense()).precision(2.0).withNode().build())
        .isNotEqualTo(PcLayer.of(dense()).precision(1.0).withNode().build())
        .isNotEqualTo(PcLayer.of(dense()).precision(2.0).withoutNode().build())
        .isNotEqualTo(
            PcLayer.of(dense())
                .precision(2.0)
                .withNode()
                .nodePlacement(NodePlacement.PRE_ACTIVATION)
                .build())
        .isNotEqualTo(PcLayer.of(Chains.dense(3)).precision(2.0).withNode().build())
        .isNotEqualTo((Layer) dense());
  }
}
