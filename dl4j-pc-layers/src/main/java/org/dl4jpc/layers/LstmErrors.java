// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** How errors at an LSTM's pairs (h^k, c^k) go back to its gates and to the pairs before. */
final class LstmErrors {
  private final int steps;
  private final SequenceShape shape;
  private final LstmCell cell;
  private final LstmWeights weights;
  private final SequenceMask mask;
  private final GateSequences delta;
  private final TimeSteps cellDelta;
  private final TimeSteps scratch;
  private final ElementProduct[] shown;
  private final ElementProduct[] maskedCell;
  private final ElementProduct[][] gate = new ElementProduct[GateSequences.COUNT][];
  private final ElementProduct[] kept;
  private final ElementProduct[] maskedBack;
  private StatePair pair;

  /**
   * Allocates the buffers.
   *
   * @param cell whose slopes are used
   * @param weights of the recurrence
   * @param shape of h and c
   * @param type element type
   * @param mask m, or null
   */
  LstmErrors(
      LstmCell cell, LstmWeights weights, SequenceShape shape, DataType type, SequenceMask mask) {
    this.steps = (int) shape.steps();
    this.shape = shape;
    this.cell = cell;
    this.weights = weights;
    this.mask = mask;
    this.delta = new GateSequences(shape, type);
    this.cellDelta = new TimeSteps(shape.allocate(type), shape);
    this.scratch = new TimeSteps(shape.allocate(type), shape);
    this.shown = ElementProduct.forSteps(steps + 1);
    this.maskedCell = ElementProduct.forSteps(steps + 1);
    this.kept = ElementProduct.forSteps(steps + 1);
    this.maskedBack = ElementProduct.forSteps(steps);
    for (int g = 0; g < gate.length; g++) {
      gate[g] = ElementProduct.forSteps(steps + 1);
    }
  }

  /**
   * δ of the gates.
   *
   * @return the same at every call
   */
  GateSequences gates() {
    return delta;
  }

  /**
   * Takes the error of all pairs to the gates.
   *
   * @param error e
   */
  void receive(Tensor error) {
    StatePair e = pairOf(error);
    cell.takeSlopes();
    descend(e.hidden().elements(steps), e.cell().elements(steps), steps);
  }

  /** δ_c^k and all δ_g^k of one error. */
  private void descend(INDArray hiddenError, INDArray cellError, int k) {
    INDArray d = cellDelta.elements(k);
    shown[k].run(cell.hiddenSlope().elements(k), hiddenError, d);
    if (mask == null) {
      Blas.add(cellError, d);
    } else {
      maskedCell[k].run(cellError, mask.factor().elements(k), scratch.elements(k));
      Blas.add(scratch.elements(k), d);
    }
    for (int g = 0; g < gate.length; g++) {
      INDArray e = g == GateSequences.OUTPUT ? hiddenError : d;
      gate[g][k].run(cell.gateSlopes().gate(g).elements(k), e, delta.gate(g).elements(k));
    }
  }

  /**
   * See {@link Kernel#recur}.
   *
   * @param target of the feedback
   * @param alpha factor of the feedback
   */
  void recur(Tensor target, double alpha) {
    if (steps == 1) {
      return;
    }
    StatePair to = pairOf(target);
    kept[steps].run(
        cellDelta.elements(steps), cell.cellSlope().elements(steps), scratch.elements(steps));
    if (mask == null) {
      weights.carryBack(delta, to.hidden().early(), alpha, 1.0);
      Blas.addScaled(alpha, scratch.late(), to.cell().early());
    } else {
      addMasked(to, alpha);
    }
  }

  private void addMasked(StatePair to, double alpha) {
    INDArray factor = mask.factor().early();
    scratch.late().muli(factor);
    Blas.addScaled(alpha, scratch.late(), to.cell().early());
    weights.carryBack(delta, scratch.early(), alpha, 0.0);
    scratch.early().muli(factor);
    Blas.add(scratch.early(), to.hidden().early());
  }

  /**
   * See {@link Kernel#recurInOrder}.
   *
   * @param error ε
   * @param alpha factor of the feedback
   * @param precision π
   */
  void recurInOrder(Tensor error, double alpha, Precision precision) {
    StatePair e = pairOf(error);
    cell.takeSlopes();
    double factor = alpha * precision.scalar();
    for (int k = steps - 1; k > 0; k--) {
      descend(precision.weighSlice(e.hidden().rows(k)), precision.weighSlice(e.cell().rows(k)), k);
      INDArray back = scratch.rows(k - 1);
      kept[k].run(cellDelta.rows(k), cell.cellSlope().rows(k), back);
      if (mask == null) {
        weights.carryBack(delta, k, e.hidden().columns(k - 1), factor, 1.0);
        Blas.addScaled(factor, back, e.cell().rows(k - 1));
      } else {
        addMasked(e, k - 1, factor);
      }
    }
  }

  private void addMasked(StatePair e, int k, double factor) {
    INDArray back = scratch.rows(k);
    INDArray present = mask.factor().rows(k);
    maskedBack[k].run(back, present, back);
    Blas.addScaled(factor, back, e.cell().rows(k));
    weights.carryBack(delta, k + 1, scratch.columns(k), factor, 0.0);
    maskedBack[k].run(back, present, back);
    Blas.add(back, e.hidden().rows(k));
  }

  private StatePair pairOf(Tensor tensor) {
    if (pair == null || pair.tensor() != tensor) {
      pair = new StatePair(tensor, shape);
    }
    return pair;
  }

  /**
   * Bytes of all buffers.
   *
   * @return the size
   */
  long bytes() {
    return (GateSequences.COUNT + 2) * scratch.tensor().bytes();
  }
}
