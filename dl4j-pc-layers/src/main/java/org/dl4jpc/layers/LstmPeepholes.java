// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.Map;
import org.deeplearning4j.nn.params.GravesLSTMParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The peephole connections of DL4J's {@code GravesLSTM}, a weight a unit: z_f^k += c^{k−1} ⊙ w_f,
 * z_g^k += c^{k−1} ⊙ w_g (modulation) and z_o^k += c^k ⊙ w_o. They are the last three columns of RW
 * [n, 4n + 3], in the order w_f, w_o, w_g.
 */
final class LstmPeepholes {
  private final Peephole forget;
  private final Peephole output;
  private final Peephole modulation;
  private final TimeSteps scratch;
  private final INDArray ones;

  /** One column of weights. */
  private final class Peephole {
    private final int gate;
    private final INDArray row;
    private final INDArray gradient;
    private final ElementProduct[] into;
    private final ElementProduct size = new ElementProduct();
    private final ElementProduct slope = new ElementProduct();
    private final MatrixProduct sum = new MatrixProduct(false, false);

    Peephole(int gate, int place, INDArray weights, INDArray gradients, long steps) {
      long units = weights.size(0);
      this.gate = gate;
      this.row = column(weights, place).reshape('c', 1, units);
      this.gradient = column(gradients, place).reshape(units);
      this.into = ElementProduct.forSteps(steps + 1);
    }

    private static INDArray column(INDArray matrix, int place) {
      return matrix.get(
          NDArrayIndex.all(), NDArrayIndex.point(GateSequences.COUNT * matrix.size(0) + place));
    }

    void add(TimeSteps cell, GateSequences z, int k) {
      INDArray product = scratch.elements(k);
      into[k].run(cell.elements(k), row, product);
      Blas.add(product, z.gate(gate).elements(k));
    }

    void addSlope(GateSequences slopes, TimeSteps target) {
      int all = (int) target.shape().steps();
      slope.run(slopes.gate(gate).elements(all), row, scratch.elements(all));
      Blas.add(scratch.elements(all), target.elements(all));
    }

    void writeGradient(TimeSteps cell, GateSequences delta, double scale) {
      int all = (int) cell.shape().steps();
      size.run(cell.elements(all), delta.gate(gate).elements(all), scratch.elements(all));
      sum.run(scratch.all(), ones, gradient, scale, 0.0);
    }
  }

  /**
   * Takes DL4J's views.
   *
   * @param parameters of the layer
   * @param gradients same keys
   * @param shape of the output
   */
  LstmPeepholes(
      Map<String, INDArray> parameters, Map<String, INDArray> gradients, SequenceShape shape) {
    INDArray weights = parameters.get(GravesLSTMParamInitializer.RECURRENT_WEIGHT_KEY);
    INDArray slopes = gradients.get(GravesLSTMParamInitializer.RECURRENT_WEIGHT_KEY);
    long steps = shape.steps();
    this.forget = new Peephole(GateSequences.FORGET, 0, weights, slopes, steps);
    this.output = new Peephole(GateSequences.OUTPUT, 1, weights, slopes, steps);
    this.modulation = new Peephole(GateSequences.MODULATION, 2, weights, slopes, steps);
    this.scratch = new TimeSteps(shape.allocate(weights.dataType()), shape);
    this.ones = LastingMemory.allocate(() -> Nd4j.ones(weights.dataType(), steps * shape.batch()));
  }

  /**
   * What the gates see of the cells before.
   *
   * @param before c of the time step before each
   * @param z added to
   * @param k which time step, from 0; N for all
   */
  void addBefore(TimeSteps before, GateSequences z, int k) {
    forget.add(before, z, k);
    modulation.add(before, z, k);
  }

  /**
   * What the output gate sees of the cells now.
   *
   * @param cell c, unmasked
   * @param z added to
   * @param k which time step, from 0; N for all
   */
  void addNow(TimeSteps cell, GateSequences z, int k) {
    output.add(cell, z, k);
  }

  /**
   * Adds the way through the gates to ∂c^k/∂c^{k−1}.
   *
   * @param slopes ∂c^k/∂z_f^k and ∂c^k/∂z_g^k
   * @param target added to
   */
  void addSlopeBefore(GateSequences slopes, TimeSteps target) {
    forget.addSlope(slopes, target);
    modulation.addSlope(slopes, target);
  }

  /**
   * Adds the way through the output gate to ∂h^k/∂c^k.
   *
   * @param slopes ∂h^k/∂z_o^k
   * @param target added to
   */
  void addSlopeNow(GateSequences slopes, TimeSteps target) {
    output.addSlope(slopes, target);
  }

  /**
   * Writes the gradients.
   *
   * @param before c of the time step before each
   * @param cell c, unmasked where δ is not 0
   * @param delta δ, the error at z
   * @param scale the factor
   */
  void gradient(TimeSteps before, TimeSteps cell, GateSequences delta, double scale) {
    forget.writeGradient(before, delta, scale);
    modulation.writeGradient(before, delta, scale);
    output.writeGradient(cell, delta, scale);
  }
}
