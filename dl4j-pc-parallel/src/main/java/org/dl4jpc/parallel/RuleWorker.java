// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.parallel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import org.deeplearning4j.core.storage.listener.RoutingIterationListener;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.parallelism.trainer.Trainer;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Trains a copy of the attached network, attached to the same rule, on a thread of its own. What
 * goes wrong there is thrown where the worker is waited for.
 */
final class RuleWorker implements Trainer {
  private final PcParallelWrapper wrapper;
  private final AttachedModel original;
  private final String uuid;
  private final BlockingQueue<FutureTask<?>> tasks = new LinkedBlockingQueue<>();
  private final FutureTask<?> end = new FutureTask<>(this::leave, null);

  private FutureTask<?> task;
  private AttachedModel replica;
  private boolean trained;

  /**
   * Makes a worker; its replica is made by its own thread.
   *
   * @param wrapper that it works for
   * @param original the network to copy
   * @param uuid for listeners that tell workers apart
   */
  RuleWorker(PcParallelWrapper wrapper, AttachedModel original, String uuid) {
    this.wrapper = wrapper;
    this.original = original;
    this.uuid = uuid;
    hand(this::replicate);
  }

  /** The thread's loop; nothing escapes from a task. */
  @Override
  public void run() {
    try {
      FutureTask<?> next;
      do {
        next = tasks.take();
        next.run();
      } while (!end.isDone());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void hand(Runnable work) {
    task = new FutureTask<>(work, null);
    tasks.add(task);
  }

  private void replicate() {
    replica = original.copy();
    List<TrainingListener> listeners = new ArrayList<>();
    wrapper.getListeners().forEach(listener -> listeners.add(forThisWorker(listener)));
    replica.setListeners(listeners);
    Nd4j.getExecutioner().commit();
  }

  /** Listeners that send to a storage are cloned, and told whose they are, as in DL4J. */
  private TrainingListener forThisWorker(TrainingListener listener) {
    if (!(listener instanceof RoutingIterationListener routing)) {
      return listener;
    }
    RoutingIterationListener own = routing.clone();
    own.setSessionID(routing.getSessionID());
    own.setWorkerID(uuid);
    boolean has = routing.getStorageRouter() != null;
    own.setStorageRouter(has ? routing.getStorageRouter() : wrapper.getStorageRouter());
    return own;
  }

  @Override
  public void feedDataSet(DataSet batch, long etlMillis) {
    waitTillRunning();
    hand(() -> train(() -> replica.fit(batch, etlMillis)));
  }

  @Override
  public void feedMultiDataSet(MultiDataSet batch, long etlMillis) {
    waitTillRunning();
    hand(() -> train(() -> replica.fit(batch, etlMillis)));
  }

  private void train(Runnable fit) {
    fit.run();
    trained = true;
    Nd4j.getExecutioner().commit();
    if (!Nd4j.getAffinityManager().isCrossDeviceAccessSupported()) {
      toHost(replica.model().params());
      toHost(replica.updaterState());
    }
  }

  private static void toHost(INDArray array) {
    if (array != null) {
      Nd4j.getAffinityManager().ensureLocation(array, AffinityManager.Location.HOST);
    }
  }

  /**
   * Waits until the worker has nothing to do.
   *
   * @throws RuntimeException what its task has thrown; an {@code Error} too
   * @throws IllegalStateException if the waiting thread is interrupted, also when the worker had
   *     ended its task by then
   */
  @Override
  public void waitTillRunning() {
    try {
      task.get();
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    } catch (ExecutionException e) {
      throw thrown(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("training was interrupted while it waited for a worker", e);
    }
  }

  private static RuntimeException thrown(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException exception
        ? exception
        : new IllegalStateException("a worker has failed", cause);
  }

  @Override
  public boolean isRunning() {
    return !task.isDone();
  }

  /**
   * The replica, while the worker has nothing to do.
   *
   * @return the replica
   */
  AttachedModel replica() {
    waitTillRunning();
    return replica;
  }

  /**
   * Whether it has trained since this was asked last.
   *
   * @return true if its replica differs from the last average
   */
  boolean takeTrained() {
    boolean was = trained;
    trained = false;
    return was;
  }

  @Override
  public Model getModel() {
    return replica().model();
  }

  @Override
  public void updateModelParams(INDArray params) {
    replica().model().params().assign(params);
  }

  @Override
  public void updateUpdaterParams(INDArray params) {
    replica().updaterState().assign(params);
  }

  @Override
  public void updateModel(Model model) {
    AttachedModel from = AttachedModel.of(model);
    updateModelParams(model.params());
    if (from.updaterState() != null) {
      updateUpdaterParams(from.updaterState());
    }
  }

  /** DL4J asks the first worker after a round; the wrapper averages by itself then. */
  @Override
  public boolean averagingRequired() {
    wrapper.roundDone();
    return false;
  }

  @Override
  public String getUuid() {
    return uuid;
  }

  /** Ends the thread after its task, and waits for it, even if interrupted. */
  @Override
  public void shutdown() {
    tasks.add(end);
    boolean interrupted = false;
    while (!end.isDone()) {
      try {
        end.get();
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException e) {
        throw thrown(e.getCause());
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void leave() {
    if (replica != null) {
      replica.close();
    }
    Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
  }

  @Override
  public void setUncaughtExceptionHandler(Thread.UncaughtExceptionHandler handler) {
    // nothing is uncaught
  }

  @Override
  public void start() {
    Thread thread = new Thread(this, uuid);
    thread.setDaemon(true);
    thread.start();
  }
}
