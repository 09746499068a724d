// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.experiments;

/** How much an experiment does. */
enum Budget {
  /** Seconds: for tests of the code, not of the claim. */
  MINIMAL,
  /** Minutes on two cores. */
  QUICK,
  /** The paper's settings, as far as the data at hand allow. */
  FULL;

  /**
   * {@return the value for this budget}
   *
   * @param minimal for {@link #MINIMAL}
   * @param quick for {@link #QUICK}
   * @param full for {@link #FULL}
   * @param <T> of the value
   */
  <T> T choose(T minimal, T quick, T full) {
    return switch (this) {
      case MINIMAL -> minimal;
      case QUICK -> quick;
      case FULL -> full;
    };
  }
}
