// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Sums and products of channels against ND4J's reductions, whatever the target held before. */
class ChannelOperationsTest {
  private static final int CHANNELS = 5;
  private static final int ELEMENTS = 7;

  private static Tensor tensor(boolean channelsFirst) {
    return channelsFirst
        ? KernelFixtures.random('c', CHANNELS, ELEMENTS)
        : KernelFixtures.random('c', ELEMENTS, CHANNELS);
  }

  private static INDArray target() {
    return Nd4j.valueArrayOf(new long[] {CHANNELS}, Double.NaN, DataType.DOUBLE);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sumsAndScalarProducts(boolean channelsFirst) {
    ChannelMatrix channels = new ChannelMatrix(CHANNELS, ELEMENTS, channelsFirst);
    INDArray ones = Nd4j.ones(DataType.DOUBLE, ELEMENTS);
    ChannelSum sum = new ChannelSum(channels, ones);
    ChannelDot dot = new ChannelDot(channels, ones, new SharedMemory());
    int elements = channelsFirst ? 1 : 0;
    for (int repetition = 0; repetition < 2; repetition++) {
      Tensor a = tensor(channelsFirst);
      Tensor b = tensor(channelsFirst);
      INDArray target = target();
      sum.run(channels.of(a), target, -2.0);
      assertThat(target.distance2(a.array().sum(elements).mul(-2.0))).isLessThan(1e-14);
      target = target();
      dot.run(a, b, target, 0.5);
      assertThat(target.distance2(a.array().mul(b.array()).sum(elements).mul(0.5)))
          .isLessThan(1e-14);
    }
  }

  @Test
  void aArrayOperationFollowsItsOperands() {
    ArrayOperation difference = ArrayOperation.difference();
    INDArray a = Nd4j.rand(DataType.DOUBLE, 3, 4);
    INDArray b = Nd4j.rand(DataType.DOUBLE, 3, 4);
    INDArray target = a.ulike();
    difference.into(target, a, b);
    assertThat(target).isEqualTo(a.sub(b));
    a.addi(1.0);
    difference.into(target, a, b);
    assertThat(target).isEqualTo(a.sub(b));
    INDArray row = Nd4j.rand(DataType.DOUBLE, 1, 4);
    difference.into(target, a, row);
    assertThat(target).isEqualTo(a.sub(row.repeat(0, 3)));
    INDArray other = a.ulike();
    difference.into(other, a, row);
    assertThat(other).isEqualTo(target);
  }
}
