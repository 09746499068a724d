// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.experiments;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.examples.data.ImageSplit;
import org.dl4jpc.examples.data.Images;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.PredictiveCoding;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.profiler.OpProfiler;
import org.nd4j.linalg.profiler.ProfilerConfig;

/**
 * Products of matrix size of one training step: Alonso et al. 2023, Table 3. ND4J's profiler counts
 * those that are run; the network has no biases, so that there are no others.
 */
final class ProductCounts implements Experiment {
  private static final String PRODUCT = "matmul";
  private static final int LAYERS = 4;
  private static final int UNITS = 16;
  private static final int BATCH = 8;

  @Override
  public String id() {
    return "products";
  }

  @Override
  public String title() {
    return "Products of matrix size in a training step (Alonso et al. 2023, Table 3)";
  }

  @Override
  public String claim() {
    return "A step of IL with T inference steps takes T(2L - 1) + L products by the paper, which"
        + " takes errors from before the last update; 2L + 2T(L - 1) with errors at the final state"
        + " and the first layer's prediction made once.";
  }

  @Override
  public String xTitle() {
    return "inference steps T";
  }

  @Override
  public String yTitle() {
    return "products of matrix size";
  }

  @Override
  public String dataSet() {
    return "fashion-mnist";
  }

  @Override
  public String settings(Budget budget) {
    return "784-3x16-10, L = 4, no biases, batch 8; counted by ND4J's profiler in one call of fit;"
        + " backpropagation does not depend on T. At the feed-forward start simultaneous inference"
        + " leaves out products with errors that are still 0";
  }

  private static int most(Budget budget) {
    return budget.choose(2, 8, 30);
  }

  @Override
  public List<Measurement> run(ImageSplit images, Budget budget, Progress progress) {
    List<Measurement> all = new ArrayList<>();
    for (int t = 1; t <= most(budget); t++) {
      LearningRule sequential = LearningRule.seqIl().withInferenceSteps(t);
      LearningRule simultaneous =
          LearningRule.il().withInferenceSteps(t).withNodePlacement(sequential.nodePlacement());
      OptionalDouble paper = OptionalDouble.of(t * (2.0 * LAYERS - 1.0) + LAYERS);
      all.add(point("SeqIL", t, count(images.train(), sequential), paper));
      all.add(point("simultaneous IL", t, count(images.train(), simultaneous), paper));
      all.add(point("Z-IL", t, count(images.train(), LearningRule.zil()), OptionalDouble.empty()));
      all.add(
          point(
              "backpropagation, DL4J's fit",
              t,
              count(images.train(), null),
              OptionalDouble.empty()));
      progress.done(
          "T = %d: SeqIL, simultaneous IL, Z-IL, backpropagation %s"
              .formatted(
                  t,
                  all.subList(all.size() - 4, all.size()).stream()
                      .map(Measurement::mean)
                      .toList()));
    }
    return all;
  }

  private static Measurement point(String series, int steps, long count, OptionalDouble paper) {
    return new Measurement(series, steps, List.of((double) count), paper);
  }

  private static long count(Images images, LearningRule rule) {
    MultiLayerNetwork network = network(images.shape().values());
    MultiLayerNetwork trained = rule == null ? network : PredictiveCoding.attach(network, rule);
    Minibatches minibatches = new Minibatches(images, BATCH, DataType.FLOAT, 1);
    trained.fit(flat(minibatches.get()));
    ProfilerConfig before = OpProfiler.getInstance().getConfig();
    Nd4j.getExecutioner()
        .setProfilingConfig(ProfilerConfig.builder().checkElapsedTime(true).build());
    OpProfiler.getInstance().reset();
    try {
      trained.fit(flat(minibatches.get()));
      return OpProfiler.getInstance().getOpCounter().getCount(PRODUCT);
    } finally {
      Nd4j.getExecutioner().setProfilingConfig(before);
      OpProfiler.getInstance().reset();
    }
  }

  private static DataSet flat(DataSet images) {
    return new DataSet(images.getFeatures().reshape(images.numExamples(), -1), images.getLabels());
  }

  private static MultiLayerNetwork network(int inputs) {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .updater(new Sgd(0.1))
            .activation(Activation.RELU)
            .list();
    for (int l = 1; l < LAYERS; l++) {
      list.layer(
          new DenseLayer.Builder().nIn(l == 1 ? inputs : UNITS).nOut(UNITS).hasBias(false).build());
    }
    list.layer(
        new OutputLayer.Builder(LossFunction.MCXENT)
            .nIn(UNITS)
            .nOut(Images.CLASSES)
            .hasBias(false)
            .activation(Activation.SOFTMAX)
            .build());
    MultiLayerNetwork network = new MultiLayerNetwork(list.build());
    network.init();
    return network;
  }
}
