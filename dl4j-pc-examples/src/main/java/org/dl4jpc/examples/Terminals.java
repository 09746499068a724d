// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples;

import java.io.Console;

/** Tells whether somebody watches. */
final class Terminals {

  private Terminals() {}

  /** {@return whether standard input and output are a terminal that can redraw a line} */
  @SuppressWarnings("SystemConsoleNull") // isTerminal(Console) sees to newer versions
  static boolean isTerminal() {
    Console console = System.console();
    return console != null && !"dumb".equals(System.getenv("TERM")) && isTerminal(console);
  }

  /** From Java 22 on there may be a console without a terminal, and a method that tells. */
  private static boolean isTerminal(Console console) {
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }
}
