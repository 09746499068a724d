// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/** The Java blocks of the documentation, as the body of a method that is compiled and run. */
public final class JavaBlocks {
  private static final Path ROOT = Path.of("..");
  private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  private JavaBlocks() {}

  /**
   * The blocks of a file.
   *
   * @param file from the root of the project
   * @return in their order
   */
  public static List<String> of(String file) throws IOException {
    return BLOCK
        .matcher(Files.readString(ROOT.resolve(file)))
        .results()
        .map((MatchResult block) -> block.group(1))
        .toList();
  }

  /**
   * Compiles a block and runs it.
   *
   * @param directory for source and class
   * @param imports before the class
   * @param parameters of the method, as in its declaration
   * @param block its body
   * @param arguments to call it with
   */
  public static void run(
      Path directory, String imports, String parameters, String block, Object... arguments)
      throws Exception {
    compile(directory, imports, parameters, block);
    try (URLClassLoader loader = new URLClassLoader(new URL[] {directory.toUri().toURL()})) {
      Arrays.stream(loader.loadClass("Block").getMethods())
          .filter(method -> method.getName().equals("run"))
          .findFirst()
          .orElseThrow()
          .invoke(null, arguments);
    }
  }

  /**
   * Compiles a block, for code that needs more than a test has.
   *
   * @param directory for source and class
   * @param imports before the class
   * @param parameters of the method, as in its declaration
   * @param block its body
   */
  public static void compile(Path directory, String imports, String parameters, String block)
      throws IOException {
    Path source = directory.resolve("Block.java");
    Files.writeString(
        source,
        imports
            + "public class Block { public static void run("
            + parameters
            + ") throws Exception {\n"
            + block
            + "\n}}\n");
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                directory.toString(),
                source.toString());
    assertThat(result).as("compilation of %s", block).isZero();
  }
}
