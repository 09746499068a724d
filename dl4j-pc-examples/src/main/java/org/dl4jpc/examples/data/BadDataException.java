// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A data file is missing, damaged or of another format. The message is one line that names the
 * file, what stands in it, and what was expected.
 */
public final class BadDataException extends IOException {

  private static final long serialVersionUID = 1L;

  BadDataException(Path file, String format, Object... arguments) {
    super(file + ": " + String.format(Locale.ROOT, format, arguments));
  }

  BadDataException(Path file, Throwable cause, String problem) {
    super(file + ": " + problem, cause);
  }
}
