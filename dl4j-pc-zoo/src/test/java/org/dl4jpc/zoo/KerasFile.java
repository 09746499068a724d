// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.zoo;

import static org.bytedeco.hdf5.global.hdf5.H5F_ACC_TRUNC;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.bytedeco.hdf5.Attribute;
import org.bytedeco.hdf5.DataSet;
import org.bytedeco.hdf5.DataSpace;
import org.bytedeco.hdf5.Group;
import org.bytedeco.hdf5.H5File;
import org.bytedeco.hdf5.H5Object;
import org.bytedeco.hdf5.PredType;
import org.bytedeco.hdf5.StrType;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A Keras 2 model in HDF5 as {@code model.save("model.h5")} lays it out: dense layers in a row. */
final class KerasFile {
  private final Path path;
  private final boolean sequential;

  KerasFile(Path path, boolean sequential) {
    this.path = path;
    this.sequential = sequential;
  }

  /**
   * Writes 6-5-3, ReLU and softmax, uncompiled.
   *
   * @param weights kernel and bias of "hidden", kernel and bias of "out"
   */
  void write(INDArray... weights) {
    try (H5File file = new H5File(path.toString(), H5F_ACC_TRUNC())) {
      attribute(file, "keras_version", "2.4.0");
      attribute(file, "backend", "tensorflow");
      attribute(file, "model_config", sequential ? sequentialModel() : functionalModel());
      try (Group all = file.createGroup("model_weights")) {
        layer(all, "hidden", weights[0], weights[1]);
        layer(all, "out", weights[2], weights[3]);
      }
      file._close();
    }
  }

  private static void layer(Group all, String name, INDArray kernel, INDArray bias) {
    try (Group outer = all.createGroup(name);
        Group inner = outer.createGroup(name)) {
      attribute(outer, "weight_names", name + "/kernel:0");
      dataSet(inner, "kernel:0", kernel);
      dataSet(inner, "bias:0", bias);
    }
  }

  private static void attribute(H5Object owner, String name, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
    try (StrType type = new StrType(PredType.C_S1(), bytes.length + 1L);
        DataSpace scalar = new DataSpace();
        Attribute attribute = owner.createAttribute(name, type, scalar);
        BytePointer data = new BytePointer(value)) {
      attribute.write(type, data);
    }
  }

  private static void dataSet(Group owner, String name, INDArray values) {
    try (DataSpace space = new DataSpace(values.rank(), values.shape());
        DataSet set = owner.createDataSet(name, PredType.NATIVE_FLOAT(), space);
        FloatPointer data = new FloatPointer(values.dup('c').data().asFloat())) {
      set.write(data, PredType.NATIVE_FLOAT());
    }
  }

  private static String sequentialModel() {
    return """
    {"class_name": "Sequential", "config": {"name": "sequential", "layers": [
      {"class_name": "Dense", "config": {"batch_input_shape": [null, 6], %s}},
      {"class_name": "Dense", "config": {%s}}]}}\
    """
        .formatted(dense("hidden", 5, "relu"), dense("out", 3, "softmax"));
  }

  private static String functionalModel() {
    return """
    {"class_name": "Model", "config": {"name": "model", "layers": [
      {"class_name": "InputLayer", "name": "input", "inbound_nodes": [],
       "config": {"batch_input_shape": [null, 6], "dtype": "float32", "name": "input"}},
      {"class_name": "Dense", "name": "hidden", "config": {%s},
       "inbound_nodes": [[["input", 0, 0, {}]]]},
      {"class_name": "Dense", "name": "out", "config": {%s},
       "inbound_nodes": [[["hidden", 0, 0, {}]]]}],
      "input_layers": [["input", 0, 0]], "output_layers": [["out", 0, 0]]}}\
    """
        .formatted(dense("hidden", 5, "relu"), dense("out", 3, "softmax"));
  }

  private static String dense(String name, int units, String activation) {
    return """
    "name": "%s", "trainable": true, "dtype": "float32", "units": %d, "activation": "%s",
    "use_bias": true, "kernel_regularizer": null, "bias_regularizer": null,
    "activity_regularizer": null, "kernel_constraint": null, "bias_constraint": null,
    "kernel_initializer": {"class_name": "GlorotUniform", "config": {"seed": null}},
    "bias_initializer": {"class_name": "Zeros", "config": {}}\
    """
        .formatted(name, units, activation);
  }
}
