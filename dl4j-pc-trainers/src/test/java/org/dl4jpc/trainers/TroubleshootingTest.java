// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every message of the troubleshooting page is one of the library's. */
class TroubleshootingTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern HEADING = Pattern.compile("^### `(.+)`$", Pattern.MULTILINE);
  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.)*)\"");

  /** Texts of all sources, each what its string literals say. */
  private static final List<String> SOURCES = sources();

  static List<String> messages() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/troubleshooting.md"));
    return HEADING.matcher(page).results().map(heading -> heading.group(1)).toList();
  }

  private static List<String> sources() {
    try (Stream<Path> files = Files.walk(ROOT, 12)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> file.toString().contains("/src/main/java/"))
          .map(TroubleshootingTest::literals)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The literals of a file in order; those that the compiler joins are joined. */
  private static String literals(Path file) {
    try {
      StringBuilder text = new StringBuilder();
      Matcher literal = LITERAL.matcher(Files.readString(file).replaceAll("\"\\s*\\+\\s*\"", ""));
      while (literal.find()) {
        text.append(literal.group(1).replaceAll("%\\w", "\n")).append('\n');
      }
      return text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void thereAreMessages() throws IOException {
    assertThat(messages()).hasSizeGreaterThan(20).doesNotHaveDuplicates();
    assertThat(says("no such message in the library")).isFalse();
  }

  @ParameterizedTest
  @MethodSource("messages")
  void theMessageExists(String message) {
    assertThat(says(message)).as(message).isTrue();
  }

  /** Whether one source has all that stands between the gaps, as "illegal name: " or composed. */
  private static boolean says(String message) {
    String[] parts = message.split(" ?… ?", -1);
    return SOURCES.stream()
        .anyMatch(source -> Stream.of(parts).allMatch(part -> contains(source, part)));
  }

  private static boolean contains(String source, String part) {
    String bare = part.replaceAll("^: ", "").replaceAll("^(illegal )|:$|^, (must be ?)?", "");
    return source.contains(part) || source.contains(bare);
  }
}
