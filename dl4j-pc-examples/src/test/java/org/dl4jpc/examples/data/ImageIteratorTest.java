// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;

/** Minibatches: shapes, ranges, and that an epoch has each image once. */
final class ImageIteratorTest {

  /** Image i has the value i / 255 in its one pixel and the label i mod 10. */
  private static final Images NUMBERED = numbered(23);

  private static Images numbered(int count) {
    byte[] values = new byte[count];
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      values[i] = (byte) i;
      labels[i] = (byte) (i % Images.CLASSES);
    }
    return new Images(new ImageShape(1, 1, 1), values, labels);
  }

  private static List<Integer> epoch(ImageIterator iterator) {
    List<Integer> seen = new ArrayList<>();
    while (iterator.hasNext()) {
      DataSet batch = iterator.next();
      for (int i = 0; i < batch.numExamples(); i++) {
        int image = (int) Math.round(batch.getFeatures().getDouble(i, 0, 0, 0) * 255);
        assertThat(batch.getLabels().getDouble(i, image % Images.CLASSES)).isEqualTo(1);
        assertThat(batch.getLabels().getRow(i).sumNumber().doubleValue()).isEqualTo(1);
        seen.add(image);
      }
    }
    return seen;
  }

  @Test
  void keepsTheOrder() {
    ImageIterator iterator = ImageIterator.inOrder(NUMBERED, 10, DataType.DOUBLE);
    List<Integer> first = epoch(iterator);
    assertThat(first).isSorted().hasSize(23);
    iterator.reset();
    assertThat(epoch(iterator)).isEqualTo(first);
  }

  @Test
  void shufflesEachEpochAnewAndRepeatably() {
    ImageIterator iterator = ImageIterator.shuffled(NUMBERED, 10, DataType.FLOAT, 5);
    List<Integer> first = epoch(iterator);
    iterator.reset();
    List<Integer> second = epoch(iterator);
    assertThat(first).doesNotHaveDuplicates().hasSize(23).isNotEqualTo(second);
    assertThat(second).hasSameElementsAs(first);
    assertThat(epoch(ImageIterator.shuffled(NUMBERED, 10, DataType.FLOAT, 5))).isEqualTo(first);
    assertThat(epoch(ImageIterator.shuffled(NUMBERED, 10, DataType.FLOAT, 6))).isNotEqualTo(first);
  }

  @Test
  void givesNchwOfTheTypeAskedFor() {
    Images images = new Images(new ImageShape(3, 2, 4), new byte[5 * 24], new byte[5]);
    ImageIterator iterator = ImageIterator.inOrder(images, 3, DataType.DOUBLE);
    assertThat(iterator.batches()).isEqualTo(2);
    DataSet batch = iterator.next();
    assertThat(batch.getFeatures().shape()).containsExactly(3, 3, 2, 4);
    assertThat(batch.getFeatures().dataType()).isEqualTo(DataType.DOUBLE);
    assertThat(batch.getLabels().shape()).containsExactly(3, 10);
    assertThat(iterator.next().numExamples()).isEqualTo(2);
    assertThat(iterator.hasNext()).isFalse();
    assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void readsBytesAsUnsigned() {
    Images white = new Images(new ImageShape(1, 1, 1), new byte[] {(byte) 255}, new byte[] {9});
    DataSet batch = ImageIterator.inOrder(white, 1, DataType.FLOAT).next();
    assertThat(batch.getFeatures().getDouble(0)).isEqualTo(1);
    assertThat(white.value(0, 0)).isEqualTo(255);
  }

  @Test
  void rejectsWhatMakesNoSense() {
    assertThatThrownBy(() -> ImageIterator.inOrder(NUMBERED, 0, DataType.FLOAT))
        .hasMessage("illegal batch size 0, must be at least 1");
    assertThatThrownBy(() -> new Images(new ImageShape(1, 1, 1), new byte[1], new byte[] {10}))
        .hasMessage("illegal label 10, must be 0 to 9");
    assertThatThrownBy(() -> new Images(new ImageShape(1, 2, 2), new byte[7], new byte[2]))
        .hasMessage("7 values and 2 labels do not make images of 2 x 2, 1 channel");
    assertThatThrownBy(() -> new ImageShape(1, 0, 2))
        .hasMessage("illegal image shape 1 x 0 x 2, each part must be at least 1");
  }
}
