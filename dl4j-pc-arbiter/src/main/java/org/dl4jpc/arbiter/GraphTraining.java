// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.arbiter;

import org.deeplearning4j.arbiter.scoring.util.ScoreUtil;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingGraphTrainer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.PredictiveCoding;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.DataSetIteratorFactory;

/** Training of graphs. */
record GraphTraining(PcGraphCandidate candidate) implements NetworkTraining<ComputationGraph> {

  @Override
  public ComputationGraph network() {
    ComputationGraph network = new ComputationGraph(candidate.getConfiguration());
    network.init();
    return network;
  }

  @Override
  public ComputationGraph attach(ComputationGraph network, LearningRule rule) {
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

  @Override
  public EarlyStoppingConfiguration<ComputationGraph> earlyStopping() {
    return candidate.getEarlyStoppingConfiguration();
  }

  @Override
  public void fit(ComputationGraph attached, Object data) {
    if (data instanceof DataSetIterator || data instanceof DataSetIteratorFactory) {
      attached.fit(ScoreUtil.getIterator(data));
    } else {
      attached.fit(ScoreUtil.getMultiIterator(data));
    }
  }

  @Override
  public EarlyStoppingResult<ComputationGraph> fitStopping(ComputationGraph attached, Object data) {
    StepFailure failure = new StepFailure();
    EarlyStoppingGraphTrainer trainer =
        new EarlyStoppingGraphTrainer(
            earlyStopping(), attached, ScoreUtil.getMultiIterator(data), null) {
          @Override
          protected void fit(MultiDataSet batch) {
            failure.note(() -> super.fit(batch));
          }
        };
    return failure.orResult(trainer::fit);
  }
}
