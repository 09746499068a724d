// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.arbiter;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Properties;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.adapter.MultiDataSetIteratorAdapter;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/** Three overlapping clouds of points, as a data source that fails where its properties say. */
public final class Blobs implements DataSource {
  private static final long serialVersionUID = 1L;

  static final int INPUTS = 6;
  static final int CLASSES = 3;
  static final String FAILING = "failing";
  static final String MULTI = "multi";

  private static final int SAMPLES = 16;

  private String failing = "";
  private boolean multi;

  /** Where it fails. */
  enum Place {
    CONFIGURE,
    TRAIN_DATA,
    TRAIN_HAS_NEXT,
    TRAIN_NEXT,
    TEST_DATA,
    TEST_NEXT
  }

  static Properties failingAt(Place place) {
    Properties properties = new Properties();
    properties.setProperty(FAILING, place.name());
    return properties;
  }

  @Override
  public void configure(Properties properties) {
    failing = properties.getProperty(FAILING, "");
    multi = Boolean.parseBoolean(properties.getProperty(MULTI, "false"));
    fail(Place.CONFIGURE);
  }

  private void fail(Place place) {
    if (failing.equals(place.name())) {
      throw new IllegalStateException("disk on fire at " + place);
    }
  }

  @Override
  public Object trainData() {
    fail(Place.TRAIN_DATA);
    return iterator(batches(1, 4), Place.TRAIN_HAS_NEXT, Place.TRAIN_NEXT);
  }

  @Override
  public Object testData() {
    fail(Place.TEST_DATA);
    return iterator(batches(2, 2), null, Place.TEST_NEXT);
  }

  @Override
  public Class<?> getDataType() {
    return DataSetIterator.class;
  }

  private Object iterator(List<DataSet> batches, Place hasNext, Place next) {
    DataSetIterator iterator =
        new Batches((Iterable<DataSet> & Serializable) () -> failing(batches, hasNext, next));
    return multi ? new MultiDataSetIteratorAdapter(iterator) : iterator;
  }

  /** Fails at its second minibatch. */
  private Iterator<DataSet> failing(List<DataSet> batches, Place hasNext, Place next) {
    return new Iterator<>() {
      private int given;

      @Override
      public boolean hasNext() {
        if (given == 1 && hasNext != null) {
          fail(hasNext);
        }
        return given < batches.size();
      }

      @Override
      public DataSet next() {
        if (given == 1) {
          fail(next);
        }
        return batches.get(given++);
      }
    };
  }

  /** The training data as a plain iterator. */
  static DataSetIterator train() {
    return new Batches(batches(1, 4));
  }

  /** The test data as a plain iterator. */
  static DataSetIterator test() {
    return new Batches(batches(2, 2));
  }

  private static List<DataSet> batches(long seed, int count) {
    Random random = Nd4j.getRandomFactory().getNewRandomInstance(seed);
    INDArray centres = Nd4j.createFromArray(new float[][] {{2, 0}, {-1, 1.5f}, {-1, -1.5f}});
    List<DataSet> batches = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      INDArray features =
          Nd4j.randn(Nd4j.createUninitialized(DataType.FLOAT, SAMPLES, INPUTS), random);
      INDArray labels = Nd4j.zeros(DataType.FLOAT, SAMPLES, CLASSES);
      for (int k = 0; k < SAMPLES; k++) {
        int label = (k + i) % CLASSES;
        labels.putScalar(k, label, 1.0);
        for (int j = 0; j < 2; j++) {
          features.putScalar(k, j, features.getFloat(k, j) + centres.getFloat(label, j));
        }
      }
      batches.add(new DataSet(features, labels));
    }
    return batches;
  }

  /** Minibatches that DL4J prefetches, as if they came from a disk. */
  private static final class Batches extends ExistingDataSetIterator {
    private static final long serialVersionUID = 1L;

    Batches(Iterable<DataSet> batches) {
      super(batches);
    }

    @Override
    public boolean asyncSupported() {
      return true;
    }
  }
}
