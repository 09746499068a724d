// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.search;

import java.util.Properties;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;
import org.dl4jpc.examples.data.ImageIterator;
import org.dl4jpc.examples.data.Images;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Images for a search: some to train on, others to score on. Arbiter makes an instance for each
 * candidate; its properties hold the images.
 */
public final class ImageSource implements DataSource {
  private static final long serialVersionUID = 1L;

  private static final int SCORED_AT_ONCE = 500;

  private Images train;
  private Images validation;
  private int batch;
  private long seed;

  /** To be configured. */
  public ImageSource() {}

  static Properties properties(Images train, Images validation, int batch, long seed) {
    Properties properties = new Properties();
    properties.put("train", train);
    properties.put("validation", validation);
    properties.put("batch", batch);
    properties.put("seed", seed);
    return properties;
  }

  @Override
  public void configure(Properties properties) {
    train = (Images) properties.get("train");
    validation = (Images) properties.get("validation");
    batch = (int) properties.get("batch");
    seed = (long) properties.get("seed");
  }

  @Override
  public Object trainData() {
    return ImageIterator.shuffled(train, batch, DataType.FLOAT, seed);
  }

  @Override
  public Object testData() {
    return inOrder(validation);
  }

  static DataSetIterator inOrder(Images images) {
    return ImageIterator.inOrder(images, SCORED_AT_ONCE, DataType.FLOAT);
  }

  @Override
  public Class<?> getDataType() {
    return DataSetIterator.class;
  }
}
