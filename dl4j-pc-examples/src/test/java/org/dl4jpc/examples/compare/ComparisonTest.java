// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.dl4jpc.examples.data.GlyphData;
import org.dl4jpc.examples.data.ImageSplit;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** A small comparison on the embedded data set, in double. */
final class ComparisonTest {

  private static final ImageSplit DATA = GlyphData.generate(1, 50, 40);
  private static final int STEPS = 3;

  private static RunSettings settings(Algorithm... algorithms) {
    return new RunSettings(List.of(algorithms), 2, 20, 1, 4, .1, 2e-3, DataType.DOUBLE);
  }

  @Test
  void zilEndsWhereBackpropEndsAndIlElsewhere() {
    List<Progress.State> states = new ArrayList<>();
    ComparisonOutcome outcome = Comparison.of(settings(Algorithm.values()), DATA).run(states::add);
    assertThat(outcome.results()).extracting(Result::algorithm).containsExactly(Algorithm.values());
    Result backprop = outcome.results().get(0);
    Result zil = outcome.results().get(1);
    Result il = outcome.results().get(2);
    assertThat(zil.versus().orElseThrow().distance()).isLessThan(1e-9);
    assertThat(zil.versus().orElseThrow().samePredictions()).isEqualTo(40);
    assertThat(zil.accuracies()).isEqualTo(backprop.accuracies()).hasSize(3);
    assertThat(il.versus().orElseThrow().distance()).isGreaterThan(1e-3);
    assertThat(il.losses()).hasSize(2 * STEPS).doesNotContain(Double.NaN);
    assertThat(il.losses().get(0))
        .as("same weights at the start")
        .isEqualTo(backprop.losses().get(0));
    assertThat(il.stepMillis()).isPositive();
    assertThat(states).extracting(Progress.State::done).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(states).extracting(Progress.State::total).containsOnly(6L);
    assertTrace(outcome.energy().orElseThrow());
  }

  /** Energies at steps 0 to T; at step 0 all is loss, and they always add up to the total. */
  private static void assertTrace(EnergyTrace trace) {
    assertThat(trace.total()).hasSize(5);
    assertThat(trace.layers()).hasSizeGreaterThanOrEqualTo(3);
    for (int t = 0; t < trace.total().size(); t++) {
      int step = t;
      double sum = trace.layers().values().stream().mapToDouble(layer -> layer.get(step)).sum();
      assertThat(sum).isCloseTo(trace.total().get(t), within(1e-9));
    }
    List<List<Double>> layers = List.copyOf(trace.layers().values());
    assertThat(layers.subList(0, layers.size() - 1)).allMatch(layer -> layer.get(0) == 0);
  }

  @Test
  void comparesWithNothingWhenBackpropDoesNotRun() {
    RunSettings one =
        new RunSettings(List.of(Algorithm.ZIL), 1, 50, 1, 4, .1, 2e-3, DataType.FLOAT);
    ComparisonOutcome outcome = Comparison.of(one, DATA).run(state -> {});
    assertThat(outcome.results()).hasSize(1);
    assertThat(outcome.results().get(0).versus()).isEmpty();
    assertThat(outcome.energy()).isEmpty();
  }

  @Test
  void settingsNameWhatIsIllegal() {
    List<Algorithm> il = List.of(Algorithm.IL);
    assertIllegal(
        "rules [], must have at least one",
        () -> new RunSettings(List.of(), 1, 1, 1, 1, 1, 1, DataType.FLOAT));
    assertIllegal(
        "epochs 0, must be at least 1",
        () -> new RunSettings(il, 0, 1, 1, 1, 1, 1, DataType.FLOAT));
    assertIllegal(
        "batch -1, must be at least 1",
        () -> new RunSettings(il, 1, -1, 1, 1, 1, 1, DataType.FLOAT));
    assertIllegal(
        "inference-steps 0, must be at least 1",
        () -> new RunSettings(il, 1, 1, 1, 0, 1, 1, DataType.FLOAT));
    assertIllegal(
        "step-size Infinity, must be above 0 and finite",
        () -> new RunSettings(il, 1, 1, 1, 1, Double.POSITIVE_INFINITY, 1, DataType.FLOAT));
    assertIllegal(
        "learning-rate NaN, must be above 0 and finite",
        () -> new RunSettings(il, 1, 1, 1, 1, 1, Double.NaN, DataType.FLOAT));
    assertIllegal(
        "data-type BFLOAT16, must be FLOAT or DOUBLE",
        () -> new RunSettings(il, 1, 1, 1, 1, 1, 1, DataType.BFLOAT16));
  }

  private static void assertIllegal(String message, ThrowingCallable settings) {
    assertThatThrownBy(settings)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("illegal " + message);
  }

  @Test
  void settingsPutRulesInOrderOnce() {
    assertThat(settings(Algorithm.IL, Algorithm.BACKPROP, Algorithm.IL).algorithms())
        .containsExactly(Algorithm.BACKPROP, Algorithm.IL);
  }
}
