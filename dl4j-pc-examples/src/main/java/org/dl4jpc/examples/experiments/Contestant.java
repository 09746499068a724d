// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.experiments;

import org.dl4jpc.trainers.LearningRule;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Who takes part in a comparison.
 *
 * @param rule to train by; Z-IL stands for backpropagation, whose update it equals
 * @param updater of the network's configuration, unless the rule brings its own
 */
record Contestant(LearningRule rule, IUpdater updater) {}
