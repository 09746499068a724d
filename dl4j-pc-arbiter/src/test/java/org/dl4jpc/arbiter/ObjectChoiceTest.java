// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.arbiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Properties;
import org.deeplearning4j.arbiter.conf.updater.SgdSpace;
import org.dl4jpc.trainers.LearningRule;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;

final class ObjectChoiceTest {

  @Test
  void mapsTheUnitIntervalToTheValues() {
    ObjectChoice<String> choice = ObjectChoice.of(String.class, "a", "b", "c", "d");
    choice.setIndices(1);
    assertThat(choice.getValue(new double[] {9.0, 0.0})).isEqualTo("a");
    assertThat(choice.getValue(new double[] {9.0, 0.3})).isEqualTo("b");
    assertThat(choice.getValue(new double[] {9.0, 1.0})).isEqualTo("d");
    assertThat(choice.numParameters()).isOne();
  }

  @Test
  void oneValueIsNoParameter() {
    ObjectChoice<LearningRule> choice = ObjectChoice.of(LearningRule.class, LearningRule.zil());
    assertThat(choice.numParameters()).isZero();
    assertThat(choice.collectLeaves()).isEmpty();
    assertThat(choice.getValue(new double[0])).isEqualTo(LearningRule.zil());
    SgdSpace around = new SgdSpace(ObjectChoice.of(Double.class, 0.1));
    assertThat(around.collectLeaves()).isEmpty();
  }

  @Test
  void equalityIsThatOfTheValuesAsWritten() {
    ObjectChoice<IUpdater> choice = ObjectChoice.of(IUpdater.class, new Adam(0.1), new Sgd(0.1));
    assertThat(choice)
        .isEqualTo(ObjectChoice.of(IUpdater.class, new Adam(0.1), new Sgd(0.1)))
        .isNotEqualTo(ObjectChoice.of(IUpdater.class, new Adam(0.1), new Sgd(0.2)));
  }

  @Test
  void noValueOrNoJsonIsRefused() {
    assertThatThrownBy(() -> ObjectChoice.of(String.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("illegal values: [], must be at least one, none of them null");
    assertThatThrownBy(() -> ObjectChoice.of(String.class, "a", null))
        .hasMessageContaining("[a, null]");
    assertThatThrownBy(() -> ObjectChoice.of(Object.class, new Object(), new Properties()))
        .hasMessageContaining("must be one that can be written as JSON");
  }
}
