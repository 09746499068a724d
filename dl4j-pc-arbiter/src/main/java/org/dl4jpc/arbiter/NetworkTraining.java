// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.arbiter;

import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.nn.api.Model;
import org.dl4jpc.trainers.LearningRule;

/**
 * What differs between chains and graphs when a candidate trains.
 *
 * @param <M> the network
 */
interface NetworkTraining<M extends Model> {

  /** The candidate's network, initialised, plain. */
  M network();

  /** The same attached to a rule. */
  M attach(M network, LearningRule rule);

  /** The candidate's rule. */
  LearningRule rule();

  /** Epochs to train where there is no early stopping. */
  int epochs();

  /** How to stop early, or null. */
  EarlyStoppingConfiguration<M> earlyStopping();

  /** Trains one epoch on an iterator or what makes one. */
  void fit(M attached, Object data);

  /** Trains with early stopping. An exception of a step is thrown, not put into the result. */
  EarlyStoppingResult<M> fitStopping(M attached, Object data);
}
