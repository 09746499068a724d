// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.notebooks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What a command of the operating system did.
 *
 * @param exit its exit code
 * @param output what it wrote to standard output and standard error
 */
record Command(int exit, String output) {

  /**
   * Runs a command to its end.
   *
   * @param command program and arguments
   * @param environment variables to add
   * @return what it did
   * @throws IOException if there is no such program
   * @throws InterruptedException if this thread is interrupted, which ends the command too
   */
  static Command run(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    Process process = builder(command, environment).redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Command(process.waitFor(), output);
    } finally {
      process.destroy();
    }
  }

  /**
   * Runs a command in this terminal.
   *
   * @param command program and arguments
   * @param environment variables to add
   * @return its exit code
   * @throws InterruptedException if this thread is interrupted, which ends the command too
   */
  static int show(List<String> command, Map<String, String> environment)
      throws InterruptedException {
    try {
      Process process = builder(command, environment).inheritIO().start();
      try {
        return process.waitFor();
      } finally {
        process.destroy();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ProcessBuilder builder(List<String> command, Map<String, String> environment) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return builder;
  }

  /** {@return whether it succeeded} */
  boolean succeeded() {
    return exit == 0;
  }
}
