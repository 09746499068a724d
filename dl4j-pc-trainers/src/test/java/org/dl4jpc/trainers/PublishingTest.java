// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The bill of materials for users has every module that is published, and no other. */
class PublishingTest {
  private static final Path ROOT = Path.of("..");

  private static List<String> all(String pattern, Path file) throws IOException {
    return Pattern.compile(pattern)
        .matcher(Files.readString(file))
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private static List<String> published() throws IOException {
    List<String> published = new ArrayList<>();
    for (String module : all("<module>(.*?)</module>", ROOT.resolve("pom.xml"))) {
      Path pom = ROOT.resolve(module).resolve("pom.xml");
      if (all("(<maven.deploy.skip>true)", pom).isEmpty() && !module.equals("dl4j-pc-bom")) {
        published.add(module);
      }
    }
    return published;
  }

  @Test
  void theBomHasEveryPublishedModule() throws IOException {
    Path bom = ROOT.resolve("dl4j-pc-bom/pom.xml");
    List<String> managed =
        all("<groupId>org.dl4jpc</groupId>\\s*<artifactId>(.*?)</artifactId>", bom);
    assertThat(managed.subList(1, managed.size())) // the first is the BOM itself
        .containsExactlyInAnyOrderElementsOf(published())
        .contains("dl4j-pc-layers", "dl4j-pc-trainers");
  }

  @Test
  void theBomHasTheVersionOfItsModules() throws IOException {
    String version = all("<version>(.*?)</version>", ROOT.resolve("pom.xml")).get(0);
    assertThat(all("<version>(.*?)</version>", ROOT.resolve("dl4j-pc-bom/pom.xml")).get(0))
        .isEqualTo(version);
  }
}
