// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.ui;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.dl4jpc.trainers.InferenceStats;

/**
 * Puts what an {@code InferenceListener} reports into one of DL4J's stats storages, from which the
 * training UI shows it on its page {@code /inference}.
 *
 * <pre>{@code
 * StatsStorage storage = new InMemoryStatsStorage();
 * UIServer.getInstance().attach(storage);
 * attached.setListeners(
 *     new StatsListener(storage),
 *     InferenceListener.every(10).reportingTo(new StatsStorageReceiver(storage, "my run")));
 * }</pre>
 */
public final class StatsStorageReceiver implements Consumer<InferenceStats> {
  private final StatsStorageRouter storage;
  private final String session;
  private final AtomicLong lastTime = new AtomicLong();
  private final Set<String> announced = ConcurrentHashMap.newKeySet();

  /**
   * Reports to a storage.
   *
   * @param storage where to; also a router to a UI on another machine
   * @param session name of the run, on one line
   * @throws IllegalArgumentException if an argument is null, or the name is blank or has several
   *     lines
   */
  public StatsStorageReceiver(StatsStorageRouter storage, String session) {
    if (storage == null) {
      throw new IllegalArgumentException("illegal storage: null, must be an object");
    }
    if (session == null || session.isBlank() || session.lines().count() != 1) {
      throw new IllegalArgumentException(
          "illegal session: " + session + ", must be a name on one line");
    }
    this.storage = storage;
    this.session = session;
  }

  @Override
  public void accept(InferenceStats stats) {
    long now = System.currentTimeMillis();
    long time = lastTime.updateAndGet(last -> Math.max(last + 1, now)); // storages key by it
    String worker = Thread.currentThread().getName();
    if (announced.add(worker)) {
      storage.putStaticInfo(InferencePersistable.announcement(session, worker, time));
    }
    storage.putUpdate(new InferencePersistable(session, worker, time, stats));
  }
}
