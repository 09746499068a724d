// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Any of DL4J's input preprocessors, through its own {@code preProcess} and {@code backprop}. */
final class PreprocessorKernel implements Kernel {
  private final Tensor input;
  private final Tensor output;
  private final InputPreProcessor preprocessor;
  private final int batch;
  private Tensor error;

  /**
   * Binds a preprocessor to an input that already holds data.
   *
   * @param input u
   * @param preprocessor of a layer
   * @param batch minibatch size that DL4J would tell it
   */
  PreprocessorKernel(Tensor input, InputPreProcessor preprocessor, int batch) {
    this.input = input;
    this.preprocessor = preprocessor;
    this.batch = batch;
    INDArray sample = apply();
    this.output = Tensor.allocate(sample.dataType(), sample.ordering(), sample.shape());
  }

  private INDArray apply() {
    return preprocessor.preProcess(input.array().dup(), batch, LayerWorkspaceMgr.noWorkspaces());
  }

  @Override
  public Tensor output() {
    return output;
  }

  @Override
  public void predict() {
    output.assign(apply());
  }

  @Override
  public void receive(Tensor error) {
    this.error = error;
  }

  @Override
  public void feedback(Tensor target, double alpha, double beta) {
    INDArray e = error.array().dup(error.dl4jOrder());
    target.blend(alpha, preprocessor.backprop(e, batch, LayerWorkspaceMgr.noWorkspaces()), beta);
  }
}
