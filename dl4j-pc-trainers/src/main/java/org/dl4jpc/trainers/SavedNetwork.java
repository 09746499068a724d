// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;

/** An attached network in Java serialisation: its file's bytes and its rule. */
final class SavedNetwork implements Serializable {
  private static final long serialVersionUID = 1L;

  private final byte[] file;
  private final String rule;

  private SavedNetwork(byte[] file, String rule) {
    this.file = file;
    this.rule = rule;
  }

  static SavedNetwork of(PcMultiLayerNetwork network) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ModelSerializer.writeModel(network, bytes, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new SavedNetwork(bytes.toByteArray(), network.learningRule().toJson());
  }

  private Object readResolve() {
    try {
      MultiLayerNetwork plain =
          ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(file), true);
      return PcMultiLayerNetwork.restored(plain, LearningRule.fromJson(rule));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
