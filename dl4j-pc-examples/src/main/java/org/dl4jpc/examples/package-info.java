// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
/**
 * Examples that run: {@link org.dl4jpc.examples.Quickstart} trains one network by backprop and by
 * predictive coding side by side.
 */
package org.dl4jpc.examples;
