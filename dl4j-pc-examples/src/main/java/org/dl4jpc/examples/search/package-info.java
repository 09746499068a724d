// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
/** Hyperparameter search over learning rules, as an example of {@code dl4j-pc-arbiter}. */
package org.dl4jpc.examples.search;
