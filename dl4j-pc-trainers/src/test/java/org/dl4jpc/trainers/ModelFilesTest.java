// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Nesterovs;

/** Files of attached networks: the rule comes back, and plain DL4J reads them too. */
class ModelFilesTest {
  @TempDir Path directory;

  static Stream<Arguments> netsAndRules() {
    return Stream.of(SmallNet.values())
        .flatMap(
            net ->
                Stream.of(
                        LearningRule.zil(),
                        LearningRule.il().withInferenceSteps(3).withStepSizes(0.05, 0.03),
                        LearningRule.il()
                            .withInferenceSteps(3)
                            .withUpdater(new Nesterovs(0.05, 0.9)))
                    .map(rule -> Arguments.of(net, rule)));
  }

  private static MultiLayerNetwork trained(SmallNet net, LearningRule rule) {
    MultiLayerNetwork network = net.network(base -> base.l2(1e-3));
    network.fit(net.batch());
    MultiLayerNetwork attached = PredictiveCoding.attach(network, rule);
    attached.fit(net.iterator(2), 2);
    return attached;
  }

  private File file(String name) {
    return directory.resolve(name).toFile();
  }

  /** Both stand at the same point, and go on from there in the same way. */
  private static void assertGoesOn(
      SmallNet net, MultiLayerNetwork restored, MultiLayerNetwork attached) {
    assertThat(PredictiveCoding.isAttached(restored)).isTrue();
    assertThat(PredictiveCoding.ruleOf(restored)).isEqualTo(PredictiveCoding.ruleOf(attached));
    restored.setScore(attached.score()); // DL4J's files hold none
    Snapshot.of(attached).assertUnchanged(restored);
    restored.fit(net.iterator(3), 2);
    Snapshot before = Snapshot.of(restored);
    attached.fit(net.iterator(3), 2);
    before.assertUnchanged(attached);
  }

  @ParameterizedTest
  @MethodSource("netsAndRules")
  void trainingGoesOnFromDl4jsFile(SmallNet net, LearningRule rule) throws IOException {
    MultiLayerNetwork attached = trained(net, rule);
    ModelSerializer.writeModel(attached, file("model.zip"), true);
    assertGoesOn(net, PredictiveCoding.restore(file("model.zip")), attached);
  }

  @ParameterizedTest
  @MethodSource("netsAndRules")
  void trainingGoesOnFromOurFile(SmallNet net, LearningRule rule) throws IOException {
    MultiLayerNetwork attached = trained(net, rule);
    PredictiveCoding.save(attached, file("model.zip"));
    assertGoesOn(net, PredictiveCoding.restore(file("model.zip")), attached);
  }

  @ParameterizedTest
  @MethodSource("netsAndRules")
  void trainingGoesOnFromACloneOfWhatWasRestored(SmallNet net, LearningRule rule)
      throws IOException {
    MultiLayerNetwork attached = trained(net, rule);
    attached.save(file("model.zip"));
    assertGoesOn(net, PredictiveCoding.restore(file("model.zip")).clone(), attached);
  }

  @ParameterizedTest
  @MethodSource("netsAndRules")
  void javaSerialisationKeepsAll(SmallNet net, LearningRule rule)
      throws IOException, ClassNotFoundException {
    MultiLayerNetwork attached = trained(net, rule);
    assertGoesOn(net, copied(attached), attached);
    MultiLayerConfiguration configuration = attached.getLayerWiseConfigurations();
    MultiLayerConfiguration copy = copied(configuration);
    assertThat(copy).isEqualTo(configuration);
    assertThat(copy.toJson()).isEqualTo(configuration.toJson());
  }

  @SuppressWarnings("unchecked")
  private static <T> T copied(T object) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (T) in.readObject();
    }
  }

  @ParameterizedTest
  @EnumSource
  void plainDl4jOpensTheFile(SmallNet net) throws IOException {
    MultiLayerNetwork attached = trained(net, LearningRule.zil());
    PredictiveCoding.save(attached, file("model.zip"));
    INDArray features = net.batch().getFeatures();
    for (MultiLayerNetwork plain :
        new MultiLayerNetwork[] {
          MultiLayerNetwork.load(file("model.zip"), true),
          ModelSerializer.restoreMultiLayerNetwork(file("model.zip"))
        }) {
      assertThat(plain.getClass()).isEqualTo(MultiLayerNetwork.class);
      assertThat(plain.output(features)).isEqualTo(attached.output(features));
      plain.setScore(attached.score());
      Snapshot.of(attached).assertUnchanged(plain);
      plain.fit(net.batch());
    }
  }

  @ParameterizedTest
  @MethodSource("netsAndRules")
  void jsonAndYamlHoldTheRuleAndPlainDl4jReadsThem(SmallNet net, LearningRule rule) {
    MultiLayerNetwork attached = trained(net, rule);
    MultiLayerConfiguration configuration = attached.getLayerWiseConfigurations();
    assertThat(RuleProperty.read(configuration.toJson())).contains(rule);
    assertThat(configuration.toYaml()).contains(RuleProperty.NAME);
    MultiLayerConfiguration fromJson = MultiLayerConfiguration.fromJson(configuration.toJson());
    MultiLayerConfiguration fromYaml = MultiLayerConfiguration.fromYaml(configuration.toYaml());
    assertThat(fromJson.getClass()).isEqualTo(MultiLayerConfiguration.class);
    assertThat(fromYaml).isEqualTo(fromJson);
    MultiLayerConfiguration plain = PredictiveCoding.detach(attached).getLayerWiseConfigurations();
    assertThat(fromJson.toJson()).isEqualTo(plain.toJson());
    assertThat(RuleProperty.read(plain.toJson())).isEmpty();
  }

  @Test
  void aFileWithoutARuleIsNoneOfOurs() throws IOException {
    File file = file("plain.zip");
    ModelSerializer.writeModel(SmallNet.MLP.network(), file, true);
    assertThatThrownBy(() -> PredictiveCoding.restore(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "illegal file: "
                + file
                + ", must be of an attached network: its configuration holds no rule");
  }

  @Test
  void aGraphsFileIsNoneOfOurs() throws IOException {
    File file = file("graph.zip");
    ComputationGraph graph = SmallNet.MLP.network().toComputationGraph();
    ModelSerializer.writeModel(graph, file, true);
    assertThatThrownBy(() -> PredictiveCoding.restore(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(file.toString(), "holds no rule");
  }

  @Test
  void aTruncatedFileIsAnError() throws IOException {
    File file = file("model.zip");
    PredictiveCoding.save(trained(SmallNet.MLP, LearningRule.il()), file);
    byte[] bytes = Files.readAllBytes(file.toPath());
    for (int length : new int[] {0, 1, bytes.length / 3, bytes.length / 2, bytes.length - 1}) {
      File cut = file("cut" + length + ".zip");
      Files.write(cut.toPath(), Arrays.copyOf(bytes, length));
      assertNotAModel(cut);
    }
  }

  @Test
  void aFileOfAnotherKindIsAnError() throws IOException {
    File text = file("notes.txt");
    Files.writeString(text.toPath(), "not a model");
    assertNotAModel(text);
    File archive = file("other.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive.toPath()))) {
      zip.putNextEntry(new ZipEntry("notes.txt"));
    }
    assertNotAModel(archive);
    assertThatThrownBy(() -> PredictiveCoding.restore(file("absent.zip")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("absent.zip");
    assertThatThrownBy(() -> PredictiveCoding.restore(null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("illegal file: null, must be an object");
  }

  private static void assertNotAModel(File file) {
    assertThatThrownBy(() -> PredictiveCoding.restore(file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("illegal file: " + file + ", must be a DL4J model file: ");
  }

  @Test
  void aFileWithoutParametersIsAnError() throws IOException {
    File file = file("parameters.zip");
    String json = trained(SmallNet.MLP, LearningRule.il()).getLayerWiseConfigurations().toJson();
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file.toPath()))) {
      zip.putNextEntry(new ZipEntry(ModelSerializer.CONFIGURATION_JSON));
      zip.write(json.getBytes(StandardCharsets.UTF_8));
    }
    assertThatThrownBy(() -> PredictiveCoding.restore(file))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("gotCoefficients: [false]");
  }
}
