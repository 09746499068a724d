// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.notebooks;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.dflib.jjava.jupyter.kernel.display.DisplayDataRenderable;
import org.dflib.jjava.jupyter.kernel.display.RenderContext;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.dl4jpc.examples.data.ImageShape;
import org.dl4jpc.examples.data.Images;

/** The first images of a data set, ten a row, as dark on light; of several channels the first. */
public final class Pictures implements DisplayDataRenderable {

  private static final int COLUMNS = Images.CLASSES;
  private static final int ZOOM = 2;
  private static final int GAP = 2;
  private static final int WHITE = 255;

  private final Images images;
  private final int rows;

  private Pictures(Images images, int rows) {
    this.images = images;
    this.rows = rows;
  }

  /**
   * Shows images.
   *
   * @param images of which the first are shown
   * @param rows of ten images
   * @return what a cell shows
   * @throws IllegalArgumentException if there are fewer images
   */
  public static Pictures of(Images images, int rows) {
    if (rows < 1 || rows * COLUMNS > images.size()) {
      throw new IllegalArgumentException(
          "illegal number of rows %d for %d images, must be 1 to %d"
              .formatted(rows, images.size(), images.size() / COLUMNS));
    }
    return new Pictures(images, rows);
  }

  @Override
  public void render(RenderContext context) {
    context.renderIfRequested(MIMEType.IMAGE_PNG, () -> png());
  }

  private String png() {
    try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
      ImageIO.write(draw(), "png", bytes);
      return Base64.getEncoder().encodeToString(bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Draws the sheet. */
  BufferedImage draw() {
    ImageShape shape = images.shape();
    int width = ZOOM * (shape.width() + GAP);
    int height = ZOOM * (shape.height() + GAP);
    BufferedImage sheet =
        new BufferedImage(width * COLUMNS, height * rows, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < sheet.getHeight(); y++) {
      for (int x = 0; x < sheet.getWidth(); x++) {
        int image = y / height * COLUMNS + x / width;
        sheet.getRaster().setSample(x, y, 0, grey(image, x % width / ZOOM, y % height / ZOOM));
      }
    }
    return sheet;
  }

  private int grey(int image, int x, int y) {
    ImageShape shape = images.shape();
    boolean gap = x >= shape.width() || y >= shape.height();
    return gap ? WHITE : WHITE - images.value(image, y * shape.width() + x);
  }

  /** {@return what is shown, in words} */
  @Override
  public String toString() {
    return "the first %d images".formatted(rows * COLUMNS);
  }
}
