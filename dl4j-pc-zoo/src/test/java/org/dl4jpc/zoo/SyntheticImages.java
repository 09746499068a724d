// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.zoo;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Images of classes that differ in the direction and width of stripes, with noise and at random
 * phases; values in 0 to 1.
 *
 * @param type of the arrays
 * @param shape channels, height, width
 * @param firstClass which directions; disjoint ranges are disjoint classes
 * @param classes number of them
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SyntheticImages(DataType type, int[] shape, int firstClass, int classes) {

  /** Minibatches that are the same for the same seed. */
  List<DataSet> minibatches(int count, int batch, long seed) {
    Random random = new Random(seed);
    List<DataSet> batches = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      batches.add(minibatch(batch, random));
    }
    return batches;
  }

  DataSetIterator iterator(int count, int batch, long seed) {
    List<DataSet> examples = new ArrayList<>();
    minibatches(count, batch, seed).forEach(minibatch -> examples.addAll(minibatch.asList()));
    return new ListDataSetIterator<>(examples, batch);
  }

  private DataSet minibatch(int batch, Random random) {
    int pixels = shape[1] * shape[2];
    double[] values = new double[batch * shape[0] * pixels];
    INDArray labels = Nd4j.zeros(type, batch, classes);
    int at = 0;
    for (int i = 0; i < batch; i++) {
      int label = random.nextInt(classes);
      labels.putScalar(i, label, 1.0);
      double phase = random.nextDouble() * 2.0 * Math.PI;
      for (int c = 0; c < shape[0]; c++) {
        for (int p = 0; p < pixels; p++) {
          double stripes = stripes(label, p / shape[2], p % shape[2], phase);
          values[at++] = 0.5 + 0.4 * stripes + 0.05 * random.nextGaussian();
        }
      }
    }
    INDArray features = Nd4j.create(values, new long[] {batch, shape[0], shape[1], shape[2]}, type);
    return new DataSet(features, labels);
  }

  private double stripes(int label, int row, int column, double phase) {
    double angle = (firstClass + label) * 0.7;
    double wave = 2.0 * Math.PI / (4.0 + (firstClass + label) % 3);
    return Math.sin(wave * (Math.cos(angle) * row + Math.sin(angle) * column) + phase);
  }
}
