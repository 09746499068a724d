// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

/**
 * How an inference phase ended.
 *
 * @param steps inference steps taken
 * @param reason why it ended
 * @param loss ℒ at the feed-forward output, summed over the batch
 */
record Outcome(int steps, StopReason reason, double loss) {}
