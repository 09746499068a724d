// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.parallel;

import java.util.ArrayList;
import java.util.Collection;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * An attached chain of layers.
 *
 * @param model the network
 */
record AttachedMultiLayer(MultiLayerNetwork model) implements AttachedModel {

  @Override
  public AttachedModel copy() {
    return AttachedModel.of(model.clone());
  }

  @Override
  public void fit(DataSet batch, long etlMillis) {
    model.setLastEtlTime(etlMillis);
    model.fit(batch);
  }

  @Override
  public void fit(MultiDataSet batch, long etlMillis) {
    model.setLastEtlTime(etlMillis);
    model.fit(batch);
  }

  @Override
  public INDArray updaterState() {
    return model.getUpdater().getStateViewArray();
  }

  @Override
  public int iterations() {
    return model.getIterationCount();
  }

  @Override
  public void setIterations(int count) {
    model.setIterationCount(count);
  }

  @Override
  public void setScore(double score) {
    model.setScore(score);
  }

  @Override
  public Collection<TrainingListener> listeners() {
    return new ArrayList<>(model.getListeners());
  }

  @Override
  public void setListeners(Collection<TrainingListener> listeners) {
    model.setListeners(listeners);
  }

  @Override
  public void countEpoch() {
    model.incrementEpochCount();
  }

  @Override
  public void close() {
    model.close();
  }
}
