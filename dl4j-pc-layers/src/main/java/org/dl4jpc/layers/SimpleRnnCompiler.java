// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.List;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.params.SimpleRnnParamInitializer;
import org.nd4j.linalg.activations.IActivation;

/**
 * {@code SimpleRnn} with a node a time step. Layer normalisation, activations that are not
 * element-wise, and a layer that learns without a node of its own are left to the general kernel.
 * Below what is frozen there is no node.
 */
final class SimpleRnnCompiler implements RecurrentCompiler {
  private static final List<String> DRAWN =
      List.of(
          SimpleRnnParamInitializer.WEIGHT_KEY,
          SimpleRnnParamInitializer.RECURRENT_WEIGHT_KEY,
          SimpleRnnParamInitializer.BIAS_KEY);

  @Override
  public boolean hasPresynapticNorm() {
    return true;
  }

  @Override
  public boolean supports(LayerSite site) {
    return (site.hasNode() || !site.learns())
        && site.configuration() instanceof SimpleRnn rnn
        && !rnn.hasLayerNorm()
        && (site.testMode() || LayerDropout.isMultiplicative(rnn))
        && Activations.isElementwise(rnn.getActivationFn());
  }

  @Override
  public boolean endsAtNode(LayerSite site, boolean inputIsNode, boolean masked) {
    return site.hasNode() && !isBeforeActivation(site) && !masked;
  }

  @Override
  public void compile(LayerSite site, GraphBuilder graph) {
    SequenceMask mask = compileSequence(site, graph);
    compileReadout(site, graph);
    if (mask != null) {
      graph.add(new SequenceMaskKernel(graph.current(), mask));
    }
    if (isBeforeActivation(site)) {
      graph.noteActivation(site);
    }
  }

  @Override
  public void compileNode(LayerSite site, GraphBuilder graph) {
    compileSequence(site, graph);
  }

  @Override
  public void compileReadout(LayerSite site, GraphBuilder graph) {
    if (isBeforeActivation(site)) {
      graph.add(new ActivationKernel(graph.current(), activation(site)));
    }
  }

  private static boolean isBeforeActivation(LayerSite site) {
    return site.wantsPreActivationNode() && !Activations.isIdentity(activation(site));
  }

  private static IActivation activation(LayerSite site) {
    return ((SimpleRnn) site.configuration()).getActivationFn();
  }

  private static SequenceMask compileSequence(LayerSite site, GraphBuilder graph) {
    SimpleRnn rnn = (SimpleRnn) site.configuration();
    SequenceShape inputShape = SequenceShape.of(graph.current().array(), rnn.getRnnDataFormat());
    SequenceShape shape = inputShape.withUnits(rnn.getNOut());
    SequenceMask mask = SequenceMask.of(site.layer(), shape, graph.current().array().dataType());
    TimeMajorKernel.addTo(graph, inputShape);
    LayerDropout.addTo(site, graph);
    graph.add(site, kernel(site, graph.current(), inputShape, shape, mask));
    if (!isBeforeActivation(site)) {
      graph.noteActivation(site);
    }
    if (site.hasNode()) {
      graph.cut(site);
    }
    return mask;
  }

  private static SimpleRnnKernel kernel(
      LayerSite site,
      Tensor input,
      SequenceShape inputShape,
      SequenceShape shape,
      SequenceMask mask) {
    NoisyParameters parameters = new NoisyParameters(site, DRAWN);
    RecurrentWeights weights =
        new RecurrentWeights(parameters.views(), site.gradients(), shape.steps() * shape.batch());
    SequenceActivation masked = new SequenceActivation(activation(site), mask);
    Tensor output = shape.allocate(input.array().dataType());
    RecurrentPlacement placement =
        isBeforeActivation(site)
            ? new PreActivationRecurrence(weights, masked, output, shape)
            : new PostActivationRecurrence(weights, masked, output, shape);
    CarriedState carried = CarriedState.ofSimpleRnn(site.layer(), shape);
    return new SimpleRnnKernel(input, inputShape, parameters, weights, placement, carried);
  }
}
