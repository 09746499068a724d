// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Median and smoothing against closed forms. */
final class StatisticsTest {

  @Test
  void medianIsTheMiddleOrTheMeanOfTwo() {
    assertThat(Statistics.median(List.of(9.0, 1.0, 2.0))).isEqualTo(2);
    assertThat(Statistics.median(List.of(9.0, 1.0, 2.0, 3.0))).isEqualTo(2.5);
    assertThat(Statistics.median(List.of(4.0))).isEqualTo(4);
    assertThatThrownBy(() -> Statistics.median(List.of()))
        .hasMessage("no values, a median needs at least one");
  }

  @Test
  void smoothingKeepsAConstant() {
    assertThat(Statistics.smooth(Collections.nCopies(50, 3.0), .9))
        .hasSize(50)
        .allSatisfy(value -> assertThat(value).isCloseTo(3, within(1e-12)));
  }

  @Test
  void smoothingWeighsThePastByPowersOfBeta() {
    assertThat(Statistics.smooth(List.of(1.0, 0.0, 7.0), .5))
        .containsExactly(1.0, .5 / 1.5, (.25 + 7) / 1.75);
    assertThat(Statistics.smooth(List.of(1.0, 5.0), 0)).containsExactly(1.0, 5.0);
  }

  @Test
  void smoothingRejectsBetaOutsideItsRange() {
    for (double beta : new double[] {-.1, 1, Double.NaN}) {
      assertThatThrownBy(() -> Statistics.smooth(List.of(1.0), beta))
          .hasMessage("illegal beta " + beta + ", must be 0 to below 1");
    }
  }
}
