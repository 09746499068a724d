// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The sweep in reverse order of time against plain loops over samples, units and steps. */
class RecurrentSweepTest extends DoublePrecision {
  private static final int BATCH = 4;
  private static final int UNITS = 4;
  private static final int STEPS = 5;
  private static final double FEEDBACK = 0.4;
  private static final double OWN = 0.3;

  /** The recurrence in plain loops; arrays are [B][n][N], parameters by DL4J's indices. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Loops(
      double[][][] inputs,
      double[][] w,
      double[][] rw,
      double[] b,
      double[][] mask,
      double[] pi,
      boolean before) {

    /** p of a node's value. */
    double presynaptic(double x, double m) {
      return m * (before ? Math.tanh(x) : x);
    }

    double preActivation(double[][][] x, int i, int u, int k) {
      double z = b[u];
      for (int j = 0; j < w.length; j++) {
        z += inputs[i][j][k] * w[j][u];
      }
      for (int j = 0; k > 0 && j < UNITS; j++) {
        z += presynaptic(x[i][j][k - 1], mask[i][k - 1]) * rw[j][u];
      }
      return z;
    }

    private static double slope(double z) {
      return 1.0 - Math.tanh(z) * Math.tanh(z);
    }

    /** x after the sweep, given the feedback of its readers. */
    double[][][] sweep(double[][][] x, double[][][] readers) {
      double[][][] moved = new double[BATCH][UNITS][STEPS];
      for (int i = 0; i < BATCH; i++) {
        double[] later = new double[UNITS];
        for (int k = STEPS - 1; k >= 0; k--) {
          double[] delta = new double[UNITS];
          for (int u = 0; u < UNITS; u++) {
            double z = preActivation(x, i, u, k);
            double mu = mask[i][k] * (before ? z : Math.tanh(z));
            double error = (x[i][u][k] - mu) * (1.0 - OWN * pi[u]) + FEEDBACK * readers[i][u][k];
            double q = mask[i][k] * (before ? slope(x[i][u][k]) : 1.0);
            for (int v = 0; v < UNITS; v++) {
              error += FEEDBACK * q * rw[u][v] * later[v];
            }
            moved[i][u][k] = mu + error;
            delta[u] = mask[i][k] * (before ? 1.0 : slope(z)) * pi[u] * error;
          }
          later = delta;
        }
      }
      return moved;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "POST_ACTIVATION, false, false",
    "POST_ACTIVATION, true, false",
    "POST_ACTIVATION, false, true",
    "POST_ACTIVATION, true, true",
    "PRE_ACTIVATION, false, false",
    "PRE_ACTIVATION, true, false",
    "PRE_ACTIVATION, false, true",
    "PRE_ACTIVATION, true, true"
  })
  void sweepIsThePlainLoops(NodePlacement placement, boolean masked, boolean units) {
    DataSet data = Recurrent.manyToMany(BATCH, STEPS);
    if (masked) {
      Recurrent.masked(data);
    }
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            Recurrent.network(
                RNNFormat.NCW,
                Recurrent.INPUTS,
                Recurrent.rnn(Activation.TANH),
                Recurrent.rnnOutput(LossFunction.MSE, Activation.TANH)));
    network.init();
    network.initGradientsView();
    network.setInput(data.getFeatures());
    network.setLayerMaskArrays(data.getFeaturesMaskArray(), null);
    BlockGraph graph =
        new NetworkCompiler(network, new NodeSettings(placement)).compile(data.getFeatures());
    graph.clamp(List.of(data.getFeatures()), List.of(data.getLabels()));
    graph.feedForward();
    HiddenNode node = graph.hiddenNodes().get(0);
    double[] pi = units ? new double[] {0.5, 1.5, 2.0, 0.8} : new double[] {1.3, 1.3, 1.3, 1.3};
    node.setPrecision(units ? Precision.ofUnits(pi) : Precision.of(1.3));
    node.displace(Nd4j.randn(Recurrent.TYPE, BATCH, UNITS, STEPS).muli(0.3));
    graph.updateErrors(new OutputPull.Weighted(1.0));
    Tensor readers = node.value().like();
    graph.outputs().get(0).feedback(0, readers, 1.0, 0.0);
    Loops loops =
        new Loops(
            cube(data.getFeatures()),
            network.getParam("0_W").toDoubleMatrix(),
            network.getParam("0_RW").toDoubleMatrix(),
            network.getParam("0_b").toDoubleVector(),
            masked
                ? data.getFeaturesMaskArray().toDoubleMatrix()
                : Nd4j.ones(Recurrent.TYPE, BATCH, STEPS).toDoubleMatrix(),
            pi,
            placement == NodePlacement.PRE_ACTIVATION);
    double[][][] expected = loops.sweep(cube(node.value().array()), cube(readers.array()));
    node.relaxInOrder(FEEDBACK, OWN);
    INDArray difference = node.value().array().sub(Nd4j.createFromArray(expected));
    assertThat(difference.amaxNumber().doubleValue()).isLessThan(1e-13);
    assertThat(node.error().array().amaxNumber().doubleValue()).isGreaterThan(1e-2);
  }

  private static double[][][] cube(INDArray array) {
    double[][][] cube = new double[(int) array.size(0)][][];
    for (int i = 0; i < cube.length; i++) {
      cube[i] = array.slice(i).dup('c').toDoubleMatrix();
    }
    return cube;
  }
}
