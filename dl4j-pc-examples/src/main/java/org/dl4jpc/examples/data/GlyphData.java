// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.data;

import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * The embedded data set: 28 x 28 grey images of ten signs, as an unsteady hand draws them. It is
 * generated, not stored, and a seed gives the same bytes on every machine and Java version.
 *
 * <p>Each sign's points are moved a little (the wobble), then turned, stretched, slanted and
 * shifted; the pen's width and blackness vary; a slip of the pen may cross the image; noise is
 * added. Classes are balanced: image i is of class i mod 10. Fewer images are the beginning of more
 * images.
 */
public final class GlyphData {

  /** Pixels in each direction. */
  public static final int SIDE = 28;

  private static final long TEST_STREAM = 0x5deece66dL;

  /** Half the size of a sign in pixels, before stretching. */
  private static final double RADIUS = 11;

  private static final double WOBBLE = .08;
  private static final double TURN = .15;
  private static final double SLANT = .15;
  private static final double SHIFT = 1.2;
  private static final double SLIPS = .3;
  private static final double MAX_NOISE = .12;

  private final Random random;

  private GlyphData(long seed) {
    this.random = new Random(seed);
  }

  /**
   * Generates the data set.
   *
   * @param seed of everything random in it
   * @param train number of training images
   * @param test number of test images
   * @return the data set, named "glyphs"
   * @throws IllegalArgumentException if a number is below 1
   */
  public static ImageSplit generate(long seed, int train, int test) {
    return new ImageSplit(
        "glyphs (generated)",
        new GlyphData(seed).images("training", train),
        new GlyphData(seed ^ TEST_STREAM).images("test", test));
  }

  private Images images(String part, int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "illegal number of %s images %d, must be at least 1".formatted(part, count));
    }
    ImageShape shape = new ImageShape(1, SIDE, SIDE);
    byte[] pixels = new byte[Math.multiplyExact(count, shape.values())];
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      labels[i] = (byte) (i % Images.CLASSES);
      expose(draw(Glyph.ALL.get(labels[i])), pixels, i * shape.values());
    }
    return new Images(shape, pixels, labels);
  }

  private Canvas draw(Glyph glyph) {
    Canvas canvas = new Canvas(SIDE);
    UnaryOperator<Stroke.Point> placed = placement();
    double width = between(1, 3.2);
    for (Stroke stroke : glyph.strokes()) {
      canvas.draw(stroke.map(this::wobble).map(placed), width);
    }
    if (random.nextDouble() < SLIPS) {
      canvas.draw(slip(), between(.6, 1.6));
    }
    return canvas;
  }

  private Stroke.Point wobble(Stroke.Point point) {
    return new Stroke.Point(
        point.x() + WOBBLE * random.nextGaussian(), point.y() + WOBBLE * random.nextGaussian());
  }

  /** A random affine map from the sign's coordinates to pixels. */
  private UnaryOperator<Stroke.Point> placement() {
    double angle = TURN * random.nextGaussian();
    double cos = StrictMath.cos(angle) * RADIUS;
    double sin = StrictMath.sin(angle) * RADIUS;
    double slant = SLANT * random.nextGaussian();
    double stretchX = between(.6, 1.05);
    double stretchY = between(.7, 1.1);
    double shiftX = SIDE / 2.0 + SHIFT * random.nextGaussian();
    double shiftY = SIDE / 2.0 + SHIFT * random.nextGaussian();
    return point -> {
      double x = stretchX * (point.x() + slant * point.y());
      double y = stretchY * point.y();
      return new Stroke.Point(cos * x - sin * y + shiftX, sin * x + cos * y + shiftY);
    };
  }

  private Stroke slip() {
    double x = between(0, SIDE);
    double y = between(0, SIDE);
    return Stroke.line(x, y, x + between(-10, 10), y + between(-10, 10));
  }

  /** Turns ink into noisy bytes. */
  private void expose(Canvas canvas, byte[] pixels, int offset) {
    double blackness = between(.6, 1);
    double noise = between(0, MAX_NOISE);
    for (int i = 0; i < SIDE * SIDE; i++) {
      double grey = blackness * canvas.ink(i) + noise * random.nextGaussian();
      pixels[offset + i] = (byte) Math.round(255 * Math.max(0, Math.min(1, grey)));
    }
  }

  private double between(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }
}
