// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.arbiter;

import java.util.Properties;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;

/**
 * A data source whose failures end the search, in front of the user's. Public since Arbiter's score
 * functions make an instance of the class that they are given; of no use elsewhere.
 */
@SuppressWarnings("serial") // scores candidates in this JVM only
public final class WatchedDataSource implements DataSource {
  private static final long serialVersionUID = 1L;

  private static final String SOURCE = WatchedDataSource.class.getName() + ".source";
  private static final String WATCH = WatchedDataSource.class.getName() + ".watch";

  private DataSource source;
  private DataWatch watch;

  /** To be configured. */
  public WatchedDataSource() {}

  /**
   * Properties that make an instance stand before a user's source.
   *
   * @param source the user's
   * @param properties the user's, or null
   * @param watch to be told of failures
   * @return the user's properties, and two objects
   */
  static Properties properties(
      Class<? extends DataSource> source, Properties properties, DataWatch watch) {
    Properties all = new Properties();
    if (properties != null) {
      properties
          .stringPropertyNames()
          .forEach(name -> all.setProperty(name, properties.getProperty(name)));
      all.putAll(properties);
    }
    all.put(SOURCE, new Origin(source, properties));
    all.put(WATCH, watch);
    return all;
  }

  /** The user's source. */
  private record Origin(Class<? extends DataSource> source, Properties properties) {
    DataSource instance() throws ReflectiveOperationException {
      DataSource instance = source.getDeclaredConstructor().newInstance();
      if (properties != null) {
        instance.configure(properties);
      }
      return instance;
    }
  }

  @Override
  public void configure(Properties properties) {
    watch = (DataWatch) properties.get(WATCH);
    Origin origin = (Origin) properties.get(SOURCE);
    source = watch.call("configure() of " + origin.source().getName(), origin::instance);
  }

  @Override
  public Object trainData() {
    return trainData(false);
  }

  Object trainData(boolean readAhead) {
    return watch.watched(watch.call("trainData()", source::trainData), readAhead);
  }

  @Override
  public Object testData() {
    return watch.watched(watch.call("testData()", source::testData), false);
  }

  @Override
  public Class<?> getDataType() {
    return source.getDataType();
  }
}
