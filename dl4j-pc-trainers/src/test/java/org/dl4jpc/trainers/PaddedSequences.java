// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Sequences of different lengths, each of one class. */
final class PaddedSequences {
  private final int classes;
  private final List<Labelled> sequences = new ArrayList<>();

  /** Features by time step, and the class. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Labelled(double[][] steps, int label) {}

  PaddedSequences(int classes) {
    this.classes = classes;
  }

  void add(double[][] steps, int label) {
    sequences.add(new Labelled(steps, label));
  }

  int size() {
    return sequences.size();
  }

  int classes() {
    return classes;
  }

  int inputs() {
    return sequences.get(0).steps[0].length;
  }

  /**
   * Minibatches of sequences that are as far apart as possible, so that those of a class do not
   * stand together; padded with zeros to the longest of all, with masks.
   */
  List<DataSet> batches(int count) {
    List<DataSet> batches = new ArrayList<>();
    int length = sequences.stream().mapToInt(s -> s.steps.length).max().orElseThrow();
    for (int first = 0; first < count; first++) {
      List<Labelled> batch = new ArrayList<>();
      for (int i = first; i < sequences.size(); i += count) {
        batch.add(sequences.get(i));
      }
      batches.add(pad(batch, length));
    }
    return batches;
  }

  private DataSet pad(List<Labelled> batch, int length) {
    float[][][] features = new float[batch.size()][inputs()][length];
    float[][] labels = new float[batch.size()][classes];
    float[][] mask = new float[batch.size()][length];
    for (int b = 0; b < batch.size(); b++) {
      double[][] steps = batch.get(b).steps;
      labels[b][batch.get(b).label] = 1.0F;
      for (int t = 0; t < steps.length; t++) {
        mask[b][t] = 1.0F;
        for (int i = 0; i < steps[t].length; i++) {
          features[b][i][t] = (float) steps[t][i];
        }
      }
    }
    return new DataSet(array(features), array(labels), array(mask), null);
  }

  private static INDArray array(float[][][] values) {
    return Nd4j.createFromArray(values);
  }

  private static INDArray array(float[][] values) {
    return Nd4j.createFromArray(values);
  }
}
