// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.arbiter;

/**
 * A data source has failed, at its creation or while it gave data. That is no fault of a candidate,
 * and would meet all of them: it ends the search.
 */
public final class DataSourceFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DataSourceFailedException(String what, Throwable cause) {
    super("the data source failed in " + what + ": " + cause, cause);
  }
}
