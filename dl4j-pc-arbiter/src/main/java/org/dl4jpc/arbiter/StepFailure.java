// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.arbiter;

import java.util.function.Supplier;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.nn.api.Model;

/**
 * The exception that ended early stopping, which DL4J's trainers keep to themselves: they return
 * its text, or throw another one, if there is no best model yet.
 */
final class StepFailure {
  private RuntimeException thrown;

  /** Runs a step. */
  void note(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      thrown = e;
      throw e;
    }
  }

  /** Trains; throws what a step has thrown. */
  <M extends Model> EarlyStoppingResult<M> orResult(Supplier<EarlyStoppingResult<M>> training) {
    EarlyStoppingResult<M> result;
    try {
      result = training.get();
    } catch (RuntimeException e) {
      throw thrown == null ? e : thrown;
    }
    if (thrown != null) {
      throw thrown;
    }
    return result;
  }
}
