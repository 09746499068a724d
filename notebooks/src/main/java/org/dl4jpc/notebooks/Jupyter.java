// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.notebooks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A virtual environment of Python with Jupyter and the Java kernel, apart from the user's own. */
final class Jupyter {

  private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");
  private static final List<String> PYTHONS = List.of("python3", "python");
  private static final String VERSION_CHECK = "import sys; sys.exit(sys.version_info < (3, 10))";
  private static final int CELL_TIMEOUT_SECONDS = 3600;

  private final Path environment;
  private final KernelSettings kernel;

  private Jupyter(Path environment, KernelSettings kernel) {
    this.environment = environment;
    this.kernel = kernel;
  }

  /**
   * Installs Jupyter, unless the directory has it already.
   *
   * @param directory of the virtual environment
   * @param requirements the file of packages and versions
   * @param kernel what the Java kernel runs with
   * @return Jupyter
   * @throws JupyterMissingException if Python 3.10, its venv module or the packages cannot be had
   * @throws IOException if the directory cannot be written
   * @throws InterruptedException if this thread is interrupted
   */
  static Jupyter install(Path directory, Path requirements, KernelSettings kernel)
      throws JupyterMissingException, IOException, InterruptedException {
    Jupyter jupyter = new Jupyter(directory.toAbsolutePath(), kernel);
    Path done = jupyter.environment.resolve("installed-" + requirements.getFileName());
    if (!Files.exists(done) || Files.mismatch(done, requirements) >= 0) {
      jupyter.makeEnvironment();
      jupyter.installPackages(requirements);
      Files.copy(requirements, done, StandardCopyOption.REPLACE_EXISTING);
    }
    return jupyter;
  }

  private void makeEnvironment() throws JupyterMissingException, IOException, InterruptedException {
    Command made = Command.run(List.of(python(), "-m", "venv", environment.toString()), Map.of());
    if (!made.succeeded()) {
      throw new JupyterMissingException(
          "Python's venv module does not work here: " + lastLine(made.output()));
    }
    Files.createDirectories(KernelSettings.temporary(environment));
  }

  private static String python() throws JupyterMissingException, InterruptedException {
    for (String python : PYTHONS) {
      if (isRecent(python)) {
        return python;
      }
    }
    throw new JupyterMissingException("no Python 3.10 or newer was found, as " + PYTHONS);
  }

  private static boolean isRecent(String python) throws InterruptedException {
    try {
      return Command.run(List.of(python, "-c", VERSION_CHECK), Map.of()).succeeded();
    } catch (IOException absent) {
      return false;
    }
  }

  private void installPackages(Path requirements)
      throws JupyterMissingException, IOException, InterruptedException {
    Command installed = pip("install", "--no-cache-dir", "--requirement", requirements.toString());
    if (!installed.succeeded()) {
      throw new JupyterMissingException(
          "pip cannot install the packages of %s (is there no package index?): %s"
              .formatted(requirements.getFileName(), lastLine(installed.output())));
    }
  }

  private static String lastLine(String output) {
    return output.lines().filter(line -> !line.isBlank()).reduce("", (first, second) -> second);
  }

  private Command pip(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(program("python"));
    command.addAll(List.of("-m", "pip", "--quiet", "--disable-pip-version-check"));
    command.addAll(List.of("--retries", "1", "--timeout", "15"));
    command.addAll(List.of(arguments));
    return Command.run(command, Map.of());
  }

  private String program(String name) {
    return environment.resolve(WINDOWS ? "Scripts" : "bin").resolve(name).toString();
  }

  /**
   * Executes a notebook from top to bottom in a kernel of its own.
   *
   * @param notebook to execute
   * @param directory for the executed notebook, under the same name
   * @param length of the run
   * @throws IOException if a cell fails, with its message
   * @throws InterruptedException if this thread is interrupted
   */
  void execute(Path notebook, Path directory, RunLength length)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(program("jupyter"), "nbconvert", "--to", "notebook", "--execute"));
    command.add("--CoalesceStreamsPreprocessor.enabled=True");
    command.add("--ExecutePreprocessor.kernel_name=java");
    command.add("--ExecutePreprocessor.record_timing=False");
    command.add("--ExecutePreprocessor.timeout=" + CELL_TIMEOUT_SECONDS);
    command.addAll(List.of("--output-dir", directory.toAbsolutePath().toString()));
    command.add(notebook.toString());
    Command executed = Command.run(command, kernel.environment(environment, length));
    if (!executed.succeeded()) {
      throw new IOException(
          "notebook %s failed:\n%s".formatted(notebook.getFileName(), executed.output()));
    }
  }

  /**
   * Opens the notebooks in a browser until the user ends Jupyter.
   *
   * @param directory of the notebooks
   * @return Jupyter's exit code
   * @throws InterruptedException if this thread is interrupted
   */
  int open(Path directory) throws InterruptedException {
    return Command.show(
        List.of(program("jupyter"), "lab", directory.toAbsolutePath().toString()),
        kernel.environment(environment, RunLength.FULL));
  }
}
