// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * A minibatch as the placeholders of a SameDiff graph, mapped as its training configuration says.
 */
final class SameDiffData {

  private SameDiffData() {}

  /**
   * Maps a minibatch.
   *
   * @param graph whose placeholders and training configuration count
   * @param used placeholders that the losses depend on
   * @param data features, labels and masks
   * @return arrays of the used placeholders, features first, always in the same order
   * @throws IllegalArgumentException if the numbers of arrays differ from the configuration's, an
   *     array has not the shape of its placeholder, or one is missing
   * @throws org.deeplearning4j.exception.DL4JInvalidInputException if one is not finite
   */
  static Map<String, INDArray> placeholders(SameDiff graph, Set<String> used, MultiDataSet data) {
    Map<String, INDArray> all = mapped(graph.getTrainingConfig(), data);
    all.keySet().retainAll(used);
    for (String name : used) {
      if (all.get(name) == null) {
        throw Checks.illegal(
            "batch", "no array for placeholder '" + name + "'", "data for " + used);
      }
      requireShape(name, all.get(name), graph.getVariable(name).placeholderShape());
      InputChecks.requireFinite("array for placeholder '" + name + "'", all.get(name));
    }
    return all;
  }

  /**
   * Maps all of a minibatch.
   *
   * @param config says which array belongs to which placeholder
   * @param data features, labels and masks
   * @return arrays by placeholder
   */
  static Map<String, INDArray> mapped(TrainingConfig config, MultiDataSet data) {
    Checks.notNull("batch", data);
    Map<String, INDArray> all = new LinkedHashMap<>();
    map(all, "feature", config.getDataSetFeatureMapping(), data.getFeatures());
    map(all, "label", config.getDataSetLabelMapping(), data.getLabels());
    mapMasks(
        all, "feature mask", config.getDataSetFeatureMaskMapping(), data.getFeaturesMaskArrays());
    mapMasks(all, "label mask", config.getDataSetLabelMaskMapping(), data.getLabelsMaskArrays());
    return all;
  }

  private static void map(
      Map<String, INDArray> all, String kind, List<String> names, INDArray[] arrays) {
    int expected = names == null ? 0 : names.size();
    int actual = arrays == null ? 0 : arrays.length;
    if (expected != actual) {
      throw Checks.illegal(
          "number of " + kind + " arrays",
          actual,
          expected + ", as the training configuration maps " + names);
    }
    for (int i = 0; i < expected; i++) {
      all.put(names.get(i), arrays[i]);
    }
  }

  /** As in SameDiff, a mask without a name is ignored. */
  private static void mapMasks(
      Map<String, INDArray> all, String kind, List<String> names, INDArray[] masks) {
    for (int i = 0; names != null && i < names.size(); i++) {
      if (names.get(i) != null) {
        if (masks == null || i >= masks.length || masks[i] == null) {
          throw Checks.illegal(
              kind + " " + i, null, "an array for placeholder '" + names.get(i) + "'");
        }
        all.put(names.get(i), masks[i]);
      }
    }
  }

  private static void requireShape(String name, INDArray array, long[] expected) {
    boolean fits = expected == null || expected.length == array.rank();
    for (int i = 0; fits && expected != null && i < expected.length; i++) {
      fits = expected[i] < 0 || expected[i] == array.size(i);
    }
    if (!fits || array.isEmpty()) {
      throw Checks.illegal(
          "array for placeholder '" + name + "'",
          "shape " + Arrays.toString(array.shape()),
          expected == null ? "not empty" : "of shape " + Arrays.toString(expected));
    }
  }
}
