// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.spark;

import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.api.WorkerConfiguration;
import org.deeplearning4j.spark.api.worker.NetBroadcastTuple;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingWorker;
import org.nd4j.shade.jackson.core.JsonProcessingException;

/**
 * DL4J's parameter averaging on Spark for attached networks: workers train by the network's rule.
 *
 * <pre>{@code
 * MultiLayerNetwork attached = PredictiveCoding.attach(network, LearningRule.zil());
 * TrainingMaster<?, ?> master =
 *     new PcParameterAveragingTrainingMaster.Builder(workers, samplesPerDataSet)
 *         .averagingFrequency(5).saveUpdater(true).build();
 * new SparkDl4jMultiLayer(sparkContext, attached, master).fit(trainingData); // one epoch
 * }</pre>
 *
 * <p>The same master trains graphs, in a {@code SparkComputationGraph}. Their workers know the
 * iteration and epoch counts, which DL4J's own forget at every average, so that Adam and schedules
 * start anew there.
 *
 * <p>After every {@code averagingFrequency} minibatches a worker, parameters, and with {@code
 * saveUpdater} the updater's state, become the mean over the workers; the attached network, and
 * with it the user's, gets them. The rule travels with each task as JSON.
 *
 * <p>DL4J's own master would rebuild plain networks from the configuration, and train those by
 * backpropagation. All settings and limits are DL4J's. An exception of a worker ends {@code fit}
 * with Spark's exception, which has it in its message, and leaves the network as the last average
 * did.
 */
public final class PcParameterAveragingTrainingMaster extends ParameterAveragingTrainingMaster {

  /** For JSON. */
  private PcParameterAveragingTrainingMaster() {}

  private PcParameterAveragingTrainingMaster(Builder builder) {
    super(builder);
  }

  /**
   * Reads what {@link #toJson()} has written.
   *
   * @param json settings of a master
   * @return an equal master
   * @throws IllegalArgumentException if it is none
   */
  public static PcParameterAveragingTrainingMaster fromJson(String json) {
    try {
      return getJsonMapper().readValue(json, PcParameterAveragingTrainingMaster.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("illegal JSON: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * Reads what {@link #toYaml()} has written.
   *
   * @param yaml settings of a master
   * @return an equal master
   * @throws IllegalArgumentException if it is none
   */
  public static PcParameterAveragingTrainingMaster fromYaml(String yaml) {
    try {
      return getYamlMapper().readValue(yaml, PcParameterAveragingTrainingMaster.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("illegal YAML: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * Makes the workers of a split.
   *
   * @throws IllegalArgumentException if the network is not attached to a rule
   */
  @Override
  public ParameterAveragingTrainingWorker getWorkerInstance(SparkDl4jMultiLayer spark) {
    MultiLayerNetwork network = spark.getNetwork();
    Replica replica = Replica.of(network);
    String plain = network.getLayerWiseConfigurations().toJson();
    NetBroadcastTuple tuple =
        new NetBroadcastTuple(
            MultiLayerConfiguration.fromJson(plain),
            network.params(),
            network.getUpdater().getStateViewArray());
    return worker(replica, false, spark.getSparkContext(), tuple);
  }

  /**
   * Makes the workers of a split.
   *
   * @throws IllegalArgumentException if the network is not attached to a rule
   */
  @Override
  public ParameterAveragingTrainingWorker getWorkerInstance(SparkComputationGraph spark) {
    ComputationGraph network = spark.getNetwork();
    Replica replica = Replica.of(network);
    String plain = network.getConfiguration().toJson();
    NetBroadcastTuple tuple =
        new NetBroadcastTuple(
            ComputationGraphConfiguration.fromJson(plain),
            network.params(),
            network.getUpdater().getStateViewArray());
    return worker(replica, true, spark.getSparkContext(), tuple);
  }

  private ParameterAveragingTrainingWorker worker(
      Replica replica, boolean graph, JavaSparkContext spark, NetBroadcastTuple tuple) {
    if (collectTrainingStats) {
      stats.logBroadcastStart();
    }
    var broadcast = spark.broadcast(tuple);
    if (collectTrainingStats) {
      stats.logBroadcastEnd();
    }
    return new PcParameterAveragingTrainingWorker(
        replica,
        broadcast,
        saveUpdater,
        new WorkerConfiguration(
            graph,
            rddDataSetNumExamples,
            batchSizePerWorker,
            averagingFrequency,
            prefetchNumBatches,
            collectTrainingStats),
        trainingHookList,
        listeners,
        getRouterProvider());
  }

  /** DL4J's settings, with their names and defaults. */
  public static final class Builder extends ParameterAveragingTrainingMaster.Builder {

    /**
     * Starts from DL4J's defaults, with as many workers as Spark has threads.
     *
     * @param samplesPerDataSet in the data that will be trained on
     */
    public Builder(int samplesPerDataSet) {
      super(samplesPerDataSet);
    }

    /**
     * Starts from DL4J's defaults.
     *
     * @param workers executors times threads an executor; null for as many as Spark has threads
     * @param samplesPerDataSet in the data that will be trained on
     */
    public Builder(Integer workers, int samplesPerDataSet) {
      super(workers, samplesPerDataSet);
    }

    @Override
    public PcParameterAveragingTrainingMaster build() {
      return new PcParameterAveragingTrainingMaster(this);
    }
  }
}
