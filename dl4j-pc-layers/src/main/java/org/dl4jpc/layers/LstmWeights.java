// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.Map;
import org.deeplearning4j.nn.params.LSTMParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The matrix products of an LSTM's gates, z_g^k = s^k W_g + h^{k−1} RW_g + b_g, with s [B, n_in], h
 * and z_g [B, n]. W [n_in, 4n], RW [n, 4n] and b [4n] hold the gates in DL4J's order, block input,
 * forget, output, modulation; each gate's columns are contiguous, and have a product of their own,
 * so that its result is contiguous too.
 *
 * <p>All arguments have samples as columns, of one time step k or, for k = N, of all.
 */
final class LstmWeights {
  private final Map<String, INDArray> gradients;
  private final int steps;
  private final INDArray ones;
  private final INDArray onesColumn;
  private final Gate[] gates = new Gate[GateSequences.COUNT];

  /** One gate's columns and the products that read and write them. */
  private static final class Gate {
    private final INDArray weights;
    private final INDArray recurrent;
    private final INDArray bias;
    private final INDArray weightGradient;
    private final INDArray recurrentGradient;
    private final INDArray biasGradient;
    private final MatrixProduct addBias = new MatrixProduct(false, true);
    private final MatrixProduct drive = new MatrixProduct(true, false);
    private final MatrixProduct outer = new MatrixProduct(false, true);
    private final MatrixProduct recurrentOuter = new MatrixProduct(false, true);
    private final MatrixProduct sum = new MatrixProduct(false, false);
    private final MatrixProduct down = new MatrixProduct(false, false);
    private final MatrixProduct[] advance;
    private final MatrixProduct[] back;

    Gate(Map<String, INDArray> parameters, Map<String, INDArray> gradients, int gate, int steps) {
      this.weights =
          columns(parameters.get(LSTMParamInitializer.INPUT_WEIGHT_KEY), gate, units(gradients));
      this.recurrent =
          columns(
              parameters.get(LSTMParamInitializer.RECURRENT_WEIGHT_KEY), gate, units(gradients));
      this.bias =
          part(parameters.get(LSTMParamInitializer.BIAS_KEY), gate)
              .reshape('f', units(gradients), 1);
      this.weightGradient =
          columns(gradients.get(LSTMParamInitializer.INPUT_WEIGHT_KEY), gate, units(gradients));
      this.recurrentGradient =
          columns(gradients.get(LSTMParamInitializer.RECURRENT_WEIGHT_KEY), gate, units(gradients));
      this.biasGradient = part(gradients.get(LSTMParamInitializer.BIAS_KEY), gate);
      this.advance = products(steps, true);
      this.back = products(steps, false);
    }

    private static MatrixProduct[] products(int steps, boolean transposed) {
      MatrixProduct[] products = new MatrixProduct[steps + 1];
      for (int k = 0; k <= steps; k++) {
        products[k] = new MatrixProduct(transposed, false);
      }
      return products;
    }

    private static INDArray columns(INDArray matrix, int gate, long units) {
      return matrix.get(
          NDArrayIndex.all(), NDArrayIndex.interval(gate * units, (gate + 1) * units));
    }

    private static INDArray part(INDArray vector, int gate) {
      long units = vector.length() / GateSequences.COUNT;
      return vector
          .reshape(vector.length())
          .get(NDArrayIndex.interval(gate * units, (gate + 1) * units));
    }
  }

  /**
   * Takes DL4J's views.
   *
   * @param parameters "W", "RW" and "b"; columns of RW beyond the gates are not read here
   * @param gradients same keys
   * @param shape of the output
   */
  LstmWeights(
      Map<String, INDArray> parameters, Map<String, INDArray> gradients, SequenceShape shape) {
    this.gradients = gradients;
    this.steps = (int) shape.steps();
    for (int g = 0; g < gates.length; g++) {
      gates[g] = new Gate(parameters, gradients, g, steps);
    }
    INDArray like = gates[0].weights;
    this.ones =
        LastingMemory.allocate(() -> Nd4j.ones(like.dataType(), shape.steps() * shape.batch()));
    this.onesColumn = ones.reshape(ones.length(), 1);
  }

  private static long units(Map<String, INDArray> gradients) {
    return gradients.get(LSTMParamInitializer.BIAS_KEY).length() / GateSequences.COUNT;
  }

  /**
   * z_g = s W_g + b_g, for all gates and time steps.
   *
   * @param input s
   * @param z overwritten
   */
  void drive(TimeSteps input, GateSequences z) {
    for (int g = 0; g < gates.length; g++) {
      INDArray all = z.gate(g).all();
      gates[g].addBias.run(gates[g].bias, onesColumn, all, 1.0, 0.0);
      gates[g].drive.run(gates[g].weights, input.all(), all, 1.0, 1.0);
    }
  }

  /**
   * z_g^k += h^{k−1} RW_g, for all gates.
   *
   * @param before h of the time step before each
   * @param z added to
   * @param k which time step, from 0; N for all
   */
  void advance(TimeSteps before, GateSequences z, int k) {
    for (int g = 0; g < gates.length; g++) {
      gates[g].advance[k].run(gates[g].recurrent, before.matrix(k), z.gate(g).matrix(k), 1.0, 1.0);
    }
  }

  /**
   * target = beta · target + alpha · Σ_g δ_g W_gᵀ, for all time steps.
   *
   * @param delta δ
   * @param target [n_in, N·B]
   * @param alpha factor of the feedback
   * @param beta factor of the present content
   */
  void carryDown(GateSequences delta, INDArray target, double alpha, double beta) {
    double keep = beta;
    for (int g = 0; g < gates.length; g++) {
      gates[g].down.run(gates[g].weights, delta.gate(g).all(), target, alpha, keep);
      keep = 1.0;
    }
  }

  /**
   * target = beta · target + alpha · Σ_g δ_g^k RW_gᵀ.
   *
   * @param delta δ
   * @param k which time step, from 1
   * @param target of the time step before, [n, B]
   * @param alpha factor of the feedback
   * @param beta factor of the present content
   */
  void carryBack(GateSequences delta, int k, INDArray target, double alpha, double beta) {
    double keep = beta;
    for (int g = 0; g < gates.length; g++) {
      gates[g].back[k].run(gates[g].recurrent, delta.gate(g).columns(k), target, alpha, keep);
      keep = 1.0;
    }
  }

  /**
   * target^k = beta · target^k + alpha · Σ_g δ_g^{k+1} RW_gᵀ for k = 1 … N−1, N being more than 1.
   *
   * @param delta δ
   * @param target of all time steps but the last, [n, (N−1)·B]
   * @param alpha factor of the feedback
   * @param beta factor of the present content
   */
  void carryBack(GateSequences delta, INDArray target, double alpha, double beta) {
    double keep = beta;
    for (int g = 0; g < gates.length; g++) {
      gates[g].back[steps].run(gates[g].recurrent, delta.gate(g).late(), target, alpha, keep);
      keep = 1.0;
    }
  }

  /**
   * Writes scale · Σ_k (s^k)ᵀ δ_g^k, scale · Σ_k (h^{k−1})ᵀ δ_g^k and scale · Σ_k δ_g^k.
   *
   * @param input s
   * @param before h of the time step before each
   * @param delta δ
   * @param scale the factor
   */
  void gradient(TimeSteps input, TimeSteps before, GateSequences delta, double scale) {
    for (int g = 0; g < gates.length; g++) {
      Gate gate = gates[g];
      INDArray all = delta.gate(g).all();
      gate.outer.run(input.all(), all, gate.weightGradient, scale, 0.0);
      gate.recurrentOuter.run(before.all(), all, gate.recurrentGradient, scale, 0.0);
      gate.sum.run(all, ones, gate.biasGradient, scale, 0.0);
    }
  }

  /**
   * DL4J's gradient views.
   *
   * @return by parameter name
   */
  Map<String, INDArray> gradientViews() {
    return gradients;
  }
}
