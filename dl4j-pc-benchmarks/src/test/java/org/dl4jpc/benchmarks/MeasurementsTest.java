// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class MeasurementsTest {

  @Test
  void samplesTellMatrixProductsFromTheRest() {
    INDArray a = Nd4j.rand(DataType.FLOAT, 600, 600);
    assertThat(ProductShare.of(() -> a.mmul(a), 1.0)).isGreaterThan(0.8);
    assertThat(ProductShare.of(() -> Nd4j.math().tanh(a), 1.0)).isLessThan(0.2);
  }

  @Test
  void aProcessOfItsOwnTellsItsMemory() throws IOException {
    assumeTrue(PeakMemory.measurable(), "this system has no /proc/self/status");
    PeakMemory.Peak peak = PeakMemory.of(BenchmarkNet.SMALL_MLP, "zil");
    assertThat(peak.heap()).isBetween(1.0, 600.0);
    assertThat(peak.resident()).isGreaterThan(peak.heap());
  }

  @Test
  void zilIsBackpropagation() {
    Exactness exact = Exactness.of(BenchmarkNet.SMALL_MLP, DataType.DOUBLE);
    exact.require("small", 1e-12);
    assertThat(exact.condition()).isBetween(1e-18, 1e-12);
    assertThatThrownBy(() -> new Exactness(1e-3, 1e-7).require("other", 1e-5))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("other: Z-IL differs from backpropagation by 1.0e-03");
  }

  @Test
  void contestsCompareBothSteps() {
    BenchmarkNet net = BenchmarkNet.SMALL_MLP;
    DataSet data = net.data();
    Training training = net.training();
    Runnable once = () -> training.step(data);
    Runnable thrice =
        () -> {
          for (int i = 0; i < 3; i++) {
            training.step(data);
          }
        };
    assertThat(new Contest(once, thrice).run(0.5).ratio()).isBetween(2.0, 4.5);
  }
}
