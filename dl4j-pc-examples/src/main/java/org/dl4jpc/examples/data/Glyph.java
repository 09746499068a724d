// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.data;

import java.util.List;

/**
 * A sign that a pen draws in one to three strokes.
 *
 * @param name what the sign looks like
 * @param strokes of the pen, in order
 */
record Glyph(String name, List<Stroke> strokes) {

  /**
   * The ten classes of {@link GlyphData}, in the order of their labels. Some pairs are close on
   * purpose (ring and spiral, wave and zigzag, triangle and square, cross and fork), so that
   * wobble, slant and noise leave something to learn.
   */
  static final List<Glyph> ALL =
      List.of(
          curve(
              "ring", 0, -.8, .57, -.57, .8, 0, .57, .57, 0, .8, -.57, .57, -.8, 0, -.57, -.57, 0,
              -.8),
          curve(
              "spiral", 0, 0, .3, -.1, .25, .3, -.2, .4, -.5, 0, -.2, -.55, .45, -.6, .8, 0, .55,
              .65, -.1, .85),
          new Glyph("triangle", List.of(Stroke.line(0, -.8, .8, .7, -.8, .7, 0, -.8))),
          new Glyph("square", List.of(Stroke.line(-.7, -.7, .7, -.7, .7, .7, -.7, .7, -.7, -.7))),
          new Glyph(
              "cross", List.of(Stroke.line(-.7, -.75, .7, .75), Stroke.line(.7, -.75, -.7, .75))),
          new Glyph("zigzag", List.of(Stroke.line(-.7, -.7, .7, -.7, -.7, .7, .7, .7))),
          curve("wave", -.6, -.55, 0, -.85, .55, -.5, 0, 0, -.55, .5, 0, .85, .6, .55),
          curve("hook", -.6, -.4, -.3, -.8, .4, -.75, .5, -.2, .05, .1, 0, .8),
          new Glyph(
              "fork", List.of(Stroke.line(-.65, -.75, 0, 0), Stroke.line(.65, -.75, 0, 0, 0, .8))),
          new Glyph(
              "gate",
              List.of(
                  Stroke.line(-.6, -.75, -.6, .75),
                  Stroke.line(.6, -.75, .6, .75),
                  Stroke.line(-.6, 0, .6, 0))));

  private static Glyph curve(String name, double... xy) {
    return new Glyph(name, List.of(Stroke.curve(xy)));
  }
}
