// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.arbiter;

import java.util.Map;
import java.util.Properties;
import org.deeplearning4j.arbiter.optimize.api.data.DataProvider;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;
import org.deeplearning4j.arbiter.optimize.api.score.ScoreFunction;

/** Where a candidate's data come from, in either of Arbiter's ways, watched. */
@SuppressWarnings("deprecation") // DataProvider, which Arbiter's runner still knows
interface CandidateData {

  /**
   * Training data.
   *
   * @param readAhead whether a prefetch thread may read them
   * @return an iterator, or a factory of iterators
   */
  Object train(boolean readAhead);

  /**
   * Scores a model on the test data.
   *
   * @param function how
   * @param model trained
   * @return the score
   */
  double score(ScoreFunction function, Object model);

  /**
   * The watch.
   *
   * @return of all that this gives
   */
  DataWatch watch();

  /**
   * From a data source, of which training and scoring make an instance each.
   *
   * @param source the class
   * @param properties for its configuration, or null
   * @return the data
   */
  static CandidateData of(Class<? extends DataSource> source, Properties properties) {
    DataWatch watch = new DataWatch();
    Properties watched = WatchedDataSource.properties(source, properties, watch);
    return new CandidateData() {
      @Override
      public Object train(boolean readAhead) {
        WatchedDataSource instance = new WatchedDataSource();
        instance.configure(watched);
        return instance.trainData(readAhead);
      }

      @Override
      public double score(ScoreFunction function, Object model) {
        return function.score(model, WatchedDataSource.class, watched);
      }

      @Override
      public DataWatch watch() {
        return watch;
      }
    };
  }

  /**
   * From a data provider.
   *
   * @param provider of train and test data
   * @param parameters of the candidate's data
   * @return the data
   */
  static CandidateData of(DataProvider provider, Map<String, Object> parameters) {
    DataWatch watch = new DataWatch();
    WatchedDataProvider watched = new WatchedDataProvider(provider, watch);
    return new CandidateData() {
      @Override
      public Object train(boolean readAhead) {
        return watched.trainData(parameters, readAhead);
      }

      @Override
      public double score(ScoreFunction function, Object model) {
        return function.score(model, watched, parameters);
      }

      @Override
      public DataWatch watch() {
        return watch;
      }
    };
  }
}
