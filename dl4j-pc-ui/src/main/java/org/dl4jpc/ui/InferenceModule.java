// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.ui;

import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.core.storage.StatsStorageEvent;
import org.deeplearning4j.ui.api.HttpMethod;
import org.deeplearning4j.ui.api.Route;
import org.deeplearning4j.ui.api.UIModule;
import org.deeplearning4j.ui.i18n.I18NResource;
import org.dl4jpc.trainers.InferenceStats;

/**
 * The pages {@code /inference} and {@code /inference/data} of DL4J's training UI, which finds this
 * class by itself: the report of {@link InferenceReport}, loaded again every few seconds, and the
 * same as JSON. {@code ?session=} chooses the run; without it that comes which reported last.
 */
public final class InferenceModule implements UIModule {
  private static final String REFRESH = "<meta http-equiv=\"refresh\" content=\"5\">";

  private final List<StatsStorage> storages = new CopyOnWriteArrayList<>();

  /** For the UI's service loader. */
  public InferenceModule() {}

  @Override
  public List<String> getCallbackTypeIDs() {
    return List.of(InferencePersistable.TYPE);
  }

  @Override
  public List<Route> getRoutes() {
    return List.of(
        new Route("/inference", HttpMethod.GET, (path, context) -> page(context)),
        new Route("/inference/data", HttpMethod.GET, (path, context) -> data(context)));
  }

  private void page(RoutingContext context) {
    String session = session(context);
    String title = session.isEmpty() ? "Inference" : "Inference of " + session;
    context
        .response()
        .putHeader("content-type", "text/html; charset=utf-8")
        .end(InferenceReport.html(title, REFRESH, stats(session)));
  }

  private void data(RoutingContext context) {
    String json =
        stats(session(context)).stream()
            .map(InferenceStats::toJson)
            .collect(Collectors.joining(",\n", "[", "]"));
    context.response().putHeader("content-type", "application/json; charset=utf-8").end(json);
  }

  private String session(RoutingContext context) {
    String asked = context.request().getParam("session");
    return asked != null ? asked : latestSession();
  }

  private String latestSession() {
    TreeMap<Long, String> byTime = new TreeMap<>();
    for (StatsStorage storage : storages) {
      for (String session : storage.listSessionIDs()) {
        storage
            .getLatestUpdateAllWorkers(session, InferencePersistable.TYPE)
            .forEach(update -> byTime.put(update.getTimeStamp(), session));
      }
    }
    return byTime.isEmpty() ? "" : byTime.lastEntry().getValue();
  }

  private List<InferenceStats> stats(String session) {
    List<Persistable> updates = new ArrayList<>();
    for (StatsStorage storage : storages) {
      updates.addAll(storage.getAllUpdatesAfter(session, InferencePersistable.TYPE, 0L));
    }
    return updates.stream()
        .map(update -> ((InferencePersistable) update).stats())
        .sorted(Comparator.comparingInt(InferenceStats::iteration))
        .toList();
  }

  /** Nothing is kept: every request reads the storages. */
  @Override
  public void reportStorageEvents(Collection<StatsStorageEvent> events) {}

  @Override
  public void onAttach(StatsStorage storage) {
    storages.add(storage);
  }

  @Override
  public void onDetach(StatsStorage storage) {
    storages.remove(storage);
  }

  @Override
  public List<I18NResource> getInternationalizationResources() {
    return List.of();
  }
}
