// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ConvolutionChoiceTest {
  private static final int[] SYMMETRIC = {3, 2, 2, 1, 1, 1, 1, 1};

  private final List<DataType> probed = new ArrayList<>();

  private ConvolutionMethod probe(DataType type) {
    probed.add(type);
    return type == DataType.FLOAT ? ConvolutionMethod.LIBRARY : ConvolutionMethod.PATCHES;
  }

  private static int size(int input, int kernel, int stride, int padding, int dilation) {
    return (input + 2 * padding - (kernel - 1) * dilation - 1) / stride + 1;
  }

  /** On 7×9; kernel, stride, padding, dilation: rows and columns of each. */
  private static Convolution convolution(DataType type, int... s) {
    int[] output = {size(7, s[0], s[2], s[4], s[6]), size(9, s[1], s[3], s[5], s[7])};
    return convolution(type, output, s);
  }

  private static Convolution convolution(DataType type, int[] output, int... s) {
    ConvolutionGeometry geometry =
        new ConvolutionGeometry(
            new int[] {7, 9},
            output,
            new int[] {s[0], s[1]},
            new int[] {s[2], s[3]},
            new int[] {s[4], s[5]},
            new int[] {s[6], s[7]});
    Tensor input = Tensor.allocate(type, 'c', 2, 3, 7, 9);
    INDArray weights = Nd4j.create(type, 4, 3, s[0], s[1]);
    return Convolution.of(input, CNN2DFormat.NCHW, geometry, weights, null);
  }

  /** Each type is measured once; the decision stays although the setting changes. */
  @Test
  void measuresOnceAndStays() {
    AtomicReference<String> setting = new AtomicReference<>("measure");
    ConvolutionChoice choice = new ConvolutionChoice(setting::get, this::probe);
    Convolution single = convolution(DataType.FLOAT, SYMMETRIC);
    for (int i = 0; i < 3; i++) {
      assertThat(choice.method(single)).isEqualTo(ConvolutionMethod.LIBRARY);
      assertThat(choice.method(convolution(DataType.DOUBLE, SYMMETRIC)))
          .isEqualTo(ConvolutionMethod.PATCHES);
      setting.set("patches");
    }
    assertThat(probed).containsExactly(DataType.FLOAT, DataType.DOUBLE);
  }

  @ParameterizedTest
  @CsvSource({"patches, PATCHES", "library, LIBRARY"})
  void settingDecidesUnmeasured(String setting, ConvolutionMethod expected) {
    ConvolutionChoice choice = new ConvolutionChoice(() -> setting, this::probe);
    assertThat(choice.method(convolution(DataType.FLOAT, SYMMETRIC))).isEqualTo(expected);
    assertThat(probed).isEmpty();
  }

  /** Nothing is decided by a setting that is refused. */
  @ParameterizedTest
  @ValueSource(strings = {"", "fast", "Measure"})
  void otherSettingsAreRefused(String value) {
    AtomicReference<String> setting = new AtomicReference<>(value);
    ConvolutionChoice choice = new ConvolutionChoice(setting::get, this::probe);
    Convolution single = convolution(DataType.FLOAT, SYMMETRIC);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> choice.method(single))
        .withMessage(
            "System property dl4jpc.convolution is \"%s\", must be measure, patches or library",
            value);
    setting.set("measure");
    assertThat(choice.method(single)).isEqualTo(ConvolutionMethod.LIBRARY);
  }

  /** Without windows, with dilation and with uneven padding there is nothing to choose. */
  @Test
  void unsuitedGeometriesAreLeftToPatches() {
    ConvolutionChoice choice = new ConvolutionChoice(() -> "library", this::probe);
    List<Convolution> unsuited =
        List.of(
            convolution(DataType.FLOAT, 1, 1, 2, 2, 0, 0, 1, 1),
            convolution(DataType.FLOAT, 2, 2, 1, 1, 0, 0, 2, 1),
            convolution(DataType.FLOAT, 2, 2, 1, 1, 0, 0, 1, 2),
            convolution(DataType.FLOAT, new int[] {7, 9}, 3, 2, 1, 1, 1, 0, 1, 1),
            convolution(DataType.FLOAT, new int[] {4, 5}, 2, 1, 2, 2, 0, 0, 1, 1));
    for (Convolution each : unsuited) {
      assertThat(choice.method(each)).as("%s", each).isEqualTo(ConvolutionMethod.PATCHES);
    }
    assertThat(choice.method(convolution(DataType.FLOAT, SYMMETRIC)))
        .isEqualTo(ConvolutionMethod.LIBRARY);
  }

  /** Measuring leaves the generator of random numbers as it was, and no memory behind. */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void measuringLeavesNothingBehind(DataType type) {
    Nd4j.getRandom().setSeed(3);
    double expected = Nd4j.getRandom().nextDouble();
    Nd4j.getRandom().setSeed(3);
    LastingMemory memory = new LastingMemory();
    assertThat(memory.collect(() -> ConvolutionProbe.measure(type))).isNotNull();
    assertThat(memory.bytes()).isZero();
    assertThat(Nd4j.getRandom().nextDouble()).isEqualTo(expected);
  }

  /** Types that the operations fail for are no reason to fail. */
  @Test
  void failureMeansPatches() {
    assertThat(ConvolutionProbe.measure(DataType.BFLOAT16)).isEqualTo(ConvolutionMethod.PATCHES);
  }

  @ParameterizedTest
  @CsvSource({
    "'GCC: 7.5.0 HAVE_FLATBUFFERS HAVE_OPENBLAS', FLOAT, false",
    "'GCC: 7.5.0\nHAVE_FLATBUFFERS\nHAVE_ONEDNN\nHAVE_OPENBLAS', FLOAT, true",
    "'GCC: 7.5.0\nHAVE_FLATBUFFERS\nHAVE_ONEDNN\nHAVE_OPENBLAS', DOUBLE, false",
    "'HAVE_ONEDNN_NOT', FLOAT, false",
    "'HAVE_CUDNN', FLOAT, true",
    "'HAVE_CUDNN', DOUBLE, true",
    "'HAVE_CUDNN', BFLOAT16, false",
    "'', FLOAT, false"
  })
  void buildInformationTellsOfFastOperations(String info, DataType type, boolean expected) {
    String lines = info.replace("\\n", "\n");
    assertThat(ConvolutionProbe.hasFastOperations(lines, type)).isEqualTo(expected);
  }

  /** In every JVM the same, on a busy machine too. */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void backendDecides(DataType type) {
    boolean fast = ConvolutionProbe.hasFastOperations(Nd4j.getBackend().buildInfo(), type);
    assertThat(ConvolutionProbe.best(type))
        .isEqualTo(fast ? ConvolutionMethod.LIBRARY : ConvolutionMethod.PATCHES);
  }
}
