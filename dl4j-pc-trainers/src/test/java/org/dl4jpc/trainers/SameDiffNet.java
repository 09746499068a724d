// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.Arrays;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.TestMultiDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;

/** Small SameDiff graphs in double, with smooth activations. */
enum SameDiffNet {
  MLP("h1", "h2") {
    @Override
    void build(Site site) {
      SameDiff sd = site.graph();
      SDVariable x = sd.placeHolder("in", DataType.DOUBLE, -1, 5);
      SDVariable y = sd.placeHolder("label", DataType.DOUBLE, -1, 3);
      SDVariable h1 =
          site.node(
              "h1", sd.math().tanh(x.mmul(site.weights("w1", 5, 6)).add(site.weights("b1", 6))));
      SDVariable h2 =
          site.node(
              "h2", sd.nn().sigmoid(h1.mmul(site.weights("w2", 6, 4)).add(site.weights("b2", 4))));
      SDVariable z = sd.nn().linear("z", h2, site.weights("w3", 4, 3), site.weights("b3", 3));
      sd.loss().softmaxCrossEntropy("loss", y, z, null);
    }
  },
  CONV("c1", "d1") {
    @Override
    void build(Site site) {
      SameDiff sd = site.graph();
      SDVariable x = sd.placeHolder("in", DataType.DOUBLE, -1, 1, 6, 6);
      SDVariable y = sd.placeHolder("label", DataType.DOUBLE, -1, 3);
      Conv2DConfig valid = Conv2DConfig.builder().kH(3).kW(3).build();
      SDVariable w = site.weights("k1", 3, 3, 1, 2);
      SDVariable c = sd.cnn().conv2d(x, w, site.weights("kb1", 2), valid);
      SDVariable c1 = site.node("c1", sd.math().tanh(c));
      SDVariable flat = sd.reshape(c1, -1, 32);
      SDVariable d1 = site.node("d1", sd.math().tanh(flat.mmul(site.weights("w1", 32, 4))));
      SDVariable z = sd.nn().linear("z", d1, site.weights("w2", 4, 3), site.weights("b2", 3));
      sd.loss().softmaxCrossEntropy("loss", y, z, null);
    }
  },
  /** h1 feeds h2, h3 and the output; w2 is used in two places. */
  SKIP("h1", "h2", "h3") {
    @Override
    void build(Site site) {
      SameDiff sd = site.graph();
      SDVariable x = sd.placeHolder("in", DataType.DOUBLE, -1, 5);
      SDVariable y = sd.placeHolder("label", DataType.DOUBLE, -1, 3);
      SDVariable w2 = site.weights("w2", 4, 4);
      SDVariable h1 = site.node("h1", sd.math().tanh(x.mmul(site.weights("w1", 5, 4))));
      SDVariable h2 = site.node("h2", sd.math().tanh(h1.mmul(w2))).mul(1.5);
      SDVariable h3 = site.node("h3", h1.add(sd.math().tanh(h2.mmul(w2).mul(h1))));
      SDVariable z = h3.mul(h1).mmul(site.weights("w4", 4, 3));
      sd.loss().meanSquaredError("loss", y, z, null);
    }
  },
  TWO_OUTPUTS("trunk", "left") {
    @Override
    void build(Site site) {
      SameDiff sd = site.graph();
      SDVariable x = sd.placeHolder("in", DataType.DOUBLE, -1, 5);
      SDVariable y = sd.placeHolder("label", DataType.DOUBLE, -1, 3);
      SDVariable t = sd.placeHolder("target", DataType.DOUBLE, -1, 2);
      SDVariable trunk = site.node("trunk", sd.math().tanh(x.mmul(site.weights("w1", 5, 6))));
      SDVariable left = site.node("left", sd.math().tanh(trunk.mmul(site.weights("w2", 6, 4))));
      SDVariable z = left.mmul(site.weights("w3", 4, 3));
      SDVariable r = trunk.mmul(site.weights("w4", 6, 2));
      sd.loss().softmaxCrossEntropy("loss", y, z, null);
      sd.loss().meanSquaredError("distance", t, r, null);
      sd.setLossVariables("loss", "distance");
    }
  };

  static final int BATCH = 4;

  @SuppressWarnings("ImmutableEnumChecker") // List.of is
  private final List<String> nodes;

  SameDiffNet(String... nodes) {
    this.nodes = List.of(nodes);
  }

  abstract void build(Site site);

  String[] nodes() {
    return nodes.toArray(new String[0]);
  }

  /** Where a graph is built: what becomes of its nodes and weights. */
  interface Site {
    SameDiff graph();

    SDVariable node(String name, SDVariable prediction);

    SDVariable weights(String name, long... shape);
  }

  SameDiff graph(IUpdater updater) {
    Nd4j.getRandom().setSeed(17);
    SameDiff sd = SameDiff.create();
    build(
        new Site() {
          @Override
          public SameDiff graph() {
            return sd;
          }

          @Override
          public SDVariable node(String name, SDVariable prediction) {
            return prediction.rename(name);
          }

          @Override
          public SDVariable weights(String name, long... shape) {
            return sd.var(name, Nd4j.randn(DataType.DOUBLE, shape).muli(0.5));
          }
        });
    TrainingConfig.Builder config =
        new TrainingConfig.Builder().updater(updater).dataSetFeatureMapping("in");
    config.dataSetLabelMapping(
        this == TWO_OUTPUTS ? new String[] {"label", "target"} : new String[] {"label"});
    sd.setTrainingConfig(config.build());
    return sd;
  }

  MultiDataSet data(int seed) {
    Nd4j.getRandom().setSeed(seed);
    long[] shape = this == CONV ? new long[] {BATCH, 1, 6, 6} : new long[] {BATCH, 5};
    INDArray x = Nd4j.randn(DataType.DOUBLE, shape);
    INDArray y = Nd4j.zeros(DataType.DOUBLE, BATCH, 3);
    for (int i = 0; i < BATCH; i++) {
      y.putScalar(i, i % 3, 1.0);
    }
    INDArray t = Nd4j.randn(DataType.DOUBLE, BATCH, 2);
    return new MultiDataSet(
        new INDArray[] {x}, this == TWO_OUTPUTS ? new INDArray[] {y, t} : new INDArray[] {y});
  }

  MultiDataSetIterator batches(int count) {
    MultiDataSet[] all = new MultiDataSet[count];
    Arrays.setAll(all, i -> data(i + 1));
    return new TestMultiDataSetIterator(1, all);
  }
}
