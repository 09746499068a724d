// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reader of idx files: what it reads, and what it says about files that it cannot read. */
final class IdxReaderTest {

  private static final int ALL = Integer.MAX_VALUE;

  @TempDir private Path directory;

  private Path images = Path.of("");
  private Path labels = Path.of("");

  private void write(byte[] imageBytes, byte[] labelBytes) throws IOException {
    images = SampleFiles.write(directory, "images", imageBytes);
    labels = SampleFiles.write(directory, "labels", labelBytes);
  }

  private void assertComplaint(Path file, String message) {
    assertThatThrownBy(() -> IdxReader.read(images, labels, ALL))
        .isInstanceOf(BadDataException.class)
        .hasMessage(file + ": " + message);
  }

  @Test
  void readsPlainAndZippedFiles() throws IOException {
    byte[] imageBytes = SampleFiles.idxImages(0x803, 12, 3, 5);
    byte[] labelBytes = SampleFiles.idxLabels(0x801, 12);
    write(imageBytes, SampleFiles.gzip(labelBytes));
    Images read = IdxReader.read(images, labels, ALL);
    assertThat(read.size()).isEqualTo(12);
    assertThat(read.shape()).isEqualTo(new ImageShape(1, 3, 5));
    assertThat(read.value(11, 14)).isEqualTo(11);
    assertThat(read.label(11)).isEqualTo(1);
    write(SampleFiles.gzip(imageBytes), labelBytes);
    assertThat(IdxReader.read(images, labels, 4).size()).isEqualTo(4);
  }

  @Test
  void saysWhichMagicNumberItFound() throws IOException {
    write(SampleFiles.idxLabels(0x801, 2), SampleFiles.idxLabels(0x801, 2));
    assertComplaint(
        images, "starts with 0x00000801 (idx labels), expected 0x00000803 (idx images)");
    write(SampleFiles.idxImages(0x803, 2, 3, 3), SampleFiles.cifar(1));
    assertComplaint(
        labels, "starts with 0x00000000 (another format), expected 0x00000801 (idx labels)");
  }

  @Test
  void saysWhereAFileIsTruncated() throws IOException {
    byte[] imageBytes = SampleFiles.idxImages(0x803, 1000, 3, 3);
    byte[] labelBytes = SampleFiles.idxLabels(0x801, 1000);
    write(Arrays.copyOf(imageBytes, 5000), labelBytes);
    assertComplaint(
        images,
        "ends after 5,000 bytes, expected 9,016"
            + " (a header of 16 bytes and 1,000 images of 3 x 3 bytes): truncated");
    write(imageBytes, Arrays.copyOf(labelBytes, 1007));
    assertComplaint(
        labels,
        "ends after 1,007 bytes, expected 1,008"
            + " (a header of 8 bytes and 1,000 labels of 1 byte): truncated");
    write(new byte[] {0, 0}, labelBytes);
    assertComplaint(
        images,
        "ends after 2 bytes, where the magic number of idx images was expected:"
            + " truncated or of another format");
  }

  @Test
  void saysThatAZippedFileIsTruncatedOrDamaged() throws IOException {
    byte[] imageBytes = SampleFiles.gzip(SampleFiles.idxImages(0x803, 100, 20, 20));
    byte[] labelBytes = SampleFiles.idxLabels(0x801, 100);
    write(Arrays.copyOf(imageBytes, imageBytes.length / 2), labelBytes);
    assertComplaint(images, "its gzip stream is truncated");
    write(Arrays.copyOf(imageBytes, 5), labelBytes);
    assertComplaint(images, "its gzip header is damaged");
    byte[] damaged = imageBytes.clone();
    damaged[damaged.length - 6] ^= 1;
    write(damaged, labelBytes);
    assertComplaint(images, "its gzip stream is damaged: Corrupt GZIP trailer");
  }

  @Test
  void checksTheEndOfTheFileWhateverTheLimit() throws IOException {
    byte[] imageBytes = SampleFiles.idxImages(0x803, 4, 2, 2);
    write(Arrays.copyOf(imageBytes, 33), SampleFiles.idxLabels(0x801, 4));
    assertThatThrownBy(() -> IdxReader.read(images, labels, 1))
        .isInstanceOf(BadDataException.class)
        .hasMessageEndingWith(
            "goes on after 32 bytes, where a header of 16 bytes and 4 images of 2 x 2 bytes end");
  }

  @Test
  void saysThatCountsDiffer() throws IOException {
    write(SampleFiles.idxImages(0x803, 5, 2, 2), SampleFiles.idxLabels(0x801, 6));
    assertComplaint(labels, "has 6 labels, but " + images + " has 5 images");
  }

  @Test
  void saysThatALabelIsOutsideTheRange() throws IOException {
    byte[] labelBytes = SampleFiles.idxLabels(0x801, 5);
    labelBytes[8 + 3] = (byte) 200;
    write(SampleFiles.idxImages(0x803, 5, 2, 2), labelBytes);
    assertComplaint(labels, "the label of image 3 is 200, must be 0 to 9");
  }

  @Test
  void saysThatASizeMakesNoSense() throws IOException {
    byte[] labelBytes = SampleFiles.idxLabels(0x801, 5);
    write(SampleFiles.idxImages(0x803, 5, 0, 2), labelBytes);
    assertComplaint(images, "its number of rows is 0, must be 1 to 1,024");
    byte[] imageBytes = SampleFiles.idxImages(0x803, 5, 2, 2);
    imageBytes[4] = (byte) 0x80;
    write(imageBytes, labelBytes);
    assertComplaint(images, "its number of images is 2,147,483,653, must be 1 to 2,147,483,647");
  }

  @Test
  void saysThatAFileIsMissing() throws IOException {
    write(SampleFiles.idxImages(0x803, 5, 2, 2), SampleFiles.idxLabels(0x801, 5));
    labels = directory.resolve("nothing");
    assertComplaint(labels, "there is no such file");
  }
}
