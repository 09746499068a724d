// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.nd4j.linalg.dataset.DataSet;

/**
 * The peak memory of training, in a Java process of its own. Linux only: the peak of resident
 * memory is read from {@code /proc}.
 */
final class PeakMemory {
  private static final String BACKPROPAGATION = "fit";
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String HEAP_LIMIT = "-Xmx512m";
  private static final int STEPS = 50;
  private static final double MEBI = 1 << 20;

  private PeakMemory() {}

  /**
   * What a process has used at most.
   *
   * @param heap MiB of Java's heap
   * @param resident MiB of all memory, heap included
   */
  record Peak(double heap, double resident) {}

  /** {@return whether this system can tell} */
  static boolean measurable() {
    return Files.isReadable(STATUS);
  }

  /**
   * Trains in a new process.
   *
   * @param net what to train
   * @param rule name of the rule; null for backpropagation
   * @return its peak
   * @throws IOException if the process cannot be started or fails
   */
  static Peak of(BenchmarkNet net, String rule) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP_LIMIT,
                "-XX:+UseSerialGC",
                "-classpath",
                System.getProperty("java.class.path"),
                PeakMemory.class.getName(),
                net.name(),
                rule == null ? BACKPROPAGATION : rule)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String[] lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .strip()
            .split("\n", -1);
    String[] numbers = lines[lines.length - 1].split(" ", -1);
    if (numbers.length != 2) {
      throw new IOException("the process that trains " + net.title() + " failed");
    }
    return new Peak(Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1]));
  }

  /**
   * The process.
   *
   * @param args network and rule
   * @throws IOException if the system does not tell
   */
  public static void main(String[] args) throws IOException {
    BenchmarkNet net = BenchmarkNet.valueOf(args[0]);
    Training training = net.training();
    if (!args[1].equals(BACKPROPAGATION)) {
      training = training.by(BenchmarkRules.all().get(args[1]));
    }
    DataSet data = net.data();
    for (int i = 0; i < STEPS; i++) {
      training.step(data);
    }
    System.out.printf(Locale.ROOT, "%.1f %.1f%n", heap(), resident());
  }

  private static double heap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .mapToLong(pool -> pool.getPeakUsage().getUsed())
            .sum()
        / MEBI;
  }

  private static double resident() throws IOException {
    String kibi =
        Files.readAllLines(STATUS).stream()
            .filter(line -> line.startsWith("VmHWM:"))
            .findFirst()
            .orElseThrow()
            .replaceAll("\\D", "");
    return Long.parseLong(kibi) / 1024.0;
  }
}
