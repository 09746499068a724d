// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.deeplearning4j.nn.api.Layer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossNegativeLogLikelihood;

/** Writes ∂ℒ(y, a(z))/∂z of every row, not divided by their number. */
interface LossGradient {

  /**
   * Writes the gradient.
   *
   * @param labels y [rows, n_L]
   * @param preOutput z, unchanged
   * @param gradient overwritten, of the layout of z
   */
  void write(INDArray labels, Tensor preOutput, Tensor gradient);

  /**
   * The way for a loss: for unweighted cross-entropy of a softmax a(z) − y, else what DL4J does.
   *
   * @param layer whose mask is read
   * @param loss ℒ
   * @param activation a
   * @param like z
   * @return what to use for such arrays
   */
  static LossGradient of(Layer layer, ILossFunction loss, IActivation activation, Tensor like) {
    LossGradient general = new OfDl4j(layer, loss, activation, like.like());
    boolean plain =
        loss instanceof LossMCXENT entropy
            && (loss.getClass() == LossMCXENT.class
                || loss.getClass() == LossNegativeLogLikelihood.class)
            && entropy.getWeights() == null
            && activation.getClass() == ActivationSoftmax.class
            && like.isRowMajor();
    return plain ? new OfSoftmaxCrossEntropy(layer, general, like.like()) : general;
  }

  /** By the loss function's own code, which may write into its operand. */
  record OfDl4j(Layer layer, ILossFunction loss, IActivation activation, Tensor scratch)
      implements LossGradient {
    @Override
    public void write(INDArray labels, Tensor preOutput, Tensor gradient) {
      scratch.assign(preOutput);
      gradient.assign(
          loss.computeGradient(labels, scratch.array(), activation, layer.getMaskArray()));
    }
  }

  /** a(z) − y, where there is no mask and the labels are of the type of z. */
  final class OfSoftmaxCrossEntropy implements LossGradient {
    private final Layer layer;
    private final LossGradient general;
    private final ArrayOperation softmax = new ArrayOperation("softmax");
    private final Tensor expected;

    OfSoftmaxCrossEntropy(Layer layer, LossGradient general, Tensor expected) {
      this.layer = layer;
      this.general = general;
      this.expected = expected;
    }

    @Override
    public void write(INDArray labels, Tensor preOutput, Tensor gradient) {
      INDArray to = gradient.array();
      if (layer.getMaskArray() != null
          || labels.dataType() != to.dataType()
          || !labels.equalShapes(to)) {
        general.write(labels, preOutput, gradient);
        return;
      }
      softmax.into(to, preOutput.array());
      expected.assign(labels);
      gradient.addScaled(-1.0, expected);
    }
  }
}
