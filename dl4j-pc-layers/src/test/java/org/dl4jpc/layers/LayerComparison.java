// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Compares the kernels of a layer with DL4J's own layer on the same parameters. */
final class LayerComparison {
  private static final double BOUND = 1e-12;

  private LayerComparison() {}

  /**
   * Asserts that output, input gradient and parameter gradients equal DL4J's to 1e-12, relative.
   *
   * @param configuration of the layer, with its input size set
   * @param input holding data
   */
  static void assertEqualsDl4j(Layer configuration, Tensor input) {
    LayerSite site = KernelFixtures.site(configuration);
    Kernel kernel = KernelFixtures.compile(site, input);
    kernel.feedForward();
    Tensor error = kernel.output().like();
    error.assign(Nd4j.randn(error.array().dataType(), error.array().shape()));
    kernel.receive(error);
    Tensor feedback = input.like();
    kernel.feedback(feedback, 1.0, 0.0);
    kernel.gradient(1.0);
    INDArray gradients = site.learns() ? site.layer().getGradientsViewArray().dup() : null;

    LayerWorkspaceMgr workspaces = LayerWorkspaceMgr.noWorkspaces();
    INDArray expected = site.layer().activate(input.array().dup('c'), true, workspaces).dup();
    Pair<Gradient, INDArray> result =
        site.layer().backpropGradient(error.array().dup('c'), workspaces);

    assertClose("output", kernel.output().array(), expected);
    assertClose("input gradient", feedback.array(), result.getSecond());
    if (gradients != null) {
      Map<String, INDArray> views = site.gradients();
      assertThat(views).isNotEmpty();
      assertClose("gradients", gradients, site.layer().getGradientsViewArray());
    }
  }

  private static void assertClose(String what, INDArray actual, INDArray expected) {
    assertThat(actual.shape()).as(what).isEqualTo(expected.shape());
    INDArray reference = expected.dup('c');
    assertThat(actual.dup('c').distance2(reference))
        .as(what)
        .isLessThanOrEqualTo(BOUND * reference.norm2Number().doubleValue());
  }
}
