// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.compare;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What came out of a comparison.
 *
 * @param results one an algorithm
 * @param energy the energies of one minibatch of test images in the network trained by IL, empty if
 *     IL did not run
 * @param time the whole comparison took
 */
public record ComparisonOutcome(List<Result> results, Optional<EnergyTrace> energy, Duration time) {

  /**
   * Copies the list.
   *
   * @param results one an algorithm
   * @param energy of one minibatch
   * @param time the whole comparison took
   */
  public ComparisonOutcome {
    results = List.copyOf(results);
  }
}
