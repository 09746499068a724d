// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.arbiter;

import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.saving.ResultReference;
import org.dl4jpc.trainers.PredictiveCoding;

/**
 * A candidate that has been saved.
 *
 * @param result as it was reported
 * @param file with its network
 * @param graph whether it is one
 */
record SavedCandidate(OptimizationResult result, Path file, boolean graph)
    implements ResultReference {

  @Override
  public OptimizationResult getResult() {
    return result;
  }

  /** The network, attached to its rule. */
  @Override
  public Object getResultModel() throws IOException {
    return graph
        ? PredictiveCoding.restoreGraph(file.toFile())
        : PredictiveCoding.restore(file.toFile());
  }
}
