// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.notebooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.dl4jpc.examples.data.GlyphData;
import org.dl4jpc.examples.data.Images;
import org.junit.jupiter.api.Test;

class RunLengthTest {

  @Test
  void isReadByItsName() {
    assertThat(RunLength.of("quick").choose(100, 1)).isEqualTo(1);
    assertThat(RunLength.of("full").choose(100, 1)).isEqualTo(100);
    assertThatThrownBy(() -> RunLength.of("long"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("illegal length of notebooks long, must be quick or full");
  }

  @Test
  void reachesTheKernelByTheEnvironment() {
    Map<String, String> variables =
        KernelSettings.ofThisJvm().environment(Path.of("jupyter"), RunLength.QUICK);
    assertThat(variables).containsEntry("DL4JPC_NOTEBOOKS", "quick");
    assertThat(variables.get("JJAVA_CLASSPATH")).contains("nd4j-native");
    assertThat(variables.get("JJAVA_JVM_OPTS")).contains("-Xmx").doesNotContain("jacoco");
  }

  @Test
  void fallsBackToTheEmbeddedData() throws IOException {
    assertThat(RunLength.QUICK.images(20, 10).train().size()).isEqualTo(20);
  }

  @Test
  void picturesAreDarkOnLight() {
    Images images = GlyphData.generate(1, 20, 10).train();
    assertThat(Pictures.of(images, 2).draw().getWidth()).isEqualTo(600);
    assertThat(Pictures.of(images, 2).draw().getRaster().getSample(599, 119, 0)).isEqualTo(255);
    assertThatThrownBy(() -> Pictures.of(images, 3))
        .hasMessage("illegal number of rows 3 for 20 images, must be 1 to 2");
  }

  @Test
  void claimsMustHold() {
    assertThat(Claim.check("one is one", true)).isEqualTo("✓ one is one");
    assertThatThrownBy(() -> Claim.check("one is two", false))
        .isInstanceOf(AssertionError.class)
        .hasMessage("does not hold: one is two");
  }
}
