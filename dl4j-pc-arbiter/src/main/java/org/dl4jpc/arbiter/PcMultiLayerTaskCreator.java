// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.arbiter;

/**
 * Trains the candidates of a {@link PcMultiLayerSpace}, each by its rule. Arbiter's runners find it
 * by the space, and need not be given it.
 *
 * <p>A candidate that fails, by divergence for one, is reported as {@code Failed} with its message,
 * to status listeners too; so is one whose score or parameters are not finite, or that cannot be
 * saved. A data source's failure is no candidate's: {@link PcOptimizationRunner} ends the search
 * with it.
 */
public final class PcMultiLayerTaskCreator extends RuledTaskCreator {

  /** Trains by the candidates' rules. */
  public PcMultiLayerTaskCreator() {}

  @Override
  NetworkTraining<?> training(Object candidate) {
    return new MultiLayerTraining((PcMultiLayerCandidate) candidate);
  }
}
