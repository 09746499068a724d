// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.File;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.config.DL4JSystemProperties;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.api.TrainingMaster;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.deeplearning4j.spark.time.SystemClockTimeSource;
import org.deeplearning4j.spark.util.SparkUtils;
import org.dl4jpc.parallel.SerialSchedule;
import org.dl4jpc.trainers.GraphNet;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.PredictiveCoding;
import org.dl4jpc.trainers.SmallNet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Spark's workers train by the rule: what they leave is that of the same schedule on one thread.
 */
@Timeout(300)
class PcParameterAveragingTest {
  private static final int WORKERS = 2;

  /** IL with a step size at which its update is far from backpropagation's. */
  private static final LearningRule IL = LearningRule.il().withInferenceSteps(8).withStepSize(0.2);

  private static JavaSparkContext spark;

  @TempDir File directory;

  @BeforeAll
  static void start() {
    System.setProperty(
        DL4JSystemProperties.TIMESOURCE_CLASSNAME_PROPERTY, SystemClockTimeSource.class.getName());
    spark =
        new JavaSparkContext(
            new SparkConf()
                .setMaster("local[" + WORKERS + "]")
                .setAppName("dl4j-pc")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "localhost")
                .set("spark.driver.bindAddress", "127.0.0.1"));
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  static Stream<LearningRule> rules() {
    return Stream.of(LearningRule.zil(), IL, LearningRule.seqIlMq(1e-3), LearningRule.ilProx(2.5));
  }

  /** Partitions stay where they are, so that it is known which worker gets what. */
  private static PcParameterAveragingTrainingMaster.Builder builder(int frequency) {
    return builder(frequency, SmallNet.SAMPLES);
  }

  private static PcParameterAveragingTrainingMaster.Builder builder(int frequency, int samples) {
    PcParameterAveragingTrainingMaster.Builder builder =
        new PcParameterAveragingTrainingMaster.Builder(WORKERS, samples);
    builder
        .batchSizePerWorker(samples)
        .averagingFrequency(frequency)
        .saveUpdater(true)
        .rddTrainingApproach(RDDTrainingApproach.Direct)
        .repartionData(Repartition.Never);
    return builder;
  }

  private static <T> JavaRDD<T> data(List<T> batches) {
    return spark.parallelize(batches, WORKERS);
  }

  private static MultiLayerNetwork attached(SmallNet net, LearningRule rule) {
    return PredictiveCoding.attach(net.network(), rule);
  }

  /** The order in which the plain schedule deals the halves of a list to two workers. */
  private static <T> List<T> dealt(List<T> batches) {
    int half = batches.size() / 2;
    return IntStream.range(0, half)
        .boxed()
        .flatMap(i -> Stream.of(batches.get(i), batches.get(half + i)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void twoWorkersEqualTheSerialSchedule(LearningRule rule) {
    List<DataSet> batches = SmallNet.MLP.batches(4);
    MultiLayerNetwork network = SmallNet.MLP.network();
    MultiLayerNetwork attached = PredictiveCoding.attach(network, rule);
    var trained = new SparkDl4jMultiLayer(spark, attached, builder(2).build());
    MultiLayerNetwork expected = attached(SmallNet.MLP, rule);
    SerialSchedule serial = new SerialSchedule(expected, WORKERS, 2);
    for (int epoch = 0; epoch < 2; epoch++) {
      trained.fit(data(batches));
      serial.fit(dealt(batches));
    }
    SerialSchedule.setScore(attached, trained.getScore());
    SerialSchedule.assertSame(attached, expected);
    assertThat(network.params()).isEqualTo(attached.params());
    assertThat(network.getIterationCount()).isEqualTo(4);
  }

  @ParameterizedTest
  @EnumSource
  void zilEqualsTheSerialScheduleOfBackpropagationAndIlDoesNot(SmallNet net) {
    List<DataSet> batches = net.batches(4);
    MultiLayerNetwork plain = net.network();
    new SerialSchedule(plain, WORKERS, 2).fit(dealt(batches));
    MultiLayerNetwork zil = attached(net, LearningRule.zil());
    new SparkDl4jMultiLayer(spark, zil, builder(2).build()).fit(data(batches));
    assertThat(SerialSchedule.distance(zil, plain)).isLessThan(1e-10);
    MultiLayerNetwork il = attached(net, IL);
    new SparkDl4jMultiLayer(spark, il, builder(2).build()).fit(data(batches));
    assertThat(SerialSchedule.distance(il, plain)).as("IL is another rule").isGreaterThan(1e-3);
  }

  static Stream<Arguments> graphs() {
    return Stream.of(
        arguments(GraphNet.TWO_BY_TWO, LearningRule.zil()),
        arguments(GraphNet.TWO_BY_TWO, LearningRule.seqIlMq(1e-3)),
        arguments(GraphNet.RESIDUAL, IL));
  }

  @ParameterizedTest
  @MethodSource("graphs")
  void graphsEqualTheSerialSchedule(GraphNet net, LearningRule rule) {
    List<MultiDataSet> batches = net.batches(4);
    ComputationGraph network = net.network();
    ComputationGraph attached = PredictiveCoding.attach(network, rule);
    var master = builder(2, GraphNet.SAMPLES).build();
    var trained = new SparkComputationGraph(spark, attached, master);
    ComputationGraph expected = PredictiveCoding.attach(net.network(), rule);
    SerialSchedule serial = new SerialSchedule(expected, WORKERS, 2);
    for (int epoch = 0; epoch < 2; epoch++) {
      trained.fitMultiDataSet(data(batches));
      serial.fit(dealt(batches));
    }
    SerialSchedule.setScore(attached, trained.getScore());
    SerialSchedule.assertSame(attached, expected);
    assertThat(network.params()).isEqualTo(attached.params());
  }

  @Test
  void graphsByZilEqualTheSerialScheduleOfBackpropagationAndByIlDoNot() {
    List<MultiDataSet> batches = GraphNet.SKIPS.batches(4);
    ComputationGraph plain = GraphNet.SKIPS.network();
    new SerialSchedule(plain, WORKERS, 2).fit(dealt(batches));
    ComputationGraph zil = PredictiveCoding.attach(GraphNet.SKIPS.network(), LearningRule.zil());
    ComputationGraph il = PredictiveCoding.attach(GraphNet.SKIPS.network(), IL);
    for (ComputationGraph network : List.of(zil, il)) {
      var master = builder(2, GraphNet.SAMPLES).build();
      new SparkComputationGraph(spark, network, master).fitMultiDataSet(data(batches));
    }
    assertThat(SerialSchedule.distance(zil, plain)).isLessThan(1e-10);
    assertThat(SerialSchedule.distance(il, plain)).as("IL is another rule").isGreaterThan(1e-3);
  }

  @Test
  void splitsAtRandomAreAveragedOneAfterTheOther() {
    long seed = 3;
    List<DataSet> batches = SmallNet.MLP.batches(9);
    MultiLayerNetwork network = attached(SmallNet.MLP, IL);
    var master = builder(1).rngSeed(seed).build();
    new SparkDl4jMultiLayer(spark, network, master).fit(data(batches));
    MultiLayerNetwork expected = attached(SmallNet.MLP, IL);
    SerialSchedule serial = new SerialSchedule(expected, WORKERS, 1);
    JavaRDD<DataSet>[] splits =
        SparkUtils.balancedRandomSplit(
            batches.size(), WORKERS, data(batches), new Random(seed).nextLong());
    for (JavaRDD<DataSet> split : splits) {
      serial.average(split.glom().collect().stream().map(share -> share.subList(0, 1)).toList());
    }
    assertThat(splits).hasSize(4);
    assertThat(SerialSchedule.distance(network, expected)).isLessThan(1e-12);
  }

  @Test
  void partitionsWithoutDataTakeNoPart() {
    List<DataSet> batches = SmallNet.MLP.batches(2);
    JavaRDD<DataSet> data = spark.parallelize(batches, 4);
    MultiLayerNetwork network = attached(SmallNet.MLP, IL);
    new SparkDl4jMultiLayer(spark, network, builder(1).build()).fit(data);
    MultiLayerNetwork expected = attached(SmallNet.MLP, IL);
    new SerialSchedule(expected, WORKERS, 1).fit(batches);
    assertThat(data.glom().collect()).contains(List.of());
    assertThat(SerialSchedule.distance(network, expected)).isLessThan(1e-12);
  }

  @Test
  void exportedDataTrainToo() {
    List<DataSet> batches = SmallNet.MLP.batches(2);
    MultiLayerNetwork network = attached(SmallNet.MLP, IL);
    var master =
        builder(1)
            .repartionData(Repartition.Always)
            .rddTrainingApproach(RDDTrainingApproach.Export)
            .exportDirectory(directory.toURI().toString())
            .build();
    new SparkDl4jMultiLayer(spark, network, master).fit(data(batches));
    MultiLayerNetwork expected = attached(SmallNet.MLP, IL);
    new SerialSchedule(expected, WORKERS, 1).fit(batches);
    assertThat(SerialSchedule.distance(network, expected)).isLessThan(1e-12);
  }

  @Test
  void statisticsAreCollectedAsInDl4j() {
    var master = builder(1).collectTrainingStats(true).build();
    new SparkDl4jMultiLayer(spark, attached(SmallNet.MLP, IL), master)
        .fit(data(SmallNet.MLP.batches(2)));
    assertThat(master.getTrainingStats().getKeySet())
        .contains("ParameterAveragingMasterBroadcastCreateTimesMs");
  }

  @Test
  void anExceptionOfAWorkerEndsTheFitAtTheLastAverage() {
    List<DataSet> batches = SmallNet.MLP.batches(2);
    MultiLayerNetwork network = attached(SmallNet.MLP, LearningRule.seqIlMq(1e-3));
    var trained = new SparkDl4jMultiLayer(spark, network, builder(1).build());
    trained.fit(data(batches));
    MultiLayerNetwork before = network.clone();
    batches.get(1).getFeatures().putScalar(0, 0, Double.NaN);
    assertThatThrownBy(() -> trained.fit(data(batches)))
        .isInstanceOf(SparkException.class)
        .hasMessageContaining("DL4JInvalidInputException");
    assertThat(network.params()).isEqualTo(before.params());
    assertThat(network.getUpdater().getStateViewArray())
        .isEqualTo(before.getUpdater().getStateViewArray());
    assertThat(network.getIterationCount()).isEqualTo(before.getIterationCount());
  }

  @Test
  void dl4jsOwnMasterFailsLoudlyOnAnAttachedNetwork() {
    MultiLayerNetwork network = attached(SmallNet.MLP, LearningRule.zil());
    INDArray before = network.params().dup();
    var dl4js =
        new ParameterAveragingTrainingMaster.Builder(WORKERS, SmallNet.SAMPLES)
            .batchSizePerWorker(SmallNet.SAMPLES)
            .averagingFrequency(1)
            .rddTrainingApproach(RDDTrainingApproach.Direct)
            .build();
    var trained = new SparkDl4jMultiLayer(spark, network, dl4js);
    assertThatThrownBy(() -> trained.fit(data(SmallNet.MLP.batches(2))))
        .hasMessageContainingAll("has trained by backpropagation", "PcParameterAveraging");
    assertThat(network.params()).isEqualTo(before);
  }

  @Test
  void dl4jsOwnMasterFailsLoudlyOnAnAttachedGraph() {
    ComputationGraph network =
        PredictiveCoding.attach(GraphNet.SKIPS.network(), LearningRule.zil());
    var dl4js =
        new ParameterAveragingTrainingMaster.Builder(WORKERS, GraphNet.SAMPLES)
            .batchSizePerWorker(GraphNet.SAMPLES)
            .averagingFrequency(1)
            .rddTrainingApproach(RDDTrainingApproach.Direct)
            .build();
    var trained = new SparkComputationGraph(spark, network, dl4js);
    assertThatThrownBy(() -> trained.fitMultiDataSet(data(GraphNet.SKIPS.batches(2))))
        .hasMessageContaining("has trained by backpropagation");
  }

  @Test
  void aPlainNetworkIsRefused() {
    MultiLayerNetwork plain = SmallNet.MLP.network();
    var trained = new SparkDl4jMultiLayer(spark, plain, builder(1).build());
    assertThatThrownBy(() -> trained.fit(data(SmallNet.MLP.batches(2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("illegal model: MultiLayerNetwork, must be attached to a learning rule");
  }

  @Test
  void settingsSurviveJsonAndYaml() {
    PcParameterAveragingTrainingMaster master = builder(7).build();
    assertThat(PcParameterAveragingTrainingMaster.fromJson(master.toJson())).isEqualTo(master);
    assertThat(PcParameterAveragingTrainingMaster.fromYaml(master.toYaml())).isEqualTo(master);
    TrainingMaster<?, ?> other = builder(6).build();
    assertThat(PcParameterAveragingTrainingMaster.fromJson(master.toJson())).isNotEqualTo(other);
    assertThatThrownBy(() -> PcParameterAveragingTrainingMaster.fromJson("{"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("illegal JSON: ");
    assertThatThrownBy(() -> PcParameterAveragingTrainingMaster.fromYaml("]"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("illegal YAML: ");
  }
}
