// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.ui.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of the points of a line. */
final class LineTest {

  private static final Line LINE = Line.from("a", 1, List.of(5.0, 0.0, 7.0, 8.0, 9.0));

  @Test
  void countsFromTheFirst() {
    assertThat(LINE.x()).containsExactly(1.0, 2.0, 3.0, 4.0, 5.0);
  }

  @Test
  void dropsPointsThatCannotBeShown() {
    Line positive = LINE.where(y -> y > 0);
    assertThat(positive.x()).containsExactly(1.0, 3.0, 4.0, 5.0);
    assertThat(positive.y()).containsExactly(5.0, 7.0, 8.0, 9.0);
  }

  @Test
  void thinsOutButKeepsTheLastPoint() {
    assertThat(LINE.thinned(3).x()).containsExactly(1.0, 3.0, 5.0);
    assertThat(LINE.thinned(2).x()).containsExactly(2.0, 5.0);
    assertThat(LINE.thinned(5)).isEqualTo(LINE);
    Line thousand = Line.from("b", 0, Collections.nCopies(1000, 1.0));
    assertThat(thousand.thinned(250).x()).hasSize(250).endsWith(999.0);
    assertThat(Line.from("none", 0, List.of()).thinned(3).x()).isEmpty();
  }

  @Test
  void rejectsCoordinatesOfDifferentLength() {
    assertThatThrownBy(() -> new Line("a", List.of(1.0), List.of()))
        .hasMessage("line a has 1 x and 0 y, must be as many");
  }
}
