// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
/**
 * Trains one network configuration by several algorithms side by side: {@link
 * org.dl4jpc.examples.compare.Comparison} runs them, {@link
 * org.dl4jpc.examples.compare.ComparisonOutcome} holds what came out.
 */
package org.dl4jpc.examples.compare;
