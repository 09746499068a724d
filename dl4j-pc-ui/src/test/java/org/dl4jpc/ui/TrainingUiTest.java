// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.listeners.CollectScoresListener;
import org.deeplearning4j.ui.VertxUIServer;
import org.deeplearning4j.ui.api.UIServer;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.StatsReport;
import org.deeplearning4j.ui.model.stats.api.StatsType;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.dl4jpc.trainers.InferenceListener;
import org.dl4jpc.trainers.LearningRule;
import org.dl4jpc.trainers.PredictiveCoding;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * DL4J's training UI shows a network that trains by Z-IL, and a page of ours what inference did.
 */
class TrainingUiTest {
  private static final int ITERATIONS = 12;
  private static final ObjectMapper JSON = new ObjectMapper();

  private static UIServer server;
  private static List<Double> scores;

  @BeforeAll
  static void trainWhileTheUiListens() {
    server = VertxUIServer.getInstance(0, false, null);
    InMemoryStatsStorage storage = new InMemoryStatsStorage();
    server.attach(storage);
    CollectScoresListener collected = new CollectScoresListener(1);
    MultiLayerNetwork attached = Runs.attached(LearningRule.zil());
    attached.setListeners(
        new StatsListener(storage, 1),
        collected,
        InferenceListener.every(1)
            .comparingEvery(1)
            .reportingTo(new StatsStorageReceiver(storage, "Z-IL & co")));
    Runs.train(attached, ITERATIONS);
    scores = IntStream.range(0, ITERATIONS).mapToObj(collected.getListScore()::getDouble).toList();
  }

  @AfterAll
  static void stop() throws Exception {
    UIServer.stopInstance();
  }

  private static String get(String path) throws IOException, InterruptedException {
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(server.getAddress() + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(path).isEqualTo(200);
    return response.body();
  }

  /** The UI hears of sessions on a thread of its own, twice a second. */
  private static JsonNode overview() throws IOException, InterruptedException {
    JsonNode data = JSON.readTree(get("/train/overview/data"));
    for (int i = 0; i < 100 && data.get("scores").size() < ITERATIONS; i++) {
      Thread.sleep(100);
      data = JSON.readTree(get("/train/overview/data"));
    }
    return data;
  }

  @Test
  void theOverviewHasScoresRatiosAndActivations() throws IOException, InterruptedException {
    JsonNode data = overview();
    assertThat(data.get("scores")).hasSize(ITERATIONS);
    for (int i = 0; i < ITERATIONS; i++) {
      assertThat(data.get("scores").get(i).asDouble()).isEqualTo(scores.get(i));
      assertThat(data.get("scoresIter").get(i).asInt()).isEqualTo(i);
    }
    assertThat(data.get("updateRatios").get("0_W")).hasSize(ITERATIONS);
    assertThat(data.get("stdevGradients").get("2_W")).hasSize(ITERATIONS);
    assertThat(data.get("stdevActivations").get("1")).hasSize(ITERATIONS);
    assertThat(data.get("updateRatios").get("1_W").get(5).asDouble()).isPositive();
  }

  @Test
  void theModelPageShowsTheLayers() throws IOException, InterruptedException {
    overview();
    String graph = get("/train/model/graph");
    assertThat(graph).contains("layer0", "layer1", "Output");
    JsonNode layer = JSON.readTree(get("/train/model/data/1"));
    assertThat(layer.get("meanMag").get("iterCounts")).hasSize(ITERATIONS);
    assertThat(JSON.readTree(get("/train/system/data"))).isNotEmpty();
  }

  @Test
  void theInferencePageShowsWhatInferenceDid() throws IOException, InterruptedException {
    JsonNode data = JSON.readTree(get("/inference/data"));
    assertThat(data).hasSize(ITERATIONS);
    for (int i = 0; i < ITERATIONS; i++) {
      assertThat(data.get(i).get("iteration").asInt()).isEqualTo(i);
      assertThat(data.get(i).get("nodes")).hasSize(2);
      assertThat(data.get(i).get("gradients")).hasSize(3);
    }
    assertThat(get("/inference"))
        .contains("Inference of Z-IL &amp; co", "http-equiv=\"refresh\"", "id=\"cosines\"");
    assertThat(get("/inference/data?session=Z-IL%20%26%20co")).isEqualTo(get("/inference/data"));
    assertThat(get("/inference?session=other")).contains("Nothing has been reported yet");
  }

  @Test
  void theStatsListenerHearsGraphs() {
    ComputationGraph attached =
        PredictiveCoding.attach(Runs.network().toComputationGraph(), LearningRule.zil());
    InMemoryStatsStorage storage = new InMemoryStatsStorage();
    attached.setListeners(new StatsListener(storage, 1));
    for (int i = 0; i < 3; i++) {
      attached.fit(Runs.batch());
    }
    String session = storage.listSessionIDs().get(0);
    List<Persistable> reports = storage.getAllUpdatesAfter(session, StatsListener.TYPE_ID, 0L);
    assertThat(reports).hasSize(3);
    StatsReport last = (StatsReport) reports.get(2);
    assertThat(last.getScore()).isEqualTo(attached.score());
    assertThat(last.getMeanMagnitudes(StatsType.Gradients)).hasSize(6);
  }

  /** Both pages draw in a browser. The pictures stay in target/ui. */
  @Test
  @Tag("full")
  void aBrowserShowsThem(@TempDir Path temporary) throws IOException, InterruptedException {
    assumeThat(Browser.executable()).as("Chromium on the path").isPresent();
    overview();
    Path directory = Files.createDirectories(Path.of("target", "ui"));
    for (String page : List.of("/train/overview", "/inference")) {
      Path picture = directory.resolve(page.substring(1).replace('/', '-') + ".png");
      Files.deleteIfExists(picture);
      Browser.screenshot(server.getAddress() + page, picture, temporary);
      BufferedImage image = ImageIO.read(picture.toFile());
      long colours =
          IntStream.range(0, image.getHeight())
              .flatMap(y -> IntStream.range(0, image.getWidth()).map(x -> image.getRGB(x, y)))
              .distinct()
              .count();
      assertThat(colours).as("colours of " + page).isGreaterThan(50);
    }
  }
}
