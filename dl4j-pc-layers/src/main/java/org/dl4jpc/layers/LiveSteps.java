// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.util.TimeSeriesUtils;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.custom.CumSum;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The time steps of a node that are not padding: m^k = 1 up to the last time step that some mask of
 * the minibatch counts, 0 after it. Where m^k = 0 a node holds its prediction and has no error.
 *
 * <p>DL4J's LSTMs are handed no mask, and run on through the padding. In backpropagation nothing
 * comes back from there; in inference a value node would follow the one before with a delay, and
 * the error of that would reach the time steps with data.
 */
public final class LiveSteps {
  private final Tensor factor;
  private final ElementProduct product = new ElementProduct();
  private final long[] spread;

  private LiveSteps(Tensor factor, long[] spread) {
    this.factor = factor;
    this.spread = spread;
  }

  /**
   * Joins the masks of a minibatch.
   *
   * @param masks of sequences, each [B, N]
   * @return m, [B, N]; null without masks, or where they differ in shape
   */
  public static INDArray join(List<INDArray> masks) {
    if (masks.isEmpty() || !masks.stream().allMatch(masks.get(0)::equalShapes)) {
      return null;
    }
    INDArray sum = masks.get(0).castTo(DataType.DOUBLE).dup();
    masks.subList(1, masks.size()).forEach(mask -> sum.addi(mask.castTo(DataType.DOUBLE)));
    return Nd4j.getExecutioner().exec(new CumSum(sum, false, true, 1))[0].gt(0.0);
  }

  /**
   * The live steps of a node.
   *
   * @param node error or value
   * @param units the dimension that counts its units
   * @param steps m, [B, N]
   * @return null if the node is no sequence of that batch and length
   */
  static LiveSteps of(Tensor node, int units, INDArray steps) {
    long batch = steps.size(0);
    long length = steps.size(1);
    long[] shape = node.array().shape();
    long[] spread;
    if (shape.length == 2 && shape[0] == batch * length) {
      spread = new long[] {shape[0], 1};
    } else if (shape.length < 3 || shape[0] != batch || units > 2 || shape[3 - units] != length) {
      return null;
    } else {
      spread = new long[shape.length];
      Arrays.fill(spread, 1);
      spread[0] = batch;
      spread[3 - units] = length;
    }
    LiveSteps live = new LiveSteps(node.like(), spread);
    live.read(steps);
    return live;
  }

  /**
   * Reads the masks of a new minibatch.
   *
   * @param steps m, [B, N]
   */
  void read(INDArray steps) {
    INDArray mask = steps.castTo(factor.array().dataType());
    INDArray ordered =
        spread.length == 2 ? TimeSeriesUtils.reshapeTimeSeriesMaskToVector(mask) : mask;
    factor.assign(ordered.reshape(spread).broadcast(factor.array().shape()));
  }

  /**
   * error ← m ⊙ error.
   *
   * @param error of the node
   */
  void keep(Tensor error) {
    product.run(error.flat(), factor.flat(), error.flat());
  }
}
