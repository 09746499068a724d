// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.compare;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.factory.Nd4j;

/** What a run ran on, for its report. No names of machines or users, no paths. */
public final class Environment {

  private static final String POM =
      "/META-INF/maven/org.deeplearning4j/deeplearning4j-nn/pom.properties";

  private Environment() {}

  /** {@return name and value of each fact, in the order to show them in} */
  public static Map<String, String> describe() {
    Properties backend = Nd4j.getExecutioner().getEnvironmentInformation();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(
        "Java", System.getProperty("java.version") + ", " + System.getProperty("java.vm.name"));
    facts.put("Deeplearning4j", dl4jVersion());
    facts.put(
        "Backend",
        Nd4j.getBackend().getClass().getSimpleName() + ", " + backend.get("blas.vendor"));
    facts.put("System", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    facts.put("Processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
    return facts;
  }

  private static String dl4jVersion() {
    Properties pom = new Properties();
    try (InputStream in = MultiLayerNetwork.class.getResourceAsStream(POM)) {
      if (in != null) {
        pom.load(in);
      }
    } catch (IOException e) {
      return "version unreadable: " + e.getMessage();
    }
    return pom.getProperty("version", "unknown version");
  }
}
