// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.adapter.MultiDataSetIteratorAdapter;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/** Iterators that are empty, fail or block: training ends with an error, and so does its thread. */
@Timeout(60)
class IteratorFaultsTest {
  private Set<Thread> before;

  @BeforeEach
  void notePrefetchThreads() {
    before = prefetchThreads();
  }

  @AfterEach
  void noPrefetchThreadIsLeft() {
    assertThat(prefetchThreads()).isSubsetOf(before);
  }

  private static Set<Thread> prefetchThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().contains("prefetch"))
        .collect(Collectors.toSet());
  }

  /** Minibatches, before each of which something happens. */
  private static Iterable<DataSet> batches(int count, Consumer<Integer> beforeEach) {
    List<DataSet> batches = SmallNet.MLP.batches(count);
    return () -> {
      Iterator<DataSet> all = batches.iterator();
      int[] given = {0};
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return all.hasNext();
        }

        @Override
        public DataSet next() {
          beforeEach.accept(given[0]++);
          return all.next();
        }
      };
    };
  }

  private static Iterable<DataSet> failingAt(int batch) {
    return batches(
        5,
        i -> {
          if (i == batch) {
            throw new IllegalStateException("the disk is gone");
          }
        });
  }

  private static DataSetIterator iterator(boolean prefetched, Iterable<DataSet> batches) {
    return prefetched ? new PrefetchedBatches(batches) : new ExistingDataSetIterator(batches);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anEmptyIteratorIsAnError(boolean prefetched) {
    MultiLayerNetwork network = SmallNet.MLP.network();
    MultiLayerNetwork attached = PredictiveCoding.attach(network, LearningRule.il());
    Snapshot snapshot = Snapshot.of(network);
    assertThatThrownBy(() -> attached.fit(iterator(prefetched, List.of())))
        .isInstanceOf(DL4JInvalidInputException.class)
        .hasMessage("illegal iterator: it is empty, must give at least one minibatch");
    assertThatThrownBy(
            () -> attached.fit(new MultiDataSetIteratorAdapter(iterator(prefetched, List.of()))))
        .isInstanceOf(DL4JInvalidInputException.class)
        .hasMessage("illegal iterator: it is empty, must give at least one minibatch");
    snapshot.assertUnchanged(network);
  }

  @Test
  void iteratorsMustNotBeNull() {
    MultiLayerNetwork network = SmallNet.MLP.network();
    MultiLayerNetwork attached = PredictiveCoding.attach(network, LearningRule.il());
    PcTrainer trainer = PcTrainer.of(network, LearningRule.il());
    assertThatThrownBy(() -> trainer.fit((DataSetIterator) null, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("illegal iterator: null, must be an object");
    assertThatThrownBy(() -> trainer.fit((MultiDataSetIterator) null, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("illegal iterator: null, must be an object");
    assertThatThrownBy(() -> attached.fit((DataSetIterator) null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("illegal iterator: null, must be an object");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void thereMustBeAnEpoch(int epochs) {
    MultiLayerNetwork network = SmallNet.MLP.network();
    PcTrainer trainer = PcTrainer.of(network, LearningRule.il());
    Snapshot snapshot = Snapshot.of(network);
    assertThatThrownBy(() -> trainer.fit(SmallNet.MLP.iterator(1), epochs))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("illegal epochs: " + epochs + ", must be at least 1");
    assertThatThrownBy(
            () -> trainer.fit(new MultiDataSetIteratorAdapter(SmallNet.MLP.iterator(1)), epochs))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("illegal epochs: " + epochs + ", must be at least 1");
    assertThatThrownBy(() -> trainer.network().fit(SmallNet.MLP.iterator(1), epochs))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("numEpochs = " + epochs);
    snapshot.assertUnchanged(network);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFailureInAnEpochPropagatesAfterTheMinibatchesBeforeIt(boolean prefetched) {
    for (int bad = 0; bad < 5; bad++) {
      int failing = bad;
      MultiLayerNetwork network = SmallNet.MLP.network();
      PcTrainer trainer = PcTrainer.of(network, LearningRule.zil());
      assertThatThrownBy(() -> trainer.fit(iterator(prefetched, failingAt(failing)), 1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the disk is gone");
      MultiLayerNetwork reference = SmallNet.MLP.network();
      SmallNet.MLP.batches(failing).forEach(reference::fit);
      assertThat(Twins.distance(network.params(), reference.params())).isLessThan(1e-12);
      assertThat(network.getIterationCount()).isEqualTo(failing);
      assertThat(network.getEpochCount()).isZero();
      noPrefetchThreadIsLeft();
    }
  }

  @Test
  void aFailureOfTheVirtualMachineInTheIteratorDoesNotHang() {
    PcTrainer trainer = PcTrainer.of(SmallNet.MLP.network(), LearningRule.zil());
    Iterable<DataSet> broken =
        batches(
            3,
            i -> {
              if (i == 1) {
                throw new StackOverflowError("of the iterator, thrown on purpose");
              }
            });
    assertThatThrownBy(() -> trainer.fit(new PrefetchedBatches(broken), 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the thread that reads the training data has ended");
  }

  @Test
  void trainingGoesOnAfterAFailure() {
    MultiLayerNetwork network = SmallNet.MLP.network();
    PcTrainer trainer = PcTrainer.of(network, LearningRule.zil());
    assertThatThrownBy(() -> trainer.fit(new PrefetchedBatches(failingAt(2)), 1))
        .hasMessage("the disk is gone");
    trainer.fit(SmallNet.MLP.iterator(3), 2);
    MultiLayerNetwork reference = SmallNet.MLP.network();
    SmallNet.MLP.batches(2).forEach(reference::fit);
    reference.fit(SmallNet.MLP.iterator(3), 2);
    assertThat(Twins.distance(network.params(), reference.params())).isLessThan(1e-12);
    assertThat(network.getEpochCount()).isEqualTo(2);
  }

  @Test
  void masksOfAMinibatchThatFailedAreForgotten() {
    MultiLayerNetwork network = SmallNet.MLP.network();
    MultiLayerNetwork attached = PredictiveCoding.attach(network, LearningRule.zil());
    DataSet bad = SmallNet.MLP.batch();
    bad.setLabelsMaskArray(SmallNet.labels(SmallNet.SAMPLES));
    bad.getFeatures().putScalar(0, 0, Double.NaN);
    assertThatThrownBy(() -> attached.fit(bad)).isInstanceOf(DL4JInvalidInputException.class);
    assertThatThrownBy(() -> attached.fit(new PrefetchedBatches(List.of(bad))))
        .isInstanceOf(DL4JInvalidInputException.class);
    attached.fit(SmallNet.MLP.iterator(2));
    MultiLayerNetwork reference = SmallNet.MLP.network();
    reference.fit(SmallNet.MLP.iterator(2));
    assertThat(Twins.distance(network.params(), reference.params())).isLessThan(1e-12);
  }

  @Test
  void anInterruptEndsTheWaitForData() throws InterruptedException {
    CountDownLatch waiting = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    Iterable<DataSet> blocking =
        batches(
            3,
            i -> {
              if (i == 1) {
                waiting.countDown();
                await(never);
              }
            });
    MultiLayerNetwork network = SmallNet.MLP.network();
    PcTrainer trainer = PcTrainer.of(network, LearningRule.zil());
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread training =
        new Thread(
            () -> {
              try {
                trainer.fit(new PrefetchedBatches(blocking), 1);
              } catch (IllegalStateException e) {
                thrown.set(e);
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
              }
            });
    training.start();
    waiting.await();
    training.interrupt();
    training.join(TimeUnit.SECONDS.toMillis(30));
    assertThat(training.isAlive()).isFalse();
    assertThat(thrown.get()).hasMessage("training was interrupted while it waited for data");
    assertThat(network.getIterationCount()).isLessThanOrEqualTo(1);
    MultiLayerNetwork reference = SmallNet.MLP.network();
    SmallNet.MLP.batches(network.getIterationCount()).forEach(reference::fit);
    assertThat(Twins.distance(network.params(), reference.params())).isLessThan(1e-12);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
