// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Links lead to files, the index has every page, and the API map names classes that exist. */
class DocumentsTest {
  private static final Path ROOT = Path.of("..");
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
      Stream<Path> top = Stream.of("README.md", "CONTRIBUTING.md").map(ROOT::resolve);
      return Stream.concat(top, docs.filter(file -> file.toString().endsWith(".md"))).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void linksLeadToFiles(Path page) throws IOException {
    assertThat(all(LINK, page)).allSatisfy(link -> assertThat(page.resolveSibling(link)).exists());
  }

  @Test
  void theIndexHasEveryPage() throws IOException {
    Path index = ROOT.resolve("docs/README.md");
    Set<Path> linked =
        all(LINK, index).stream()
            .map(link -> index.resolveSibling(link).normalize())
            .collect(Collectors.toSet());
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      List<Path> pages =
          docs.filter(file -> file.toString().endsWith(".md")).map(Path::normalize).toList();
      assertThat(linked)
          .containsAll(pages.stream().filter(p -> !p.equals(index.normalize())).toList());
    }
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
