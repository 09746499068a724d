// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The embedded data set: the same on every machine, balanced, and with something on each image. */
final class GlyphDataTest {

  /** Of the bytes of 200 training images from seed 1. Changes only when the data set does. */
  private static final String SHA_256 =
      "1f543279ea3bc8a879dbcfaf34f2a111d3c954df1da2063eb16e36829c7893b2";

  private static final int PIXELS = GlyphData.SIDE * GlyphData.SIDE;

  @Test
  void givesTheSameBytesOnEveryMachine() throws NoSuchAlgorithmException {
    assertThat(HexFormat.of().formatHex(sha256(GlyphData.generate(1, 200, 1).train())))
        .isEqualTo(SHA_256);
  }

  @Test
  void repeatsItselfWithTheSameSeedOnly() {
    byte[] first = bytes(GlyphData.generate(7, 30, 30).test());
    assertThat(bytes(GlyphData.generate(7, 30, 30).test())).isEqualTo(first);
    assertThat(bytes(GlyphData.generate(8, 30, 30).test())).isNotEqualTo(first);
  }

  @Test
  void drawsOtherImagesToTestThanToTrain() {
    ImageSplit split = GlyphData.generate(7, 30, 30);
    assertThat(bytes(split.train())).isNotEqualTo(bytes(split.test()));
  }

  @Test
  void givesTheBeginningWhenAskedForLess() {
    byte[] more = bytes(GlyphData.generate(3, 25, 1).train());
    byte[] less = bytes(GlyphData.generate(3, 10, 1).train());
    assertThat(more).startsWith(less);
  }

  @Test
  void hasAsManyImagesOfEachClass() {
    Images images = GlyphData.generate(1, 200, 1).train();
    for (int label = 0; label < Images.CLASSES; label++) {
      int wanted = label;
      assertThat(IntStream.range(0, images.size()).filter(i -> images.label(i) == wanted).count())
          .isEqualTo(20);
    }
  }

  @Test
  void putsInkOnEachImageAndLeavesMostOfItBlank() {
    Images images = GlyphData.generate(1, 200, 1).train();
    for (int i = 0; i < images.size(); i++) {
      int image = i;
      long ink = IntStream.range(0, PIXELS).filter(p -> images.value(image, p) > 100).count();
      assertThat(ink).as("pixels with ink on image %d", i).isBetween(20L, PIXELS / 2L);
    }
  }

  @Test
  void rejectsNumbersBelowOne() {
    assertThatThrownBy(() -> GlyphData.generate(1, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("illegal number of training images 0, must be at least 1");
    assertThatThrownBy(() -> GlyphData.generate(1, 1, -5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("illegal number of test images -5, must be at least 1");
  }

  private static byte[] bytes(Images images) {
    byte[] bytes = new byte[images.size() * PIXELS];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) images.value(i / PIXELS, i % PIXELS);
    }
    return bytes;
  }

  private static byte[] sha256(Images images) throws NoSuchAlgorithmException {
    return MessageDigest.getInstance("SHA-256").digest(bytes(images));
  }
}
