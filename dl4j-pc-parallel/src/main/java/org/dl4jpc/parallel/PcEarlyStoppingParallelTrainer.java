// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.parallel;

import java.util.function.Consumer;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.earlystopping.EarlyStoppingResult.TerminationReason;
import org.deeplearning4j.earlystopping.listener.EarlyStoppingListener;
import org.deeplearning4j.earlystopping.termination.EpochTerminationCondition;
import org.deeplearning4j.earlystopping.termination.IterationTerminationCondition;
import org.deeplearning4j.earlystopping.trainer.IEarlyStoppingTrainer;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Early stopping of parallel training, as {@code EarlyStoppingParallelTrainer}, which builds a
 * private {@code ParallelWrapper} that trains by backpropagation.
 *
 * <p>Conditions an epoch are asked after every {@code evaluateEveryNEpochs}-th pass of the
 * iterator, conditions an iteration after each average, with the mean score of the workers. An
 * exception ends training with {@code TerminationReason.Error}, its text, and the best model so
 * far, if there is one, as in DL4J; the attached network is as the last average left it.
 *
 * @param <T> class of the network
 */
public final class PcEarlyStoppingParallelTrainer<T extends Model>
    implements IEarlyStoppingTrainer<T> {
  private static final Logger LOG = LoggerFactory.getLogger(PcEarlyStoppingParallelTrainer.class);

  private final EarlyStoppingConfiguration<T> configuration;
  private final T model;
  private final PcParallelWrapper wrapper;
  private final Consumer<PcParallelWrapper> epoch;
  private EarlyStoppingListener<T> listener;

  private PcEarlyStoppingParallelTrainer(
      EarlyStoppingConfiguration<T> configuration,
      PcParallelWrapper.Builder<T> wrapper,
      Consumer<PcParallelWrapper> epoch) {
    this.configuration = PcParallelWrapper.Builder.notNull("configuration", configuration);
    this.wrapper = PcParallelWrapper.Builder.notNull("wrapper", wrapper).build();
    this.model = wrapper.model();
    this.epoch = epoch;
    configuration.validate();
  }

  /**
   * Makes a trainer.
   *
   * @param configuration of early stopping
   * @param wrapper the attached network and how it is trained in parallel
   * @param train one epoch's minibatches
   * @throws IllegalArgumentException if an argument is null
   * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if the configuration has no
   *     score calculator, saver or termination condition
   */
  public PcEarlyStoppingParallelTrainer(
      EarlyStoppingConfiguration<T> configuration,
      PcParallelWrapper.Builder<T> wrapper,
      DataSetIterator train) {
    this(configuration, wrapper, parallel -> parallel.fit(train));
    PcParallelWrapper.Builder.notNull("train", train);
  }

  /**
   * Makes a trainer.
   *
   * @param configuration of early stopping
   * @param wrapper the attached network and how it is trained in parallel
   * @param train one epoch's minibatches
   * @throws IllegalArgumentException if an argument is null
   * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if the configuration has no
   *     score calculator, saver or termination condition
   */
  public PcEarlyStoppingParallelTrainer(
      EarlyStoppingConfiguration<T> configuration,
      PcParallelWrapper.Builder<T> wrapper,
      MultiDataSetIterator train) {
    this(configuration, wrapper, parallel -> parallel.fit(train));
    PcParallelWrapper.Builder.notNull("train", train);
  }

  @Override
  public void setListener(EarlyStoppingListener<T> earlyStoppingListener) {
    this.listener = earlyStoppingListener;
  }

  /**
   * Not for attached networks.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public EarlyStoppingResult<T> pretrain() {
    throw new UnsupportedOperationException(
        "unsupervised pretraining is DL4J's: call pretrain of the user's own network");
  }

  @Override
  public EarlyStoppingResult<T> fit() {
    StoppingRun<T> run = new StoppingRun<>(configuration, model);
    configuration
        .getIterationTerminationConditions()
        .forEach(IterationTerminationCondition::initialize);
    configuration.getEpochTerminationConditions().forEach(EpochTerminationCondition::initialize);
    wrapper.setAfterAveraging(
        () -> {
          if (run.endsAtScore(model.score())) {
            wrapper.stopFit();
          }
        });
    if (listener != null) {
      listener.onStart(configuration, model);
    }
    while (!run.ended()) {
      try {
        epoch.accept(wrapper);
      } catch (RuntimeException e) {
        LOG.warn("Early stopping training ended by an exception in epoch {}", run.epoch(), e);
        return run.result(TerminationReason.Error, e.toString());
      }
      run.epochDone(listener);
    }
    EarlyStoppingResult<T> result = run.result();
    if (listener != null) {
      listener.onCompletion(result);
    }
    return result;
  }
}
