// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A hidden value node at the end of inference.
 *
 * @param name the DL4J layer whose node it is
 * @param value x, in DL4J's shape
 * @param prediction μ
 * @param error ε = x − μ
 * @param energy ½ π ‖ε‖² + ½ d ‖x‖² at t = 0 … steps, summed over the batch
 */
@SuppressWarnings("ArrayRecordComponent") // a report, never compared
public record NodeState(
    String name, INDArray value, INDArray prediction, INDArray error, double[] energy) {}
