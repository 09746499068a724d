// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.notebooks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Opens the notebooks in JupyterLab, or executes them and stores their outputs.
 *
 * <p>Exit codes: 0 done, 1 failed, 2 bad arguments or nothing to run Jupyter with.
 */
@Command(
    name = "notebooks",
    description = "Opens the notebooks in JupyterLab, or executes them.",
    sortOptions = false,
    usageHelpAutoWidth = true)
public final class Notebooks implements Callable<Integer> {

  @Option(
      names = "--execute",
      description = "Executes notebooks from top to bottom and stores their outputs in place.")
  private boolean execute;

  @Option(
      names = "--directory",
      description = "Directory of the notebooks (default: ${DEFAULT-VALUE}).",
      defaultValue = "notebooks")
  private Path directory;

  @Parameters(description = "Beginnings of names of notebooks to execute (default: all).")
  private List<String> names = List.of("");

  @SuppressWarnings("UnusedVariable") // picocli acts on it
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this help.")
  private boolean help;

  private Notebooks() {}

  /**
   * Runs the command and ends the JVM.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Notebooks()).execute(arguments));
  }

  /**
   * The notebooks of a directory.
   *
   * @param directory to look in
   * @return in the order of their names
   * @throws IOException if there is no such directory
   */
  static List<Path> in(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".ipynb")).sorted().toList();
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path requirements = directory.resolve(execute ? "requirements.txt" : "requirements-lab.txt");
    try {
      Jupyter jupyter =
          Jupyter.install(
              directory.resolve("target/jupyter"), requirements, KernelSettings.ofThisJvm());
      return execute ? executeAll(jupyter) : jupyter.open(directory);
    } catch (JupyterMissingException e) {
      System.err.println("notebooks: " + e.getMessage());
      return ExitCode.USAGE;
    }
  }

  private int executeAll(Jupyter jupyter) throws IOException, InterruptedException {
    for (Path notebook : in(directory)) {
      String name = notebook.getFileName().toString();
      if (names.stream().anyMatch(name::startsWith)) {
        System.err.println("executing " + name);
        jupyter.execute(notebook, directory, RunLength.FULL);
      }
    }
    return ExitCode.OK;
  }
}
