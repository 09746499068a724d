// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.List;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.updater.graph.ComputationGraphUpdater;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** DL4J's updater, with the mean over the minibatch taken by BLAS. */
final class PcComputationGraphUpdater extends ComputationGraphUpdater {
  private static final long serialVersionUID = 1L;

  private transient List<INDArray> means;

  /**
   * Makes the updater of a network.
   *
   * @param network with its gradient views set
   * @param state to go on from, used directly; null for a fresh one
   */
  PcComputationGraphUpdater(PcComputationGraph network, INDArray state) {
    super(network, state);
  }

  /** The very array that {@link FlatGradient} gives. */
  @Override
  public INDArray getFlattenedGradientsView() {
    return ((PcComputationGraph) getNetwork()).flatGradients();
  }

  @Override
  protected void divideByMinibatch(boolean isExternal, Gradient gradient, int batchSize) {
    if (isExternal) {
      super.divideByMinibatch(true, gradient, batchSize);
      return;
    }
    if (means == null) {
      means = getMinibatchDivisionSubsets(getFlattenedGradientsView());
    }
    for (INDArray sum : means) {
      Nd4j.getBlasWrapper().level1().scal(sum.length(), 1.0 / batchSize, sum);
    }
  }
}
