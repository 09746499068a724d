// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reader of CIFAR-10's binary files. */
final class CifarReaderTest {

  private static final int ALL = Integer.MAX_VALUE;

  @TempDir private Path directory;

  private void assertComplaint(byte[] bytes, String message) throws IOException {
    Path file = SampleFiles.write(directory, "damaged.bin", bytes);
    assertThatThrownBy(() -> CifarReader.read(List.of(file), ALL))
        .isInstanceOf(BadDataException.class)
        .hasMessage(file + ": " + message);
  }

  @Test
  void readsPlainAndZippedFilesOneAfterTheOther() throws IOException {
    Path plain = SampleFiles.write(directory, "1.bin", SampleFiles.cifar(12));
    Path zipped = SampleFiles.write(directory, "2.bin.gz", SampleFiles.gzip(SampleFiles.cifar(3)));
    Images read = CifarReader.read(List.of(plain, zipped), ALL);
    assertThat(read.shape()).isEqualTo(new ImageShape(3, 32, 32));
    assertThat(read.size()).isEqualTo(15);
    assertThat(read.label(11)).isEqualTo(1);
    assertThat(read.value(11, 3071)).isEqualTo(11);
    assertThat(read.value(14, 0)).isEqualTo(2);
  }

  @Test
  void stopsAtTheLimit() throws IOException {
    Path one = SampleFiles.write(directory, "1.bin", SampleFiles.cifar(4));
    Path two = SampleFiles.write(directory, "2.bin", SampleFiles.cifar(4));
    assertThat(CifarReader.read(List.of(one, two), 3).size()).isEqualTo(3);
    assertThat(CifarReader.read(List.of(one, two), 6).size()).isEqualTo(6);
  }

  @Test
  void saysThatAFileIsTruncatedOrOfAnotherFormat() throws IOException {
    String expected =
        " bytes, must be a multiple of 3,073 (CIFAR-10 binary): truncated or another format";
    assertComplaint(Arrays.copyOf(SampleFiles.cifar(2), 6000), "has 6,000" + expected);
    assertComplaint(SampleFiles.idxLabels(0x801, 50), "has 58" + expected);
    assertComplaint(new byte[0], "has 0" + expected);
  }

  @Test
  void saysThatALabelIsOutsideTheRange() throws IOException {
    byte[] bytes = SampleFiles.cifar(3);
    bytes[2 * CifarReader.RECORD] = 10;
    assertComplaint(bytes, "the label of image 2 is 10, must be 0 to 9");
  }
}
