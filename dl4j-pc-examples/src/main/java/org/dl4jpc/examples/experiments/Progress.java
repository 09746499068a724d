// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.experiments;

/** Hears of measurements as they are made. */
@FunctionalInterface
interface Progress {

  /**
   * A line of progress.
   *
   * @param line what has been done
   */
  void done(String line);
}
