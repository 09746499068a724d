// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.parallel;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.parallelism.ParallelWrapper;
import org.deeplearning4j.parallelism.factory.TrainerContext;
import org.deeplearning4j.parallelism.trainer.Trainer;

/** Makes workers that train by the rule, where DL4J's context makes ones that backpropagate. */
final class RuleWorkers implements TrainerContext {
  private final PcParallelWrapper wrapper;

  RuleWorkers(PcParallelWrapper wrapper) {
    this.wrapper = wrapper;
  }

  @Override
  public void init(Model model, Object... args) {
    // nothing is shared by the workers
  }

  @Override
  public Trainer create(
      String uuid,
      int threadId,
      Model model,
      int rootDevice,
      boolean useMultiDataSets,
      ParallelWrapper parallelWrapper,
      WorkspaceMode workspaceMode,
      int averagingFrequency) {
    return new RuleWorker(wrapper, AttachedModel.of(model), uuid + "_thread_" + threadId);
  }

  @Override
  public void finalizeRound(Model originalModel, Model... models) {
    // the wrapper averages
  }

  @Override
  public void finalizeTraining(Model originalModel, Model... models) {
    // the wrapper averages
  }
}
