// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Links lead to files, the index has every guide, and the API map names classes that exist. */
class DocumentsTest {
  private static final Path ROOT = Path.of("..");
  private static final List<String> TOP = List.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md");
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)[^)]*\\)");
  private static final Pattern CLASS = Pattern.compile("`([A-Z]\\w+)");

  private static List<String> all(Pattern pattern, Path file) throws IOException {
    return pattern
        .matcher(Files.readString(file))
        .results()
        .map(found -> found.group(1).strip())
        .toList();
  }

  static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(
              TOP.stream().map(ROOT::resolve), docs.filter(file -> file.toString().endsWith(".md")))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void linksLeadToFiles(Path page) throws IOException {
    assertThat(all(LINK, page)).allSatisfy(link -> assertThat(page.resolveSibling(link)).exists());
  }

  private static Set<Path> linkedFrom(Path page) throws IOException {
    return all(LINK, page).stream()
        .map(link -> page.resolveSibling(link).normalize())
        .collect(Collectors.toSet());
  }

  @Test
  void theIndexHasEveryGuide() throws IOException {
    Path index = ROOT.resolve("docs/README.md");
    try (Stream<Path> guides = Files.list(ROOT.resolve("docs"))) {
      assertThat(linkedFrom(index))
          .containsAll(
              guides
                  .filter(file -> file.toString().endsWith(".md"))
                  .filter(file -> !file.equals(index))
                  .map(Path::normalize)
                  .toList());
    }
  }

  @Test
  void everyPageIsLinkedFromAnother() throws IOException {
    Set<Path> linked = new HashSet<>();
    for (Path page : pages()) {
      linked.addAll(linkedFrom(page));
    }
    assertThat(linked).containsAll(pages().stream().skip(TOP.size()).map(Path::normalize).toList());
  }

  @Test
  void theApiMapNamesClassesThatExist() throws IOException {
    Set<String> sources;
    try (Stream<Path> files = Files.walk(ROOT, 12)) {
      sources =
          files
              .filter(file -> file.toString().contains("/src/main/java/"))
              .map(file -> file.getFileName().toString().replace(".java", ""))
              .collect(Collectors.toSet());
    }
    List<String> named =
        all(CLASS, ROOT.resolve("docs/api-map.md")).stream()
            .filter(name -> !name.startsWith("DL4J") && !name.equals("TransferLearning"))
            .toList();
    assertThat(named).hasSizeGreaterThan(20);
    assertThat(sources).containsAll(named);
  }
}
