// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.notebooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FigureTest {

  private static final Figure EMPTY = Figure.of("Energy & steps", "t", "energy");

  @Test
  void isAnSvgElementWithItsTitleAndLines() {
    String svg = EMPTY.line("first", new double[] {1, 2, 4}).svg();
    assertThat(svg).startsWith("<svg").contains("id=\"energy-steps\"", "Energy &amp; steps");
    assertThat(EMPTY.line("second", new double[] {1, 5, 4}).svg()).isNotEqualTo(svg);
  }

  @Test
  void addingALineLeavesTheFigureAsItWas() {
    String before = EMPTY.line("a", new double[] {1, 2}).svg();
    Figure one = EMPTY.line("a", new double[] {1, 2});
    one.line("b", new double[] {2, 3}).logarithmicY();
    assertThat(one.svg()).isEqualTo(before);
  }

  @Test
  void refusesLinesOfUnequalLengths() {
    assertThatThrownBy(() -> EMPTY.line("a", new double[2], new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("line a has 2 x and 3 y, must be as many");
  }

  @Test
  void isItsTitleWhereNoPicturesAreShown() {
    assertThat(EMPTY).hasToString("Energy & steps");
  }
}
