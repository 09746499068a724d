// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.parallel;

import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.parallelism.ParallelWrapper;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * DL4J's {@code ParallelWrapper} for attached networks: workers are copies attached to the same
 * rule, where DL4J's own would rebuild plain networks.
 *
 * <pre>{@code
 * PcParallelWrapper wrapper = new PcParallelWrapper.Builder<>(attached).workers(2).build();
 * wrapper.fit(trainIterator); // one epoch
 * }</pre>
 *
 * <p>A round gives each worker one minibatch. After every {@code averagingFrequency} rounds, and at
 * the end of the epoch, parameters and updater state of the workers that have trained since are
 * averaged; the result goes to all of them and to the attached network, and with it to the user's.
 * The network counts a round as an iteration, a {@code fit} as an epoch.
 *
 * <p>Differences from DL4J's class, besides the rule: what a worker throws ends {@code fit} with
 * that very exception, threads ended, and the network as the last average left it; a failing data
 * source ends it too; rounds after the last due average are not lost; the epoch is counted; the
 * network keeps its listeners. Listeners hear of iterations from every worker, on its thread and
 * with its replica, as in DL4J, and of epochs with the attached network. Sharing of gradients
 * between workers ({@code SHARED_GRADIENTS}, {@code CUSTOM}) is not implemented.
 */
public final class PcParallelWrapper extends ParallelWrapper {
  private static final Logger LOG = LoggerFactory.getLogger(PcParallelWrapper.class);

  private final int prefetch;
  private final AttachedModel attached;
  private final Averaging averaging;
  private boolean complete;
  private Runnable afterAveraging = () -> {};

  private PcParallelWrapper(Builder<?> builder) {
    super(builder.attached.model(), builder.workers, 0);
    this.prefetch = builder.prefetch;
    this.attached = builder.attached;
    this.averaging = new Averaging(attached, builder.averageUpdaters);
    this.averagingFrequency = builder.averagingFrequency;
    this.averageUpdaters = builder.averageUpdaters;
    this.reportScore = builder.reportScore;
    this.workspaceMode = WorkspaceMode.ENABLED;
    this.trainerContext = new RuleWorkers(this);
    this.listeners.addAll(builder.listeners);
  }

  /**
   * Trains for one epoch.
   *
   * @param source of minibatches; reset if it is at its end
   * @throws DL4JInvalidInputException if it has none
   * @throws RuntimeException what a worker or the source throws
   */
  @Override
  public synchronized void fit(DataSetIterator source) {
    Builder.notNull("source", source);
    start(source, source.resetSupported() ? source::reset : () -> {});
    this.<DataSet>reading(
        source,
        source.asyncSupported(),
        batches -> epoch(() -> super.fit(new ExistingDataSetIterator(batches))));
  }

  /**
   * Trains for one epoch.
   *
   * @param source of minibatches; reset if it is at its end
   * @throws DL4JInvalidInputException if it has none
   * @throws RuntimeException what a worker or the source throws
   */
  @Override
  public synchronized void fit(MultiDataSetIterator source) {
    Builder.notNull("source", source);
    start(source, source.resetSupported() ? source::reset : () -> {});
    this.<MultiDataSet>reading(
        source,
        source.asyncSupported(),
        batches -> epoch(() -> super.fit(new MultiBatches(batches))));
  }

  private static void start(Iterator<?> source, Runnable reset) {
    if (!source.hasNext()) {
      reset.run();
    }
    if (!source.hasNext()) {
      throw new DL4JInvalidInputException(
          "illegal source: it is empty, must give at least one minibatch");
    }
  }

  private <T> void reading(Iterator<T> source, boolean ahead, Consumer<Iterator<T>> training) {
    if (prefetch == 0 || !ahead) {
      training.accept(source);
      return;
    }
    try (Prefetch<T> batches = new Prefetch<>(source, prefetch)) {
      training.accept(batches);
    }
  }

  private void epoch(Runnable rounds) {
    iterationsCounter.set(0);
    wasAveraged = true; // else DL4J warns of averages that it has not made
    complete = true;
    listeners.forEach(listener -> listener.onEpochStart(model));
    try {
      rounds.run();
    } catch (RuntimeException | Error e) {
      complete = false;
      throw causeOf(e);
    } finally {
      close();
    }
    listeners.forEach(listener -> listener.onEpochEnd(model));
    attached.countEpoch();
  }

  /** What a worker has thrown, without what DL4J wraps around it. */
  private RuntimeException causeOf(Throwable thrown) {
    for (RuleWorker worker : ruleWorkers()) {
      worker.waitTillRunning();
    }
    if (thrown instanceof Error error) {
      throw error;
    }
    return (RuntimeException) thrown;
  }

  private List<RuleWorker> ruleWorkers() {
    return zoo == null ? List.of() : Arrays.stream(zoo).map(RuleWorker.class::cast).toList();
  }

  /** Called after each round, with all workers waiting. */
  void roundDone() {
    if (iterationsCounter.get() % averagingFrequency == 0) {
      average();
    }
  }

  private void average() {
    if (averaging.average(ruleWorkers())) {
      if (reportScore) {
        LOG.info("Averaged score: {}", model.score());
      }
      afterAveraging.run();
    }
  }

  /**
   * Sets what is to be done after each average.
   *
   * @param work may call {@link #stopFit()}
   */
  void setAfterAveraging(Runnable work) {
    this.afterAveraging = work;
  }

  /** Averages what has not been, unless training failed, and ends the workers. */
  @Override
  public synchronized void close() {
    try {
      if (complete) {
        average();
      }
    } finally {
      complete = false;
      end();
    }
  }

  private void end() {
    try {
      super.close();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("the workers cannot be ended", e);
    }
  }

  /**
   * Settings of a {@link PcParallelWrapper}, named as in DL4J's builder.
   *
   * @param <T> class of the network
   */
  public static final class Builder<T extends Model> {
    private final T model;
    private final AttachedModel attached;
    private final Collection<TrainingListener> listeners;
    private int workers = 2;
    private int prefetch = 16;
    private int averagingFrequency = 1;
    private boolean averageUpdaters = true;
    private boolean reportScore;

    /**
     * Starts from DL4J's defaults, with two workers.
     *
     * @param model attached to a rule; its listeners become the wrapper's, and stay its own
     * @throws IllegalArgumentException if it is not attached
     */
    public Builder(T model) {
      this.model = model;
      this.attached = AttachedModel.of(model);
      this.listeners = attached.listeners();
    }

    /**
     * Sets the number of workers, each a thread with a replica.
     *
     * @param count at least 1; default 2
     * @return this
     * @throws IllegalArgumentException if out of range
     */
    public Builder<T> workers(int count) {
      this.workers = atLeast(1, "workers", count);
      return this;
    }

    /**
     * Sets how many minibatches are read ahead, where the iterator allows it.
     *
     * @param count at least 0; default 16
     * @return this
     * @throws IllegalArgumentException if out of range
     */
    public Builder<T> prefetchBuffer(int count) {
      this.prefetch = atLeast(0, "prefetchBuffer", count);
      return this;
    }

    /**
     * Sets after how many rounds parameters are averaged.
     *
     * @param rounds at least 1; default 1
     * @return this
     * @throws IllegalArgumentException if out of range
     */
    public Builder<T> averagingFrequency(int rounds) {
      this.averagingFrequency = atLeast(1, "averagingFrequency", rounds);
      return this;
    }

    /**
     * Sets whether updater states are averaged with the parameters.
     *
     * @param average default true
     * @return this
     */
    public Builder<T> averageUpdaters(boolean average) {
      this.averageUpdaters = average;
      return this;
    }

    /**
     * Sets whether the mean score is logged after each average.
     *
     * @param report default false
     * @return this
     */
    public Builder<T> reportScoreAfterAveraging(boolean report) {
      this.reportScore = report;
      return this;
    }

    /**
     * Makes the wrapper.
     *
     * @return it, with no threads yet
     */
    public PcParallelWrapper build() {
      return new PcParallelWrapper(this);
    }

    T model() {
      return model;
    }

    private static int atLeast(int least, String name, int value) {
      if (value < least) {
        throw new IllegalArgumentException(
            "illegal " + name + ": " + value + ", must be at least " + least);
      }
      return value;
    }

    static <T> T notNull(String name, T value) {
      if (value == null) {
        throw new IllegalArgumentException("illegal " + name + ": null, must be an object");
      }
      return value;
    }
  }
}
