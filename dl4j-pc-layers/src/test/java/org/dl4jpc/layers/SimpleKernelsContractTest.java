// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.dropout.SpatialDropout;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.dl4jpc.layers.KernelFixtures.ImageLayout;
import org.junit.jupiter.api.Named;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.factory.Nd4j;

/** Dense, activation, dropout, mask and identity kernels keep the contract. */
class SimpleKernelsContractTest extends KernelContract {

  @Override
  protected Stream<Named<Supplier<Subject>>> subjects() {
    List<Named<Supplier<Subject>>> all = new ArrayList<>();
    for (char order : new char[] {'c', 'f'}) {
      all.add(named("dense " + order, () -> dense(order, true)));
      all.add(named("dense without bias " + order, () -> dense(order, false)));
      all.add(named("mask " + order, () -> mask(order)));
      all.add(named("identity " + order, () -> identity(order)));
      all.add(
          named(
              "softmax " + order,
              () -> activation(Activation.SOFTMAX, KernelFixtures.random(order, 3, 5))));
    }
    for (Activation a : Activation.values()) {
      IActivation function = a.getActivationFunction();
      if (Activations.isElementwise(function)) {
        all.add(named(a.name(), () -> activation(a, images())));
      }
    }
    for (IDropout dropout :
        List.of(new Dropout(0.6), new GaussianDropout(0.3), new SpatialDropout(0.6))) {
      all.add(named(dropout.getClass().getSimpleName(), () -> dropout(dropout.clone())));
    }
    return all.stream();
  }

  private static Tensor images() {
    return ImageLayout.CHANNEL_MAJOR.random(CNN2DFormat.NCHW, 2, 3, 4, 2);
  }

  private static Subject dense(char order, boolean bias) {
    LayerSite site =
        KernelFixtures.site(new DenseLayer.Builder().nIn(5).nOut(4).hasBias(bias).build());
    Tensor input = KernelFixtures.random(order, 3, 5);
    DenseKernel kernel = new DenseKernel(input, site.parameters(), site.gradients());
    return new Subject(input, kernel, site.parameters());
  }

  private static Subject activation(Activation activation, Tensor input) {
    return new Subject(input, new ActivationKernel(input, activation.getActivationFunction()));
  }

  private static Subject dropout(IDropout dropout) {
    Tensor input = images();
    LayerSite site = KernelFixtures.site(new DenseLayer.Builder().nIn(1).nOut(1).build());
    return new Subject(input, new DropoutKernel(input, dropout, site.layer()));
  }

  private static Subject mask(char order) {
    LayerSite site = KernelFixtures.site(new DenseLayer.Builder().nIn(5).nOut(5).build());
    site.layer().setMaskArray(Nd4j.createFromArray(new double[][] {{1}, {0}, {1}}));
    Tensor input = KernelFixtures.random(order, 3, 5);
    return new Subject(input, new MaskKernel(input, site.layer()));
  }

  private static Subject identity(char order) {
    Tensor input = KernelFixtures.random(order, 3, 5);
    return new Subject(input, new IdentityKernel(input));
  }
}
