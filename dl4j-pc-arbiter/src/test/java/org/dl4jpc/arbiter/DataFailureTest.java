// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.arbiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Properties;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.api.saving.InMemoryResultSaver;
import org.dl4jpc.trainers.LearningRule;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A failing data source ends the search with its error: no waiting, no further candidates. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class DataFailureTest {
  private static final LearningRuleSpace RULES =
      LearningRuleSpace.of(LearningRule.zil(), LearningRule.il(), LearningRule.seqIl());

  private static void check(ParameterSpace<?> space, Properties data, Blobs.Place place) {
    PcOptimizationRunner runner =
        new PcOptimizationRunner(
            Searches.configuration(Searches.grid(space), data, new InMemoryResultSaver(), 100));
    assertThatThrownBy(runner::execute)
        .isInstanceOf(DataSourceFailedException.class)
        .hasMessageStartingWith("the data source failed in ")
        .hasMessageContaining("disk on fire at " + place)
        .hasRootCauseInstanceOf(IllegalStateException.class);
    assertThat(runner.numCandidatesTotal()).isOne();
  }

  @ParameterizedTest
  @EnumSource
  void inAChain(Blobs.Place place) {
    check(Searches.chains(Searches.rate(0.1), RULES), Blobs.failingAt(place), place);
  }

  @ParameterizedTest
  @EnumSource(names = {"TRAIN_NEXT", "TEST_NEXT"})
  void inAGraph(Blobs.Place place) {
    check(Searches.graphs(Searches.rate(0.1), RULES), Blobs.failingAt(place), place);
  }

  @ParameterizedTest
  @EnumSource(names = {"TRAIN_NEXT", "TEST_NEXT"})
  void inMultiDataSetsOfAGraph(Blobs.Place place) {
    Properties data = Blobs.failingAt(place);
    data.setProperty(Blobs.MULTI, "true");
    check(Searches.graphs(Searches.rate(0.1), RULES), data, place);
  }
}
