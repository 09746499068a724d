// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;

/** The state and the arithmetic of {@link MatrixUpdateEqualization} for one layer. */
final class MqUpdater implements GradientUpdater<MatrixUpdateEqualization> {
  /** v and N. */
  static final int STATE = 2;

  private static final String V_AND_N = "V_AND_N";

  private final MatrixUpdateEqualization config;
  private INDArray state;

  MqUpdater(MatrixUpdateEqualization config) {
    this.config = config;
  }

  @Override
  public MatrixUpdateEqualization getConfig() {
    return config;
  }

  @Override
  public void setState(Map<String, INDArray> stateMap, boolean initialize) {
    INDArray array = stateMap.get(V_AND_N);
    if (array == null) {
      throw Checks.illegal("updater state", stateMap.keySet(), "[" + V_AND_N + "]");
    }
    setStateViewArray(array, array.shape(), array.ordering(), initialize);
  }

  @Override
  public Map<String, INDArray> getState() {
    return Map.of(V_AND_N, state);
  }

  @Override
  public void setStateViewArray(
      INDArray viewArray, long[] gradientShape, char gradientOrder, boolean initialize) {
    state = viewArray.reshape(viewArray.length());
    if (initialize) {
      state.assign(0.0);
      state.putScalar(0, config.getLearningRate(0, 0));
    }
  }

  /** Two scalars a layer are read and written, whatever the layer's size. */
  @Override
  public void applyUpdater(INDArray gradient, int iteration, int epoch) {
    double size = gradient.ameanNumber().doubleValue();
    double v = state.getDouble(0);
    double updates = state.getDouble(1) + 1.0;
    double rate = config.getLearningRate(iteration, epoch);
    gradient.muli(rate / (v + config.stabiliser()) + config.minimalStep());
    double rho = Math.min(updates / (updates + 1.0), config.rhoMax());
    state.putScalar(0, rho * v + (1.0 - rho) * size);
    state.putScalar(1, updates);
  }
}
