// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.List;
import org.deeplearning4j.nn.conf.layers.AbstractLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.params.LSTMParamInitializer;

/**
 * {@code LSTM} and {@code GravesLSTM} with a node (h^k, c^k) a time step, at the output whatever
 * placement is asked for. Activations that are not element-wise, and a layer that learns without a
 * node of its own are left to the general kernel. Below what is frozen there is no node.
 */
final class LstmCompiler implements RecurrentCompiler {
  private static final List<String> DRAWN =
      List.of(
          LSTMParamInitializer.RECURRENT_WEIGHT_KEY,
          LSTMParamInitializer.INPUT_WEIGHT_KEY,
          LSTMParamInitializer.BIAS_KEY);

  @Override
  public boolean hasPresynapticNorm() {
    return true;
  }

  @Override
  public boolean supports(LayerSite site) {
    return (site.hasNode() || !site.learns())
        && site.configuration() instanceof AbstractLSTM lstm
        && (site.testMode() || LayerDropout.isMultiplicative(lstm))
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
    if (site.hasNode()) {
      graph.cut(site);
    }
    graph.add(new HiddenStateKernel(graph.current(), shape));
    graph.noteActivation(site);
    return mask;
  }

  private static LstmKernel.Parts parts(
      LayerSite site, AbstractLSTM lstm, SequenceShape shape, SequenceMask mask) {
    NoisyParameters parameters = new NoisyParameters(site, DRAWN);
    return new LstmKernel.Parts(
        lstm.getActivationFn(),
        lstm.getGateActivationFn(),
        parameters,
        new LstmWeights(parameters.views(), site.gradients(), shape),
        lstm instanceof LSTM
            ? null
            : new LstmPeepholes(parameters.views(), site.gradients(), shape),
        mask,
        CarriedState.ofLstm(site.layer(), shape));
  }
}
