// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.arbiter;

import java.util.Map;
import org.deeplearning4j.arbiter.optimize.api.data.DataProvider;

/** A data provider whose failures end the search. */
@SuppressWarnings({"deprecation", "serial"}) // Arbiter's own; scores candidates in this JVM only
final class WatchedDataProvider implements DataProvider {
  private static final long serialVersionUID = 1L;

  private final DataProvider provider;
  private final DataWatch watch;

  WatchedDataProvider(DataProvider provider, DataWatch watch) {
    this.provider = provider;
    this.watch = watch;
  }

  @Override
  public Object trainData(Map<String, Object> parameters) {
    return trainData(parameters, false);
  }

  Object trainData(Map<String, Object> parameters, boolean readAhead) {
    return watch.watched(
        watch.call("trainData()", () -> provider.trainData(parameters)), readAhead);
  }

  @Override
  public Object testData(Map<String, Object> parameters) {
    return watch.watched(watch.call("testData()", () -> provider.testData(parameters)), false);
  }

  @Override
  public Class<?> getDataType() {
    return provider.getDataType();
  }
}
