// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files of a directory are read, and what is said when they are not there. */
final class ImageDirectoryTest {

  private static final int ALL = Integer.MAX_VALUE;

  @TempDir private Path directory;

  private void write(String name, byte[] bytes) throws IOException {
    SampleFiles.write(directory, name, bytes);
  }

  private void assertComplaint(Path file, String message) {
    assertThatThrownBy(() -> ImageDirectory.read(directory, ALL, ALL))
        .isInstanceOf(BadDataException.class)
        .hasMessage(file + ": " + message);
  }

  @Test
  void findsIdxFiles() throws IOException {
    SampleFiles.writeIdx(directory, 7, 4, 3);
    ImageSplit split = ImageDirectory.read(directory, ALL, ALL);
    assertThat(split.name()).isEqualTo(directory.getFileName().toString());
    assertThat(split.train().size()).isEqualTo(7);
    assertThat(split.test().size()).isEqualTo(4);
    ImageSplit limited = ImageDirectory.read(directory, 5, 2);
    assertThat(limited.train().size()).isEqualTo(5);
    assertThat(limited.test().size()).isEqualTo(2);
  }

  @Test
  void findsIdxFilesUnderTheirOtherNames() throws IOException {
    write("train-images.idx3-ubyte.gz", SampleFiles.gzip(SampleFiles.idxImages(0x803, 2, 3, 3)));
    write("train-labels.idx1-ubyte", SampleFiles.idxLabels(0x801, 2));
    write("test-images-idx3-ubyte", SampleFiles.idxImages(0x803, 1, 3, 3));
    write("test-labels-idx1-ubyte.gz", SampleFiles.gzip(SampleFiles.idxLabels(0x801, 1)));
    assertThat(ImageDirectory.read(directory, ALL, ALL).test().size()).isEqualTo(1);
  }

  @Test
  void prefersTheFileThatIsNotZipped() throws IOException {
    SampleFiles.writeIdx(directory, 2, 1, 3);
    write("train-images-idx3-ubyte.gz", new byte[] {1, 2, 3});
    assertThat(ImageDirectory.read(directory, ALL, ALL).train().size()).isEqualTo(2);
  }

  @Test
  void findsCifarFiles() throws IOException {
    write("data_batch_1.bin", SampleFiles.cifar(3));
    write("data_batch_2.bin.gz", SampleFiles.gzip(SampleFiles.cifar(2)));
    write("test_batch.bin", SampleFiles.cifar(1));
    write("batches.meta.txt", new byte[0]);
    assertThat(ImageDirectory.read(directory, ALL, ALL).train().size()).isEqualTo(5);
  }

  @Test
  void findsCifarSubsets() throws IOException {
    write("cifar10-train-10000.bin.gz", SampleFiles.gzip(SampleFiles.cifar(3)));
    write("cifar10-test-2000.bin.gz", SampleFiles.gzip(SampleFiles.cifar(2)));
    assertThat(ImageDirectory.read(directory, ALL, ALL).test().size()).isEqualTo(2);
  }

  @Test
  void saysWhatItExpectedWhenItKnowsNoFile() throws IOException {
    String expected =
        "expected idx files (train-images-idx3-ubyte[.gz] and so on) or CIFAR-10 binary files"
            + " (data_batch_1.bin[.gz] and so on, test_batch.bin[.gz])";
    assertComplaint(directory, "has no files, " + expected);
    for (int i = 1; i <= 6; i++) {
      write("notes" + i, new byte[0]);
    }
    assertComplaint(directory, "has notes1, notes2, notes3, notes4, notes5, …, " + expected);
  }

  @Test
  void saysWhichFileIsMissing() throws IOException {
    SampleFiles.writeIdx(directory, 2, 1, 3);
    Path labels = directory.resolve("t10k-labels-idx1-ubyte");
    Files.delete(labels);
    assertComplaint(labels, "there is no such file, nor t10k-labels-idx1-ubyte.gz");
  }

  @Test
  void saysThatTheTestFileIsMissing() throws IOException {
    write("data_batch_1.bin", SampleFiles.cifar(3));
    assertComplaint(
        directory.resolve("test_batch.bin"), "there is no such file, nor test_batch.bin.gz");
  }

  @Test
  void saysThatThereAreTwoFormats() throws IOException {
    SampleFiles.writeIdx(directory, 2, 1, 3);
    write("data_batch_1.bin", SampleFiles.cifar(3));
    assertThatThrownBy(() -> ImageDirectory.read(directory, ALL, ALL))
        .hasMessageStartingWith(directory + ": has files of two formats, expected only idx files");
  }

  @Test
  void saysThatShapesDiffer() throws IOException {
    SampleFiles.writeIdx(directory, 2, 1, 3);
    write("t10k-images-idx3-ubyte", SampleFiles.idxImages(0x803, 1, 4, 4));
    assertComplaint(
        directory,
        "its training images are 3 x 3, 1 channel, but its test images are 4 x 4, 1 channel");
  }

  @Test
  void saysThatThereIsNoDirectory() throws IOException {
    Path nothing = directory.resolve("nothing");
    assertThatThrownBy(() -> ImageDirectory.read(nothing, ALL, ALL))
        .hasMessage(nothing + ": there is no such directory");
    Path file = SampleFiles.write(directory, "file", new byte[0]);
    assertThatThrownBy(() -> ImageDirectory.read(file, ALL, ALL))
        .hasMessage(file + ": is no directory");
  }
}
