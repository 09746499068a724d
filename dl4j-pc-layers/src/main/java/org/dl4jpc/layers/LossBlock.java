// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.api.Layer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * A chain of kernels that ends in the pre-activation z [rows, n_L] of an output layer, and DL4J's
 * loss ℒ(y, a(z)) on it. A row is a sample, or a time step of a sample.
 */
final class LossBlock extends ChainedLoss {
  private final Layer layer;
  private final ILossFunction lossFunction;
  private final IActivation activation;
  private final OutputShape shape;
  private final Tensor scratch;
  private final LossGradient gradient;
  private final Tensor lossGradient;
  private final double unit;
  private INDArray labels;
  private boolean gradientKnown;
  private double loss = Double.NaN;
  private boolean lossKnown;

  /** How an output layer's arrays relate to rows [rows, n_L]. */
  interface OutputShape {
    /** Labels and outputs are rows already, as of {@code OutputLayer} and {@code LossLayer}. */
    OutputShape ROWS =
        new OutputShape() {
          @Override
          public INDArray toRows(INDArray labels) {
            return labels;
          }

          @Override
          public INDArray fromRows(INDArray rows) {
            return rows;
          }
        };

    /**
     * Labels in DL4J's shape to rows.
     *
     * @param labels y
     * @return [rows, n_L]
     */
    INDArray toRows(INDArray labels);

    /**
     * Rows to an output in DL4J's shape.
     *
     * @param rows [rows, n_L]
     * @return μ_L
     */
    INDArray fromRows(INDArray rows);
  }

  LossBlock(
      String name,
      Prediction chain,
      Layer layer,
      ILossFunction lossFunction,
      IActivation activation,
      OutputShape shape) {
    super(name, chain);
    this.layer = layer;
    this.lossFunction = lossFunction;
    this.activation = activation;
    this.shape = shape;
    this.scratch = chain.output().like();
    this.gradient = LossGradient.of(layer, lossFunction, activation, chain.output());
    this.lossGradient = chain.output().like();
    this.unit =
        SoftClamps.unit(lossFunction, activation, chain.output().array().size(1)).orElse(1.0);
  }

  @Override
  public void setLabels(INDArray labels) {
    INDArray rows = shape.toRows(labels);
    long expected = chain().output().array().size(0);
    if (rows.size(0) != expected) {
      throw new DL4JInvalidInputException(
          "illegal labels: %d rows, must be %d, as the output layer '%s' predicts"
              .formatted(rows.size(0), expected, name()));
    }
    this.labels = rows;
    forget();
  }

  @Override
  public double loss() {
    if (!lossKnown) {
      scratch.assign(chain().output());
      loss =
          lossFunction.computeScore(
              labels, scratch.array(), activation, layer.getMaskArray(), false);
      lossKnown = true;
    }
    return loss;
  }

  @Override
  public void receiveLoss(OutputPull pull) {
    weigh(-pull.factor(unit));
    if (!gradientKnown) {
      gradient.write(labels, chain().output(), lossGradient);
      INDArray rows = pull.rowFactors(chain().last()::presynapticNorms);
      if (rows != null) {
        lossGradient.array().muliColumnVector(rows);
      }
      chain().receive(lossGradient);
      gradientKnown = true;
    }
  }

  @Override
  public double energy(OutputPull pull) {
    double factor = pull.factor(unit);
    return factor == 0.0 ? 0.0 : factor * loss();
  }

  @Override
  public INDArray prediction() {
    return shape.fromRows(activation.getActivation(chain().output().array().dup(), true));
  }

  @Override
  void forget() {
    gradientKnown = false;
    lossKnown = false;
  }
}
