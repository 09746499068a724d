// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import org.deeplearning4j.nn.conf.layers.AbstractLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;

/**
 * {@code LSTM} and {@code GravesLSTM} with a node (h^k, c^k) a time step, at the output whatever
 * placement is asked for. Weight noise, activations that are not element-wise, and a layer without
 * a node of its own are left to the general kernel.
 */
final class LstmCompiler implements RecurrentCompiler {

  @Override
  public boolean hasPresynapticNorm() {
    return true;
  }

  @Override
  public boolean supports(LayerSite site) {
    return site.hasNode()
        && site.configuration() instanceof AbstractLSTM lstm
        && LayerDropout.isHoldable(lstm)
        && Activations.isElementwise(lstm.getActivationFn())
        && Activations.isElementwise(lstm.getGateActivationFn());
  }

  /** Others read h only, a half of the node. */
  @Override
  public boolean endsAtNode(LayerSite site, boolean inputIsNode, boolean masked) {
    return false;
  }

  @Override
  public void compile(LayerSite site, GraphBuilder graph) {
    SequenceMask mask = compileSequence(site, graph);
    if (mask != null) {
      graph.add(new SequenceMaskKernel(graph.current(), mask));
    }
  }

  @Override
  public void compileNode(LayerSite site, GraphBuilder graph) {
    compileSequence(site, graph);
  }

  @Override
  public void compileReadout(LayerSite site, GraphBuilder graph) {}

  private static SequenceMask compileSequence(LayerSite site, GraphBuilder graph) {
    AbstractLSTM lstm = (AbstractLSTM) site.configuration();
    SequenceShape inputShape = SequenceShape.of(graph.current().array(), lstm.getRnnDataFormat());
    SequenceShape shape = inputShape.withUnits(lstm.getNOut());
    SequenceMask mask = SequenceMask.of(site.layer(), shape, graph.current().array().dataType());
    TimeMajorKernel.addTo(graph, inputShape);
    LayerDropout.addTo(site, graph);
    LstmKernel.Parts parts = parts(site, lstm, shape, mask);
    graph.add(site, new LstmKernel(graph.current(), inputShape, shape, parts));
    graph.cut(site);
    graph.add(new HiddenStateKernel(graph.current(), shape));
    graph.noteActivation(site);
    return mask;
  }

  private static LstmKernel.Parts parts(
      LayerSite site, AbstractLSTM lstm, SequenceShape shape, SequenceMask mask) {
    return new LstmKernel.Parts(
        lstm.getActivationFn(),
        lstm.getGateActivationFn(),
        new LstmWeights(site.parameters(), site.gradients(), shape),
        lstm instanceof LSTM ? null : new LstmPeepholes(site.parameters(), site.gradients(), shape),
        mask,
        CarriedState.ofLstm(site.layer(), shape));
  }
}
