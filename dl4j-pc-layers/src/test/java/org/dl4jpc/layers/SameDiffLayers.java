// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.Map;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.samediff.SDLayerParams;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLambdaLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffOutputLayer;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Layers that a user may define by SameDiff: with weights, without, and an output layer. */
public final class SameDiffLayers {

  private SameDiffLayers() {}

  /** z = (u W + b)². */
  public static final class Quadratic extends SameDiffLayer {
    private static final long serialVersionUID = 1L;
    private final long nIn;
    private final long nOut;

    /**
     * Sets the sizes.
     *
     * @param nIn of u
     * @param nOut of z
     */
    public Quadratic(long nIn, long nOut) {
      this.nIn = nIn;
      this.nOut = nOut;
    }

    @Override
    public InputType getOutputType(int index, InputType input) {
      return InputType.feedForward(nOut);
    }

    @Override
    public void defineParameters(SDLayerParams params) {
      params.addWeightParam("W", nIn, nOut);
      params.addBiasParam("b", 1, nOut);
    }

    @Override
    public void initializeParameters(Map<String, INDArray> params) {
      params.values().forEach(p -> p.assign(0.2));
    }

    @Override
    public SDVariable defineLayer(
        SameDiff sameDiff, SDVariable input, Map<String, SDVariable> params, SDVariable mask) {
      SDVariable z = input.mmul(params.get("W")).add(params.get("b"));
      return sameDiff.math().square(z);
    }
  }

  /** z = √(u² + 1). */
  public static final class SquareRoot extends SameDiffLambdaLayer {
    private static final long serialVersionUID = 1L;

    @Override
    public InputType getOutputType(int index, InputType input) {
      return input;
    }

    @Override
    public SDVariable defineLayer(SameDiff sameDiff, SDVariable input) {
      return sameDiff.math().sqrt(sameDiff.math().square(input).add(1.0));
    }
  }

  /** ℒ = Σ (y − u W)². */
  public static final class SquaredError extends SameDiffOutputLayer {
    private static final long serialVersionUID = 1L;
    private final long nIn;
    private final long nOut;

    /**
     * Sets the sizes.
     *
     * @param nIn of u
     * @param nOut of z
     */
    public SquaredError(long nIn, long nOut) {
      this.nIn = nIn;
      this.nOut = nOut;
    }

    @Override
    public InputType getOutputType(int index, InputType input) {
      return InputType.feedForward(nOut);
    }

    @Override
    public void defineParameters(SDLayerParams params) {
      params.addWeightParam("W", nIn, nOut);
    }

    @Override
    public void initializeParameters(Map<String, INDArray> params) {
      params.values().forEach(p -> p.assign(0.3));
    }

    @Override
    public SDVariable defineLayer(
        SameDiff sameDiff, SDVariable input, SDVariable labels, Map<String, SDVariable> params) {
      SDVariable output = input.mmul("output", params.get("W"));
      return sameDiff.math().square(labels.sub(output)).sum("loss");
    }

    @Override
    public String activationsVertexName() {
      return "output";
    }
  }
}
