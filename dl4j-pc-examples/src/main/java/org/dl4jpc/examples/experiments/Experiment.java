// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.experiments;

import java.util.List;
import org.dl4jpc.examples.data.ImageSplit;

/** A figure or table of a paper, measured again. */
interface Experiment {

  /** {@return the name in the command line and of the files} */
  String id();

  /** {@return what it is, with its source} */
  String title();

  /** {@return what the paper says, or what is to be seen} */
  String claim();

  /** {@return what the x of the measurements is} */
  String xTitle();

  /** {@return what their y is, with its unit} */
  String yTitle();

  /** {@return the folder of the data set that it is about: fashion-mnist or cifar10} */
  String dataSet();

  /** {@return whether the chart's y axis is logarithmic} */
  default boolean isLogarithmic() {
    return false;
  }

  /**
   * {@return the settings of a budget, to be shown with the results}
   *
   * @param budget quick, full or minimal
   */
  String settings(Budget budget);

  /**
   * Runs it.
   *
   * @param images the data
   * @param budget how much to do
   * @param progress hears a line for each measurement
   * @return the measurements, series by series
   */
  List<Measurement> run(ImageSplit images, Budget budget, Progress progress);
}
