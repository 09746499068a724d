// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Zero padding and cropping in one to three dimensions. DL4J applies no dropout here. */
final class MarginCompiler implements LayerCompiler {
  private static final LayerCompiler GENERAL = new GeneralCompiler();

  private final boolean pads;

  /**
   * For one of both kinds.
   *
   * @param pads true for padding, false for cropping
   */
  MarginCompiler(boolean pads) {
    this.pads = pads;
  }

  @Override
  public boolean supports(LayerSite site) {
    return Margins.of(site.configuration()) != null;
  }

  @Override
  public boolean endsAtNode(LayerSite site, boolean inputIsNode, boolean masked) {
    return site.hasNode();
  }

  @Override
  public void compile(LayerSite site, GraphBuilder graph) {
    Margins margins = Margins.of(site.configuration());
    Tensor input = graph.current();
    if (!fits(margins, input.array())) {
      GENERAL.compile(site, graph); // DL4J's own answer
      return;
    }
    graph.add(new MarginKernel(input, margins, pads, pads ? 'c' : input.dl4jOrder()));
    graph.noteActivation(site);
    if (site.hasNode()) {
      graph.cut(site);
    }
  }

  private boolean fits(Margins margins, INDArray input) {
    return input.rank() == margins.rank()
        && (pads || Arrays.stream(margins.change(input.shape(), -1)).allMatch(size -> size > 0));
  }
}
