// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What an LSTM computes from the pre-activations of its gates, and the slopes of that:
 *
 * <pre>
 *   i = a(z_i), f = σ(z_f), g = σ(z_g), o = σ(z_o)
 *   c^k = m^k ⊙ ĉ^k,  ĉ^k = f^k ⊙ c^{k−1} + g^k ⊙ i^k
 *   h^k = m^k ⊙ o^k ⊙ a(ĉ^k)
 * </pre>
 *
 * with the layer's activation a, the gates' activation σ and the mask m. All of it goes time step
 * by time step or, since k = N stands for all of them, at once.
 */
final class LstmCell {
  private final int all;
  private final LstmPeepholes peepholes;
  private final SequenceMask mask;
  private final SequenceActivation[] activations;
  private final SequenceActivation readout;
  private final StatePair state;
  private final StatePair before;
  private final GateSequences gates;
  private final GateSequences slopes;
  private final TimeSteps squashed;
  private final TimeSteps hiddenSlope;
  private final TimeSteps cellSlope;
  private final TimeSteps scratch;
  private final ElementProduct[] forgotten;
  private final ElementProduct[] written;
  private final ElementProduct[] shown;
  private final ElementProduct[] maskedHidden;
  private final ElementProduct[] maskedCell;
  private final ElementProduct[] sloping = ElementProduct.forSteps(7);
  private boolean slopesTaken;

  /**
   * Allocates the buffers.
   *
   * @param activation a
   * @param gateActivation σ
   * @param peepholes or null
   * @param mask m, or null
   * @param state where h and c are written
   * @param before h and c of the time step before each
   */
  LstmCell(
      IActivation activation,
      IActivation gateActivation,
      LstmPeepholes peepholes,
      SequenceMask mask,
      StatePair state,
      StatePair before) {
    SequenceShape shape = state.hidden().shape();
    DataType type = state.tensor().array().dataType();
    this.all = (int) shape.steps();
    this.peepholes = peepholes;
    this.mask = mask;
    this.readout = new SequenceActivation(activation, null);
    SequenceActivation gate = new SequenceActivation(gateActivation, null);
    this.activations = new SequenceActivation[] {readout, gate, gate, gate};
    this.state = state;
    this.before = before;
    this.gates = new GateSequences(shape, type);
    this.slopes = new GateSequences(shape, type);
    this.squashed = buffer(shape, type);
    this.hiddenSlope = buffer(shape, type);
    this.cellSlope = peepholes == null ? gates.gate(GateSequences.FORGET) : buffer(shape, type);
    this.scratch = buffer(shape, type);
    this.forgotten = ElementProduct.forSteps(all + 1);
    this.written = ElementProduct.forSteps(all + 1);
    this.shown = ElementProduct.forSteps(all + 1);
    this.maskedHidden = ElementProduct.forSteps(all + 1);
    this.maskedCell = ElementProduct.forSteps(all + 1);
  }

  private static TimeSteps buffer(SequenceShape shape, DataType type) {
    return new TimeSteps(shape.allocate(type), shape);
  }

  /**
   * z, to be filled before {@link #step}, which overwrites it.
   *
   * @return the same at every call
   */
  GateSequences gates() {
    return gates;
  }

  /**
   * Computes h^k and c^k.
   *
   * @param k which time step, from 0; N for all
   */
  void step(int k) {
    if (peepholes != null) {
      peepholes.addBefore(before.cell(), gates, k);
    }
    activate(GateSequences.INPUT, k);
    activate(GateSequences.FORGET, k);
    activate(GateSequences.MODULATION, k);
    var cell = state.cell().elements(k);
    forgotten[k].run(gates.gate(GateSequences.FORGET).elements(k), before.cell().elements(k), cell);
    written[k].run(
        gates.gate(GateSequences.MODULATION).elements(k),
        gates.gate(GateSequences.INPUT).elements(k),
        scratch.elements(k));
    Blas.add(scratch.elements(k), cell);
    if (peepholes != null) {
      peepholes.addNow(state.cell(), gates, k);
    }
    activate(GateSequences.OUTPUT, k);
    show(k);
    slopesTaken = false;
  }

  private void show(int k) {
    Blas.copy(state.cell().elements(k), squashed.elements(k));
    activate(readout, squashed, hiddenSlope, k);
    shown[k].run(
        gates.gate(GateSequences.OUTPUT).elements(k),
        squashed.elements(k),
        state.hidden().elements(k));
    if (mask != null) {
      mask(state, k);
    }
  }

  /**
   * Masks both halves.
   *
   * @param pair h and c, masked in place
   * @param k which time step, from 0; N for all
   */
  private void mask(StatePair pair, int k) {
    var factor = mask.factor().elements(k);
    maskedHidden[k].run(pair.hidden().elements(k), factor, pair.hidden().elements(k));
    maskedCell[k].run(pair.cell().elements(k), factor, pair.cell().elements(k));
  }

  private void activate(int gate, int k) {
    activate(activations[gate], gates.gate(gate), slopes.gate(gate), k);
  }

  /** Activates z, which is kept in the place of the slope where that will be taken from it. */
  private static void activate(SequenceActivation activation, TimeSteps z, TimeSteps slope, int k) {
    if (!activation.hasSlopeOfOutput()) {
      Blas.copy(z.elements(k), slope.elements(k));
    }
    activation.apply(z, k);
  }

  /** Takes the slopes at the last prediction, unless that has been done. */
  void takeSlopes() {
    if (slopesTaken) {
      return;
    }
    TimeSteps input = gates.gate(GateSequences.INPUT);
    TimeSteps forget = gates.gate(GateSequences.FORGET);
    TimeSteps output = gates.gate(GateSequences.OUTPUT);
    TimeSteps modulation = gates.gate(GateSequences.MODULATION);
    for (int g = 0; g < GateSequences.COUNT; g++) {
      activations[g].differentiate(slopes.gate(g).tensor(), gates.gate(g).tensor());
    }
    readout.differentiate(hiddenSlope.tensor(), squashed.tensor());
    times(0, slopes.gate(GateSequences.INPUT), modulation);
    times(1, slopes.gate(GateSequences.FORGET), before.cell());
    times(2, slopes.gate(GateSequences.OUTPUT), squashed);
    times(3, slopes.gate(GateSequences.MODULATION), input);
    times(4, hiddenSlope, output);
    if (peepholes != null) {
      peepholes.addSlopeNow(slopes, hiddenSlope);
      Blas.copy(forget.elements(all), cellSlope.elements(all));
      peepholes.addSlopeBefore(slopes, cellSlope);
    }
    if (mask != null) {
      times(5, hiddenSlope, mask.factor());
      times(6, slopes.gate(GateSequences.OUTPUT), mask.factor());
    }
    slopesTaken = true;
  }

  private void times(int which, TimeSteps target, TimeSteps factor) {
    sloping[which].run(target.elements(all), factor.elements(all), target.elements(all));
  }

  /**
   * ∂h^k/∂z_o^k, and ∂ĉ^k/∂z_g^k of the other gates.
   *
   * @return valid after {@link #takeSlopes()}
   */
  GateSequences gateSlopes() {
    return slopes;
  }

  /**
   * ∂h^k/∂ĉ^k.
   *
   * @return valid after {@link #takeSlopes()}
   */
  TimeSteps hiddenSlope() {
    return hiddenSlope;
  }

  /**
   * ∂ĉ^k/∂c^{k−1}.
   *
   * @return valid after {@link #takeSlopes()}
   */
  TimeSteps cellSlope() {
    return cellSlope;
  }

  /**
   * Bytes of all buffers.
   *
   * @return the size
   */
  long bytes() {
    long sequences = 2L * GateSequences.COUNT + (peepholes == null ? 3 : 5);
    return sequences * scratch.tensor().bytes();
  }
}
