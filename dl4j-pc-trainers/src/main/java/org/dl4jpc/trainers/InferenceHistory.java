// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Keeps what an {@link InferenceListener} reports, and writes it to files. Safe to use from several
 * threads.
 */
public final class InferenceHistory implements Consumer<InferenceStats> {
  private final List<InferenceStats> all = new ArrayList<>();

  /** An empty history. */
  public InferenceHistory() {}

  @Override
  public synchronized void accept(InferenceStats stats) {
    all.add(Checks.notNull("stats", stats));
  }

  /**
   * What has been reported.
   *
   * @return a copy, oldest first
   */
  public synchronized List<InferenceStats> all() {
    return List.copyOf(all);
  }

  /**
   * Writes JSON lines: one {@link InferenceStats#toJson()} a line.
   *
   * @param file to write or overwrite
   * @throws IOException if it cannot be written
   */
  public void writeJson(Path file) throws IOException {
    Files.write(file, all().stream().map(InferenceStats::toJson).toList());
  }

  /**
   * Reads JSON lines.
   *
   * @param file as {@link #writeJson} writes it
   * @return a history that goes on from there
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if a line is not what was written
   */
  public static InferenceHistory readJson(Path file) throws IOException {
    InferenceHistory history = new InferenceHistory();
    Files.readAllLines(file).stream().map(InferenceStats::fromJson).forEach(history);
    return history;
  }

  /**
   * Writes a table with a row for each number: {@code iteration, epoch, samples, quantity, name,
   * value}. Quantities are {@code steps}, {@code energy} (of a node, "output" or "total"), {@code
   * error norm} (of a node), {@code gradient norm}, {@code backprop gradient norm} and {@code
   * cosine} (of a layer, or "total").
   *
   * @param file to write or overwrite
   * @throws IOException if it cannot be written
   */
  public void writeCsv(Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("iteration,epoch,samples,quantity,name,value\n");
      for (InferenceStats stats : all()) {
        for (Cell cell : (Iterable<Cell>) cells(stats)::iterator) {
          out.write(cell.row(stats));
        }
      }
    }
  }

  private static Stream<Cell> cells(InferenceStats stats) {
    Stream.Builder<Cell> cells = Stream.builder();
    cells.add(new Cell("steps", "", stats.steps()));
    stats.nodes().forEach(node -> cells.add(new Cell("energy", node.name(), node.energy())));
    cells.add(new Cell("energy", "output", stats.outputEnergy()));
    cells.add(new Cell("energy", "total", stats.finalEnergy()));
    stats.nodes().forEach(node -> cells.add(new Cell("error norm", node.name(), node.errorNorm())));
    for (GradientStats layer : stats.gradients()) {
      cells.add(new Cell("gradient norm", layer.layer(), layer.norm()));
      cells.add(new Cell("backprop gradient norm", layer.layer(), layer.backpropNorm()));
      cells.add(new Cell("cosine", layer.layer(), layer.cosine()));
    }
    stats.cosineToBackprop().ifPresent(cosine -> cells.add(new Cell("cosine", "total", cosine)));
    return cells.build();
  }

  /** A number of the table. */
  private record Cell(String quantity, String name, double value) {

    String row(InferenceStats stats) {
      return "%d,%d,%d,%s,%s,%s\n"
          .formatted(
              stats.iteration(), stats.epoch(), stats.samples(), quantity, quoted(name), value);
    }

    /** RFC 4180. */
    private static String quoted(String text) {
      return text.matches("[^\",\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
  }
}
