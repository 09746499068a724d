// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.zoo;

/** Checks of arguments; every message names the argument, its value and what was expected. */
final class Arguments {

  private Arguments() {}

  static <T> T notNull(String name, T value) {
    if (value == null) {
      throw illegal(name, null, "an object");
    }
    return value;
  }

  static int atLeast(String name, int least, int value) {
    if (value < least) {
      throw illegal(name, value, "at least " + least);
    }
    return value;
  }

  static IllegalArgumentException illegal(String name, Object value, String expected) {
    return new IllegalArgumentException("illegal " + name + ": " + value + ", must be " + expected);
  }
}
