// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.notebooks;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the Java kernel runs with: this JVM's Java, class path and limits of memory.
 *
 * @param classPath of the cells
 * @param memory options of the JVM
 * @param data directory of real data sets, which may be absent
 */
record KernelSettings(String classPath, List<String> memory, String data) {

  private static final List<String> MEMORY_OPTIONS = List.of("-Xmx", "-Dorg.bytedeco.");

  /** {@return those of this JVM} */
  static KernelSettings ofThisJvm() {
    List<String> options = ManagementFactory.getRuntimeMXBean().getInputArguments();
    return new KernelSettings(
        System.getProperty("java.class.path"),
        options.stream()
            .filter(option -> MEMORY_OPTIONS.stream().anyMatch(option::startsWith))
            .toList(),
        System.getProperty("dl4jpc.data", ""));
  }

  /**
   * The variables that tell the kernel, and that keep Jupyter to its virtual environment.
   *
   * @param jupyter directory of the virtual environment
   * @param length of the run
   * @return variables and values
   */
  Map<String, String> environment(Path jupyter, RunLength length) {
    Map<String, String> variables = new HashMap<>();
    variables.put("PATH", javaFirst(System.getenv().getOrDefault("PATH", "")));
    variables.put("JJAVA_CLASSPATH", classPath);
    variables.put(
        "JJAVA_JVM_OPTS",
        "-Djava.awt.headless=true " + memory.stream().collect(Collectors.joining(" ")));
    variables.put("JUPYTER_PREFER_ENV_PATH", "1");
    variables.put("JUPYTER_CONFIG_DIR", jupyter.resolve("config").toString());
    variables.put("JUPYTER_DATA_DIR", jupyter.resolve("data").toString());
    variables.put("JUPYTER_RUNTIME_DIR", jupyter.resolve("runtime").toString());
    variables.put("IPYTHONDIR", jupyter.resolve("ipython").toString());
    variables.put("TMPDIR", temporary(jupyter).toString());
    variables.put(RunLength.VARIABLE, length.toString());
    variables.put(RunLength.DATA_VARIABLE, data);
    return variables;
  }

  /** The directory of Jupyter's temporary files. */
  static Path temporary(Path jupyter) {
    return jupyter.resolve("tmp");
  }

  private static String javaFirst(String path) {
    return Path.of(System.getProperty("java.home"), "bin") + File.pathSeparator + path;
  }
}
