// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.PredictiveCoding;
import org.dl4jpc.trainers.SmallNet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.adapter.MultiDataSetIteratorAdapter;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** What fails in a worker or in the data ends training, and leaves the last good average. */
@Timeout(60)
class WorkerFaultsTest {
  private static final LearningRule RULE = LearningRule.seqIlMq(1e-3);
  private static final int FAILING = 7;

  private final MultiLayerNetwork network = PredictiveCoding.attach(SmallNet.MLP.network(), RULE);
  private final List<DataSet> batches = SmallNet.MLP.batches(FAILING + 5);

  @AfterEach
  void noThreadIsLeft() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().contains("ParallelWrapper") || thread.getName().contains("prefetch")) {
        thread.join(5_000);
        assertThat(thread.isAlive()).as(thread.getName()).isFalse();
      }
    }
  }

  private PcParallelWrapper wrapper(TrainingListener... listeners) {
    network.setListeners(listeners);
    return new PcParallelWrapper.Builder<>(network).averagingFrequency(2).prefetchBuffer(3).build();
  }

  /** Rounds 0 to 2 are good; parameters are averaged after round 1. */
  private void assertLastGoodAverage() {
    MultiLayerNetwork expected = PredictiveCoding.attach(SmallNet.MLP.network(), RULE);
    new SerialSchedule(expected, 2, 2).fit(batches.subList(0, 4));
    expected.setEpochCount(0);
    SerialSchedule.assertSame(network, expected);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void badDataEndTheFitWithTheirMessage(boolean multi) {
    batches.get(FAILING).getFeatures().putScalar(0, 0, Double.NaN);
    DataSetIterator source = Batches.of(batches);
    PcParallelWrapper wrapper = wrapper();
    assertThatThrownBy(
            () -> {
              if (multi) {
                wrapper.fit(new MultiDataSetIteratorAdapter(source));
              } else {
                wrapper.fit(source);
              }
            })
        .isInstanceOf(DL4JInvalidInputException.class)
        .hasNoCause();
    assertLastGoodAverage();
  }

  private static TrainingListener failing(Runnable failure) {
    AtomicInteger iterations = new AtomicInteger();
    return new BaseTrainingListener() {
      @Override
      public void iterationDone(Model model, int iteration, int epoch) {
        if (iterations.getAndIncrement() == FAILING) {
          failure.run();
        }
      }
    };
  }

  @Test
  void anExceptionOfAWorkerIsThrownItself() {
    RuntimeException exception = new UnsupportedOperationException("on purpose");
    PcParallelWrapper wrapper =
        wrapper(
            failing(
                () -> {
                  throw exception;
                }));
    assertThatThrownBy(() -> wrapper.fit(Batches.of(batches))).isSameAs(exception);
    assertLastGoodAverage();
  }

  @Test
  void soIsAnError() {
    Error error = new StackOverflowError("on purpose");
    PcParallelWrapper wrapper =
        wrapper(
            failing(
                () -> {
                  throw error;
                }));
    assertThatThrownBy(() -> wrapper.fit(Batches.of(batches))).isSameAs(error);
    assertLastGoodAverage();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void aFailingSourceEndsTheFit(int prefetch) {
    PcParallelWrapper wrapper =
        new PcParallelWrapper.Builder<>(network)
            .averagingFrequency(2)
            .prefetchBuffer(prefetch)
            .build();
    assertThatThrownBy(() -> wrapper.fit(Batches.failingAt(FAILING, batches)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the disk is gone");
    assertLastGoodAverage();
  }

  @Test
  void trainingGoesOnAfterAFailure() {
    PcParallelWrapper wrapper = wrapper();
    assertThatThrownBy(() -> wrapper.fit(Batches.failingAt(FAILING, batches)))
        .hasMessage("the disk is gone");
    wrapper.fit(Batches.of(batches));
    MultiLayerNetwork expected = PredictiveCoding.attach(SmallNet.MLP.network(), RULE);
    SerialSchedule serial = new SerialSchedule(expected, 2, 2);
    serial.fit(batches.subList(0, 4));
    serial.fit(batches);
    expected.setEpochCount(1);
    SerialSchedule.assertSame(network, expected);
  }

  @Test
  void anEmptySourceIsAnError() {
    PcParallelWrapper wrapper = wrapper();
    assertThatThrownBy(() -> wrapper.fit(Batches.of(List.of())))
        .isInstanceOf(DL4JInvalidInputException.class)
        .hasMessage("illegal source: it is empty, must give at least one minibatch");
    assertThatThrownBy(() -> wrapper.fit((DataSetIterator) null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("illegal source: null, must be an object");
  }

  /** The worker interrupts the training thread, which may or may not wait for it by then. */
  @Test
  void anInterruptEndsTheWaitForAWorker() {
    Thread training = Thread.currentThread();
    PcParallelWrapper wrapper = wrapper(failing(training::interrupt));
    try {
      assertThatThrownBy(() -> wrapper.fit(Batches.of(batches)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageMatching("training was interrupted while it waited for (a worker|data)");
      assertThat(training.isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
    assertLastGoodAverage();
  }
}
