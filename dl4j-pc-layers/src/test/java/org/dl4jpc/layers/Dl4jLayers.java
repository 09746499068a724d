// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.layers.Layer;

/** DL4J's layer configuration classes, as its jar lists them. */
final class Dl4jLayers {
  private static final String CONFIGURATIONS = "org/deeplearning4j/nn/conf/";
  private static final String LAYERS = CONFIGURATIONS + "layers/";

  private Dl4jLayers() {}

  /**
   * All layers of DL4J, abstract ones too, and the vertices among its layer packages.
   *
   * @return in the order of their names
   */
  static List<Class<?>> all() throws IOException, URISyntaxException {
    return configurations().filter(Dl4jLayers::isLayer).toList();
  }

  /**
   * All configuration classes of DL4J.
   *
   * @return in the order of their names
   */
  static Stream<Class<?>> configurations() throws IOException, URISyntaxException {
    Path jar = Path.of(Layer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream()
          .map(JarEntry::getName)
          .filter(name -> name.startsWith(CONFIGURATIONS))
          .filter(name -> name.endsWith(".class") && !name.contains("$"))
          .sorted()
          .<Class<?>>map(Dl4jLayers::load)
          .toList()
          .stream();
    }
  }

  private static boolean isLayer(Class<?> type) {
    boolean among = type.getName().replace('.', '/').startsWith(LAYERS);
    return Layer.class.isAssignableFrom(type)
        || (among && GraphVertex.class.isAssignableFrom(type));
  }

  private static Class<?> load(String entry) {
    String name = entry.substring(0, entry.length() - ".class".length()).replace('/', '.');
    try {
      return Class.forName(name, false, Layer.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
