// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
/**
 * Training of attached networks on several threads or devices of one machine, by DL4J's own
 * {@code ParallelWrapper}, and early stopping on top of it.
 *
 * <p>Start at {@link org.dl4jpc.parallel.PcParallelWrapper}.
 */
package org.dl4jpc.parallel;
