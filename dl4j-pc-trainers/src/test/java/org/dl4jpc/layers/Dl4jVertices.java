// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.io.IOException;
import java.net.URISyntaxException;
import java.util.List;
import org.deeplearning4j.nn.conf.graph.GraphVertex;

/** DL4J's vertex configuration classes, as its jar lists them. */
public final class Dl4jVertices {

  private Dl4jVertices() {}

  /**
   * All of them, abstract ones too.
   *
   * @return in the order of their names
   * @throws IOException if the jar cannot be read
   * @throws URISyntaxException if it has no path
   */
  public static List<Class<?>> all() throws IOException, URISyntaxException {
    return Dl4jLayers.configurations().filter(GraphVertex.class::isAssignableFrom).toList();
  }
}
