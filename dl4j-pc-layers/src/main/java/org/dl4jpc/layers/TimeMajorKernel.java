// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

/** z = u, copied into the time-major layout that recurrent kernels work in. */
final class TimeMajorKernel implements Kernel {
  private final Tensor input;
  private final Tensor output;
  private final int unitDimension;
  private Tensor error;

  /**
   * Binds the copy to an input.
   *
   * @param input u, a sequence in any layout
   * @param shape its shape
   */
  private TimeMajorKernel(Tensor input, SequenceShape shape) {
    this.input = input;
    this.output = shape.allocate(input.array().dataType(), input.dl4jOrder());
    this.unitDimension = shape.unitDimension();
  }

  /**
   * Makes sure that the next kernel reads a time-major sequence.
   *
   * @param graph where to add the copy, if one is needed
   * @param shape of the sequence at {@link GraphBuilder#current()}
   */
  static void addTo(GraphBuilder graph, SequenceShape shape) {
    if (!shape.isTimeMajor(graph.current())) {
      graph.add(new TimeMajorKernel(graph.current(), shape));
    }
  }

  @Override
  public Tensor output() {
    return output;
  }

  @Override
  public void predict() {
    output.assign(input.array());
  }

  @Override
  public void receive(Tensor error) {
    this.error = error;
  }

  @Override
  public void feedback(Tensor target, double alpha, double beta) {
    target.blend(alpha, error.array(), beta);
  }

  @Override
  public int unitDimension() {
    return unitDimension;
  }
}
