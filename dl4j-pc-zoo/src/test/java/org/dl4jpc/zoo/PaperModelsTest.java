// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.zoo.PretrainedType;
import org.dl4jpc.layers.NodePlacement;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.MatrixUpdateEqualization;
import org.dl4jpc.trainers.OutputMode;
import org.dl4jpc.trainers.PcTrainer;
import org.dl4jpc.trainers.StepSizes;
import org.dl4jpc.trainers.WeightRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

/** The papers' architectures and settings. */
class PaperModelsTest {

  enum Architecture {
    SEQ_IL_MLP(SeqIlMlp::builder, 3073L * 1024 + 2 * 1025L * 1024 + 1025L * 10) {
      @Override
      List<LearningRule> rules() {
        return List.of(
            SeqIlMlp.seqIlOnCifar10(),
            SeqIlMlp.seqIlOnSvhn(),
            SeqIlMlp.seqIlMq(),
            SeqIlMlp.seqIlAdam());
      }
    },
    SEQ_IL_CONVOLUTIONAL(
        SeqIlConvolutional::builder,
        (75L + 1) * 64 + (25L * 64 + 1) * 128 + (9L * 128 + 1) * 256 + (4096L + 1) * 10) {
      @Override
      List<LearningRule> rules() {
        return List.of(
            SeqIlConvolutional.seqIlOnCifar10(),
            SeqIlConvolutional.seqIlOnSvhn(),
            SeqIlConvolutional.seqIlMqOnCifar10(),
            SeqIlConvolutional.seqIlMqOnSvhn(),
            SeqIlConvolutional.seqIlMqOnTinyImageNet(),
            SeqIlConvolutional.seqIlAdamOnCifar10(),
            SeqIlConvolutional.seqIlAdamOnSvhn());
      }
    },
    SEQ_IL_AUTOENCODER(
        SeqIlAutoencoder::builder,
        3073L * 1024 + 1025L * 256 + 257L * 20 + 21L * 256 + 257L * 1024 + 1025L * 3072) {
      @Override
      List<LearningRule> rules() {
        return List.of(
            SeqIlAutoencoder.seqIlOnCifar10(),
            SeqIlAutoencoder.seqIlOnSvhn(),
            SeqIlAutoencoder.seqIlMqOnCifar10(),
            SeqIlAutoencoder.seqIlMqOnSvhn());
      }
    },
    IL_PROX_MLP(IlProxMlp::builder, 785L * 500 + 501L * 500 + 501L * 10) {
      @Override
      List<LearningRule> rules() {
        return List.of(
            IlProxMlp.il(),
            IlProxMlp.ilAdamAtBatch1(),
            IlProxMlp.ilAdamAtBatch64(),
            IlProxMlp.ilProx(),
            IlProxMlp.ilProxOnMnist(),
            IlProxMlp.ilProxFast(),
            IlProxMlp.ilProxAdam(1e-4));
      }
    },
    NUDGE_MLP(NudgeMlp::builder, 785L * 128 + 129L * 64 + 65L * 10) {
      @Override
      List<LearningRule> rules() {
        return List.of(NudgeMlp.pcNudge());
      }
    },
    ZIL_RNN(ZilRnn::builder, (12L + 64 + 1) * 64 + 65L * 9) {
      @Override
      List<LearningRule> rules() {
        return List.of(ZilRnn.zil());
      }
    },
    ZIL_ALEX_NET(
        ZilAlexNet::builder,
        (75L + 1) * 64
            + (25L * 64 + 1) * 192
            + (9L * 192 + 1) * 384
            + (9L * 384 + 1) * 256
            + (9L * 256 + 1) * 256
            + (16L * 256 + 1) * 1024
            + 1025L * 1024
            + 1025L * 10) {
      @Override
      List<LearningRule> rules() {
        return List.of(ZilAlexNet.zil());
      }
    };

    @SuppressWarnings("ImmutableEnumChecker") // a method reference without state
    private final Supplier<PaperModelBuilder<? extends PaperModel>> builder;

    private final long parameters;

    Architecture(Supplier<PaperModelBuilder<? extends PaperModel>> builder, long parameters) {
      this.builder = builder;
      this.parameters = parameters;
    }

    abstract List<LearningRule> rules();

    MultiLayerNetwork network() {
      return builder.get().seed(2).build().init();
    }

    DataSet batch() {
      Nd4j.getRandom().setSeed(6);
      INDArray features =
          switch (this) {
            case ZIL_RNN -> Nd4j.randn(DataType.FLOAT, 8, 12, 29);
            case IL_PROX_MLP, NUDGE_MLP -> Nd4j.rand(DataType.FLOAT, 8, 1, 28, 28);
            default -> Nd4j.rand(DataType.FLOAT, 8, 3, 32, 32);
          };
      return new DataSet(features, labels(features));
    }

    private INDArray labels(INDArray features) {
      if (this == SEQ_IL_AUTOENCODER) {
        return features.reshape(8, 3072).dup();
      }
      INDArray labels = Nd4j.zeros(DataType.FLOAT, 8, this == ZIL_RNN ? 9 : 10);
      for (int i = 0; i < 8; i++) {
        labels.putScalar(i, i, 1f);
      }
      return labels;
    }
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void hasThePapersSizes(Architecture architecture) {
    assertThat(architecture.network().numParams()).isEqualTo(architecture.parameters);
  }

  static Stream<Arguments> rules() {
    return Stream.of(Architecture.values())
        .flatMap(each -> each.rules().stream().map(rule -> Arguments.of(each, rule)));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void everyRuleLowersTheLossOfItsModel(Architecture architecture, LearningRule rule) {
    MultiLayerNetwork network = architecture.network();
    DataSet batch = architecture.batch();
    double before = network.score(batch);
    PcTrainer trainer = PcTrainer.of(network, rule);
    for (int i = 0; i < 3; i++) {
      trainer.fit(batch);
    }
    assertThat(network.score(batch)).isLessThan(before);
  }

  @Test
  void settingsOfTheAuthorsCode() {
    LearningRule mlp = SeqIlMlp.seqIlMq();
    assertThat(mlp.schedule().steps()).isEqualTo(3);
    assertThat(mlp.schedule().stepSizes()).isEqualTo(StepSizes.of(0.05));
    assertThat(mlp.output()).isEqualTo(OutputMode.soft(1.0 / 101));
    assertThat(mlp.nodePlacement()).isEqualTo(NodePlacement.PRE_ACTIVATION);
    assertThat(rate(mlp)).isEqualTo(3e-5);
    assertThat(SeqIlMlp.seqIlOnCifar10().updater()).contains(new Sgd(0.75));
    LearningRule convolutional = SeqIlConvolutional.seqIlMqOnTinyImageNet();
    assertThat(convolutional.schedule().steps()).isEqualTo(4);
    assertThat(convolutional.schedule().stepSizes()).isEqualTo(StepSizes.of(0.04));
    assertThat(convolutional.nodePlacement()).isEqualTo(NodePlacement.POST_ACTIVATION);
    assertThat(rate(SeqIlConvolutional.seqIlMqOnCifar10())).isEqualTo(2.2e-4);
    assertThat(SeqIlConvolutional.seqIlAdamOnSvhn().updater()).contains(new Adam(1e-5));
    assertThat(SeqIlAutoencoder.seqIlMqOnSvhn().schedule().steps()).isEqualTo(6);
    assertThat(rate(SeqIlAutoencoder.seqIlMqOnSvhn())).isEqualTo(1.6e-5);
    assertThat(IlProxMlp.ilProx()).isEqualTo(LearningRule.ilProx(2.5, 0.25));
    assertThat(IlProxMlp.ilProxFast().schedule())
        .isEqualTo(LearningRule.ilProxFast(2.5).schedule());
    assertThat(IlProxMlp.ilProxFast().weightRule()).isEqualTo(WeightRule.nlms(0.25));
    assertThat(IlProxMlp.ilAdamAtBatch64().output()).isEqualTo(OutputMode.soft(0.65));
    assertThat(IlProxMlp.il().schedule().stepSizes()).isEqualTo(new StepSizes(0.02, 0.015));
    assertThat(NudgeMlp.pcNudge()).isEqualTo(LearningRule.pcNudge(0.01));
  }

  private static double rate(LearningRule rule) {
    MatrixUpdateEqualization mq = (MatrixUpdateEqualization) rule.updater().orElseThrow();
    return mq.getLearningRate(0, 0);
  }

  @Test
  void buildersAreThoseOfTheZoo() throws Exception {
    SeqIlConvolutional model =
        SeqIlConvolutional.builder()
            .inputShape(1, 16, 16)
            .numClasses(4)
            .updater(new Adam(0.1))
            .dataType(DataType.DOUBLE)
            .seed(5)
            .build();
    MultiLayerNetwork network = model.init();
    assertThat(network.params().dataType()).isEqualTo(DataType.DOUBLE);
    assertThat(network.output(Nd4j.zeros(DataType.DOUBLE, 2, 1, 16, 16)).shape())
        .containsExactly(2, 4);
    assertThat(model.<MultiLayerNetwork>init().params()).isEqualTo(network.params());
    model.setInputShape(new int[][] {{3, 8, 8}});
    assertThat(
            model.<MultiLayerNetwork>init().output(Nd4j.zeros(DataType.DOUBLE, 2, 3, 8, 8)).shape())
        .containsExactly(2, 4);
    assertThat(model.modelName()).isEqualTo("seqilconvolutional");
    assertThat(model.pretrainedAvailable(PretrainedType.CIFAR10)).isFalse();
    assertThatThrownBy(() -> model.initPretrained(PretrainedType.CIFAR10))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void badSettings() {
    assertThatThrownBy(() -> SeqIlMlp.builder().inputShape(3072))
        .hasMessage("illegal input shape: [3072], must be 3 numbers of at least 1");
    assertThatThrownBy(() -> ZilRnn.builder().inputShape(12, 0))
        .hasMessage("illegal input shape: [12, 0], must be 2 numbers of at least 1");
    assertThatThrownBy(() -> SeqIlMlp.builder().numClasses(1))
        .hasMessage("illegal number of classes: 1, must be at least 2");
    assertThatThrownBy(() -> SeqIlAutoencoder.builder().numClasses(10))
        .hasMessage("illegal number of classes: 10, must be left out: the model has no classes");
    assertThatThrownBy(() -> SeqIlMlp.builder().dataType(DataType.BFLOAT16))
        .hasMessage("illegal data type: BFLOAT16, must be FLOAT or DOUBLE");
    assertThatThrownBy(() -> SeqIlMlp.builder().updater(null))
        .hasMessage("illegal updater: null, must be an object");
  }

  @Test
  void mlpsTakeFlatImagesToo() {
    MultiLayerNetwork network = NudgeMlp.builder().build().init();
    DataSet batch = Architecture.NUDGE_MLP.batch();
    batch.setFeatures(batch.getFeatures().reshape(8, 784));
    double before = network.score(batch);
    PcTrainer.of(network, LearningRule.zil()).fit(batch);
    assertThat(network.score(batch)).isLessThan(before);
  }
}
