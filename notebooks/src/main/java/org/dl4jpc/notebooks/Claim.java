// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.notebooks;

/** A statement of a notebook's text, held against what its cells have computed. */
public final class Claim {

  private Claim() {}

  /**
   * Shows that a statement holds, or ends the notebook.
   *
   * @param statement what the text says
   * @param holds whether the cells have found it so
   * @return the statement, ticked, for the cell to show
   * @throws AssertionError if it does not hold
   */
  public static String check(String statement, boolean holds) {
    if (!holds) {
      throw new AssertionError("does not hold: " + statement);
    }
    return "✓ " + statement;
  }
}
