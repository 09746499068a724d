// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/**
 * Real sequences, if they are under the directory {@code sequences} of the one that the system
 * property {@code dl4jpc.data} names; a test that asks for others is skipped.
 */
final class SequenceFiles {
  private static final int SPEAKERS = 9;
  private static final int SPEAKER_TRAINS = 30;
  private static final int[] SPEAKER_TESTS = {31, 35, 88, 44, 29, 24, 40, 50, 29};
  private static final List<String> ORIGINS = List.of("Arabic", "English", "Japanese", "Russian");
  private static final int LETTERS = 26;

  private SequenceFiles() {}

  /** Twelve cepstrum coefficients a time step, of one of nine speakers. */
  static PaddedSequences vowelsToLearn() throws IOException {
    int[] counts = new int[SPEAKERS];
    Arrays.fill(counts, SPEAKER_TRAINS);
    return vowels("ae.train", counts);
  }

  static PaddedSequences vowelsToTest() throws IOException {
    return vowels("ae.test", SPEAKER_TESTS);
  }

  private static PaddedSequences vowels(String file, int[] counts) throws IOException {
    List<double[][]> blocks = new ArrayList<>();
    List<double[]> block = new ArrayList<>();
    for (String line : Files.readAllLines(directory("japanese-vowels").resolve(file))) {
      if (line.isBlank()) {
        continue;
      }
      double[] step =
          Arrays.stream(line.trim().split(" +")).mapToDouble(Double::parseDouble).toArray();
      if (Arrays.stream(step).allMatch(value -> value == 1.0)) {
        blocks.add(block.toArray(new double[0][]));
        block.clear();
      } else {
        block.add(step);
      }
    }
    PaddedSequences sequences = new PaddedSequences(SPEAKERS);
    int next = 0;
    for (int speaker = 0; speaker < SPEAKERS; speaker++) {
      for (int i = 0; i < counts[speaker]; i++) {
        sequences.add(blocks.get(next++), speaker);
      }
    }
    return sequences;
  }

  /** Names of four origins as letters, one-hot; no name is there twice. */
  static PaddedSequences names(int eachOrigin) throws IOException {
    Set<String> seen = new HashSet<>();
    PaddedSequences sequences = new PaddedSequences(ORIGINS.size());
    for (int origin = 0; origin < ORIGINS.size(); origin++) {
      Path file = directory("names").resolve(ORIGINS.get(origin) + ".txt");
      List<String> names = new ArrayList<>(Files.readAllLines(file, StandardCharsets.UTF_8));
      Collections.shuffle(names, new Random(4));
      int added = 0;
      for (String name : names) {
        String letters = letters(name);
        if (added < eachOrigin && !letters.isEmpty() && seen.add(letters)) {
          sequences.add(oneHot(letters), origin);
          added++;
        }
      }
    }
    return sequences;
  }

  private static String letters(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFD)
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z]", "");
  }

  private static double[][] oneHot(String letters) {
    double[][] steps = new double[letters.length()][LETTERS];
    for (int t = 0; t < steps.length; t++) {
      steps[t][letters.charAt(t) - 'a'] = 1.0;
    }
    return steps;
  }

  private static Path directory(String name) {
    Path path = Path.of(System.getProperty("dl4jpc.data", ""), "sequences", name);
    assumeTrue(
        Files.isDirectory(path), () -> "skipped: -Ddl4jpc.data has no directory sequences/" + name);
    return path;
  }
}
