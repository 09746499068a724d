// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.trainers.InferenceHistory;
import org.dl4jpc.trainers.InferenceListener;
import org.dl4jpc.trainers.LearningRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A report that a browser shows without a network. */
class InferenceReportTest {
  @TempDir private Path directory;

  private String report(LearningRule rule, InferenceListener listener, int iterations)
      throws IOException {
    InferenceHistory history = new InferenceHistory();
    MultiLayerNetwork attached = Runs.attached(rule);
    attached.addListeners(listener.reportingTo(history));
    Runs.train(attached, iterations);
    Path file = directory.resolve("report.html");
    InferenceReport.write(file, "A <run>", history);
    return Files.readString(file);
  }

  @Test
  void showsEnergiesErrorsStepsAndCosines() throws IOException {
    String page = report(LearningRule.il(), InferenceListener.every(1).comparingEvery(2), 12);
    assertThat(page)
        .contains("<title>A &lt;run&gt;</title>")
        .contains("id=\"energy\"", "id=\"errors\"", "id=\"inference\"", "id=\"steps\"")
        .contains("id=\"cosines\"")
        .contains(">layer0 (DenseLayer)<", "<td>0</td>", ">all weights<")
        .contains("Iteration 10: the rule's gradient")
        .contains("iteration 11, epoch 0, 24 samples, 20 inference steps: all inference steps")
        .doesNotContain("NaN", "<script", "src=", "href=\"http");
  }

  /** Z-IL takes one step, and its nodes have errors only in the one that was reached last. */
  @Test
  void leavesOutWhatThereIsNot() throws IOException {
    String page = report(LearningRule.zil(), InferenceListener.every(1), 1);
    assertThat(page).contains("id=\"energy\"").doesNotContain("id=\"cosines\"", "id=\"steps\"");
    Path empty = directory.resolve("empty.html");
    InferenceReport.write(empty, "Empty", new InferenceHistory());
    assertThat(Files.readString(empty)).contains("Nothing has been reported yet");
  }
}
