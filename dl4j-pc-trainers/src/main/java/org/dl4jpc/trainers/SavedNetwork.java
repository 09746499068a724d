// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.util.ModelSerializer;

/** An attached network in Java serialisation: its file's bytes and its rule. */
final class SavedNetwork implements Serializable {
  private static final long serialVersionUID = 1L;

  private final byte[] file;
  private final String rule;
  private final Kind kind;

  private SavedNetwork(byte[] file, String rule, Kind kind) {
    this.file = file;
    this.rule = rule;
    this.kind = kind;
  }

  static SavedNetwork of(PcMultiLayerNetwork network) {
    return new SavedNetwork(bytes(network), network.learningRule().toJson(), Kind.NETWORK);
  }

  static SavedNetwork of(PcComputationGraph graph) {
    return new SavedNetwork(bytes(graph), graph.learningRule().toJson(), Kind.GRAPH);
  }

  private static byte[] bytes(Model network) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ModelSerializer.writeModel(network, bytes, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private Object readResolve() {
    try {
      return kind.restore(new ByteArrayInputStream(file), LearningRule.fromJson(rule));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** DL4J's two classes of networks. */
  private enum Kind {
    NETWORK {
      @Override
      Model restore(InputStream in, LearningRule rule) throws IOException {
        return PcMultiLayerNetwork.restored(
            ModelSerializer.restoreMultiLayerNetwork(in, true), rule);
      }
    },
    GRAPH {
      @Override
      Model restore(InputStream in, LearningRule rule) throws IOException {
        return PcComputationGraph.restored(ModelSerializer.restoreComputationGraph(in, true), rule);
      }
    };

    abstract Model restore(InputStream in, LearningRule rule) throws IOException;
  }
}
