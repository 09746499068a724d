// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Which method convolutions use, decided once for each element type, at the first convolution that
 * has a choice, and fixed from then on as long as the JVM runs.
 *
 * <p>The system property {@value #PROPERTY} decides:
 *
 * <ul>
 *   <li>{@code measure}, the default: libnd4j's operations where {@link ConvolutionProbe} finds
 *       that the backend has fast versions of them, and patches elsewhere;
 *   <li>{@code patches}: always patches;
 *   <li>{@code library}: libnd4j's operations wherever they suit the geometry.
 * </ul>
 *
 * The methods differ in rounding. A run continues bit for bit in another JVM with the same backend
 * and the same choice; the property leaves nothing to measurement.
 */
final class ConvolutionChoice {
  /** Name of the system property. */
  static final String PROPERTY = "dl4jpc.convolution";

  private static final ConvolutionChoice JVM =
      new ConvolutionChoice(() -> System.getProperty(PROPERTY, "measure"), ConvolutionProbe::best);

  private final Supplier<String> setting;
  private final Function<DataType, ConvolutionMethod> probe;
  private final Map<DataType, ConvolutionMethod> decided = new ConcurrentHashMap<>();

  /**
   * A choice that is still open.
   *
   * @param setting the property's value, read at each decision
   * @param probe measures the methods with elements of a type
   */
  ConvolutionChoice(Supplier<String> setting, Function<DataType, ConvolutionMethod> probe) {
    this.setting = setting;
    this.probe = probe;
  }

  /**
   * The method for a convolution in this JVM.
   *
   * @param convolution its geometry and element type decide
   * @return the method
   * @throws IllegalArgumentException if the system property has another value than the above
   */
  static ConvolutionMethod of(Convolution convolution) {
    return JVM.method(convolution);
  }

  /**
   * The method for a convolution.
   *
   * @param convolution its geometry and element type decide
   * @return patches where libnd4j's operations do not suit; else what is decided for the type
   */
  ConvolutionMethod method(Convolution convolution) {
    return LibraryProducts.suits(convolution.geometry())
        ? decided.computeIfAbsent(convolution.weights().dataType(), this::decide)
        : ConvolutionMethod.PATCHES;
  }

  private ConvolutionMethod decide(DataType type) {
    String value = setting.get();
    return switch (value) {
      case "measure" -> probe.apply(type);
      case "patches" -> ConvolutionMethod.PATCHES;
      case "library" -> ConvolutionMethod.LIBRARY;
      default ->
          throw new IllegalArgumentException(
              "System property "
                  + PROPERTY
                  + " is \""
                  + value
                  + "\", must be measure, patches or library");
    };
  }
}
