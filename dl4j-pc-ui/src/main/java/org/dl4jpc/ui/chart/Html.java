// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.ui.chart;

/** Text in HTML. */
public final class Html {

  private Html() {}

  /**
   * Text as HTML shows it, in elements and in quoted attributes.
   *
   * @param text any
   * @return the text with its special characters escaped
   */
  public static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
