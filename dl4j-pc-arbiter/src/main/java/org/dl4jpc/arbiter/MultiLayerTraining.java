// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.arbiter;

import org.deeplearning4j.arbiter.scoring.util.ScoreUtil;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingTrainer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.PredictiveCoding;
import org.nd4j.linalg.dataset.DataSet;

/** Training of chains of layers. */
record MultiLayerTraining(PcMultiLayerCandidate candidate)
    implements NetworkTraining<MultiLayerNetwork> {

  @Override
  public MultiLayerNetwork network() {
    MultiLayerNetwork network = new MultiLayerNetwork(candidate.getMultiLayerConfiguration());
    network.init();
    return network;
  }

  @Override
  public MultiLayerNetwork attach(MultiLayerNetwork network, LearningRule rule) {
    return PredictiveCoding.attach(network, rule);
  }

  @Override
  public LearningRule rule() {
    return candidate.rule();
  }

  @Override
  public int epochs() {
    return candidate.getNumEpochs();
  }

  @SuppressWarnings("unchecked") // Arbiter's raw type
  @Override
  public EarlyStoppingConfiguration<MultiLayerNetwork> earlyStopping() {
    return candidate.getEarlyStoppingConfiguration();
  }

  @Override
  public void fit(MultiLayerNetwork attached, Object data) {
    attached.fit(ScoreUtil.getIterator(data));
  }

  @Override
  public EarlyStoppingResult<MultiLayerNetwork> fitStopping(
      MultiLayerNetwork attached, Object data) {
    StepFailure failure = new StepFailure();
    EarlyStoppingTrainer trainer =
        new EarlyStoppingTrainer(earlyStopping(), attached, ScoreUtil.getIterator(data)) {
          @Override
          protected void fit(DataSet batch) {
            failure.note(() -> super.fit(batch));
          }
        };
    return failure.orResult(trainer::fit);
  }
}
