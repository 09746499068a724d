// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sin;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Measures prediction and feedback of one convolution, 3×3 from 32 to 32 channels on four images of
 * 16×16, by both methods in turns. Only backends with fast versions of the operations are measured:
 * elsewhere they take three to seven times as long as patches, and a machine that is busy enough
 * can make that look otherwise.
 */
final class ConvolutionProbe {
  /**
   * How many times as long as patches libnd4j's operations may take. With oneDNN they take .4 of
   * the time, less on a busy machine, so that the choice is the same in every JVM; the measurement
   * is there for a machine that the fast versions are slow on.
   */
  static final double MARGIN = 1.5;

  /** What a backend's build information names, and the types that its versions are for. */
  private static final Set<DataType> ONEDNN = Set.of(DataType.FLOAT);

  private static final Set<DataType> CUDNN = Set.of(DataType.FLOAT, DataType.DOUBLE);

  private static final double AGREEMENT = 1e-2;
  private static final int ROUNDS = 10;
  private static final long CHANNELS = 32;
  private static final long BATCH = 4;
  private static final int SIZE = 16;

  private final Convolution convolution;
  private final Tensor feedback;

  private ConvolutionProbe(DataType type) {
    int[] size = {SIZE, SIZE};
    int[] one = {1, 1};
    Tensor weights = wave(Tensor.allocate(type, 'c', CHANNELS, CHANNELS, 3, 3), 0.7);
    CNN2DFormat format = CNN2DFormat.NCHW;
    Tensor input =
        Images.allocateChannelMajor(weights.array(), format, CHANNELS, BATCH, SIZE, SIZE);
    ConvolutionGeometry geometry =
        new ConvolutionGeometry(size, size, new int[] {3, 3}, one, one, one);
    this.convolution = Convolution.of(wave(input, 0.3), format, geometry, weights.array(), null);
    this.feedback = input.like();
  }

  /** Values between −1 and 1 that no random number is drawn for. */
  private static Tensor wave(Tensor tensor, double frequency) {
    INDArray flat = tensor.flat();
    flat.assign(Nd4j.arange((double) flat.length()).muli(frequency));
    Nd4j.getExecutioner().exec(new Sin(flat));
    return tensor;
  }

  /**
   * The method to use with the backend at hand.
   *
   * @param type of elements
   * @return libnd4j's operations if the backend has fast versions of them for the type, they agree
   *     with patches, and they do not take more than {@value #MARGIN} times as long; else patches
   */
  static ConvolutionMethod best(DataType type) {
    boolean fast =
        hasFastOperations(Nd4j.getBackend().buildInfo(), type)
            && Nd4j.getEnvironment().helpersAllowed();
    return fast ? measure(type) : ConvolutionMethod.PATCHES;
  }

  /**
   * Whether a backend has fast versions of the operations.
   *
   * @param buildInfo as the backend gives it
   * @param type of elements
   * @return whether it was built with a library that knows the type
   */
  static boolean hasFastOperations(String buildInfo, DataType type) {
    List<String> words = List.of(buildInfo.split("\\s+", -1));
    return (words.contains("HAVE_ONEDNN") && ONEDNN.contains(type))
        || (words.contains("HAVE_CUDNN") && CUDNN.contains(type));
  }

  /**
   * Measures, whatever the backend.
   *
   * @param type of elements
   * @return libnd4j's operations if they agree with patches and do not take more than {@value
   *     #MARGIN} times as long; patches if not, and if the operations fail
   */
  static ConvolutionMethod measure(DataType type) {
    try (LastingMemory memory = new LastingMemory()) {
      return memory.collect(() -> new ConvolutionProbe(type).compare());
    }
  }

  private ConvolutionMethod compare() {
    Runnable patches = step(ConvolutionMethod.PATCHES);
    Runnable library = step(ConvolutionMethod.LIBRARY);
    long byPatches = nanos(patches);
    INDArray output = convolution.output().flat().dup();
    INDArray back = feedback.flat().dup();
    try {
      long byLibrary = nanos(library);
      if (differs(convolution.output(), output) || differs(feedback, back)) {
        return ConvolutionMethod.PATCHES;
      }
      for (int i = 1; i < ROUNDS; i++) {
        byPatches = Math.min(byPatches, nanos(patches));
        byLibrary = Math.min(byLibrary, nanos(library));
      }
      return byLibrary <= byPatches * MARGIN
          ? ConvolutionMethod.LIBRARY
          : ConvolutionMethod.PATCHES;
    } catch (RuntimeException unsupported) {
      return ConvolutionMethod.PATCHES;
    }
  }

  /** Also where either is no number. */
  private static boolean differs(Tensor actual, INDArray expected) {
    return !(actual.flat().distance2(expected) <= AGREEMENT * expected.norm2Number().doubleValue());
  }

  private Runnable step(ConvolutionMethod method) {
    UnitBias bias = new UnitBias(null, null, convolution.matrix(convolution.output()));
    ConvolutionProducts products = method.products(convolution, bias, new SharedMemory());
    Tensor error = wave(convolution.output().like(), 0.9);
    ConvolutionError e = ConvolutionError.of(error, convolution);
    return () -> {
      products.predict();
      products.carryBack(e, feedback, 1.0, 0.0);
    };
  }

  private static long nanos(Runnable step) {
    long start = System.nanoTime();
    Workspaces.temporarily(step);
    Nd4j.getExecutioner().commit();
    return System.nanoTime() - start;
  }
}
