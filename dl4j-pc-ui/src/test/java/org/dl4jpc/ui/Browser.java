// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Chromium, if the path has it. */
final class Browser {
  private static final long SCRIPTS_MILLIS = 10_000;
  private static final long LIMIT_SECONDS = 300;

  private Browser() {}

  static Optional<Path> executable() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .flatMap(place -> Stream.of("chromium", "chromium-browser").map(n -> Path.of(place, n)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Takes a picture of a page and what its scripts have loaded ten seconds later: Chromium takes it
   * when a page is complete, so a frame around the page is given late.
   *
   * @param page its address
   * @param picture to write
   * @param directory for the profile and the log
   */
  static void screenshot(String page, Path picture, Path directory)
      throws IOException, InterruptedException {
    HttpServer frame =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ExecutorService threads = Executors.newCachedThreadPool();
    frame.setExecutor(threads);
    frame.createContext(
        "/",
        exchange ->
            answer(
                exchange,
                "<body style='margin:0'><img src='/late'><iframe src='"
                    + page
                    + "' style='border:0;width:1400px;height:1500px'></iframe>"));
    frame.createContext("/late", Browser::answerLate);
    frame.start();
    try {
      open("http://localhost:" + frame.getAddress().getPort() + "/", picture, directory);
    } finally {
      frame.stop(0);
      threads.shutdownNow();
    }
  }

  private static void answerLate(HttpExchange exchange) throws IOException {
    try {
      Thread.sleep(SCRIPTS_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    answer(exchange, "");
  }

  private static void answer(HttpExchange exchange, String html) throws IOException {
    byte[] bytes = html.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("content-type", "text/html; charset=utf-8");
    exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static void open(String address, Path picture, Path directory)
      throws IOException, InterruptedException {
    Path log = directory.resolve("log.txt");
    Process process =
        new ProcessBuilder(
                executable().orElseThrow().toString(),
                "--headless",
                "--no-sandbox",
                "--single-process",
                "--disable-gpu",
                "--disable-extensions",
                "--disable-background-networking",
                "--hide-scrollbars",
                "--user-data-dir=" + directory.resolve("profile"),
                "--window-size=1400,1500",
                "--timeout=120000",
                "--screenshot=" + picture.toAbsolutePath(),
                address)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    String said = Files.readString(log);
    assertThat(picture).as("picture of %s by a Chromium that said%n%s", address, said).exists();
  }
}
