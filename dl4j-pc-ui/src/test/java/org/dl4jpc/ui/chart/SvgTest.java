// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.ui.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A drawing as an element of a page. */
final class SvgTest {

  @Test
  void scalesWithThePageAndHasATextAlternative() {
    String svg = Svg.draw("a", "Salt & pepper", 30, 20, graphics -> graphics.fillRect(1, 2, 3, 4));
    assertThat(svg)
        .startsWith("<svg ")
        .contains("viewBox=\"0 0 30 20\"", "role=\"img\"", "aria-labelledby=\"a-title\"")
        .contains("<title id=\"a-title\">Salt &amp; pepper</title>")
        .contains("<rect");
  }

  @Test
  void saysSoWhereJavaHasNoFonts() {
    String text =
        Svg.draw(
            "a",
            "A <title>",
            30,
            20,
            graphics -> {
              throw new InternalError("no fonts");
            });
    assertThat(text)
        .isEqualTo(
            "<p>A &lt;title&gt;: no chart, for this Java finds no fonts"
                + " (java.lang.InternalError: no fonts).</p>");
  }
}
