// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

/** Checks of arguments; every message names the argument, its value and what was expected. */
final class Checks {

  private Checks() {}

  static double positive(String name, double value) {
    if (!(value > 0.0) || Double.isInfinite(value)) {
      throw illegal(name, value, "finite and greater than 0");
    }
    return value;
  }

  static double nonNegative(String name, double value) {
    if (!(value >= 0.0) || Double.isInfinite(value)) {
      throw illegal(name, value, "finite and at least 0");
    }
    return value;
  }

  static double finite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw illegal(name, value, "finite");
    }
    return value;
  }

  static int atLeastOne(String name, int value) {
    if (value < 1) {
      throw illegal(name, value, "at least 1");
    }
    return value;
  }

  static <T> T notNull(String name, T value) {
    if (value == null) {
      throw illegal(name, null, "an object");
    }
    return value;
  }

  static IllegalArgumentException illegal(String name, Object value, String expected) {
    return new IllegalArgumentException("illegal " + name + ": " + value + ", must be " + expected);
  }
}
