// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
/**
 * Training of attached networks on Spark, by DL4J's own parameter averaging, with workers that train
 * by the network's rule.
 *
 * <p>Start at {@link org.dl4jpc.spark.PcParameterAveragingTrainingMaster}.
 */
package org.dl4jpc.spark;
