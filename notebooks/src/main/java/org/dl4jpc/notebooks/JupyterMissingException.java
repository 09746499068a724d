// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.notebooks;

import java.io.Serial;

/** This machine lacks what Jupyter is installed with: Python 3 or a package index. */
final class JupyterMissingException extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  /**
   * Says what is missing.
   *
   * @param message with the reason
   */
  JupyterMissingException(String message) {
    super(message);
  }
}
