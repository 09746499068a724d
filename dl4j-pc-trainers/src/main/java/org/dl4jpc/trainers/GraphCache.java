// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.dl4jpc.layers.BlockGraph;
import org.dl4jpc.layers.LastingMemory;

/**
 * The graphs compiled for the latest shapes of minibatches. The least recently used one goes, and
 * its memory with it, when there are too many or all but the latest take too many bytes.
 */
final class GraphCache {
  /** Besides the latest graph's. */
  private static final long BYTES = 128L << 20;

  private static final int GRAPHS = 32;

  private final Map<PcEngine.Minibatch.Shape, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * A graph and what it has allocated.
   *
   * @param graph compiled
   * @param memory of the graph
   */
  record Entry(BlockGraph graph, LastingMemory memory) {}

  /**
   * The graph of a shape.
   *
   * @param shape of a minibatch
   * @param compiler makes the graph if there is none
   * @return the graph, the latest from now on
   */
  Entry get(PcEngine.Minibatch.Shape shape, Supplier<BlockGraph> compiler) {
    Entry present = entries.get(shape);
    if (present != null) {
      return present;
    }
    makeRoom();
    Entry entry = compile(compiler);
    entries.put(shape, entry);
    return entry;
  }

  private static Entry compile(Supplier<BlockGraph> compiler) {
    LastingMemory memory = new LastingMemory();
    try {
      return new Entry(memory.collect(compiler), memory);
    } catch (RuntimeException e) {
      memory.close();
      throw e;
    }
  }

  /**
   * A graph that has been made.
   *
   * @param shape of a minibatch
   * @return the graph
   * @throws IllegalStateException if there is none any more
   */
  Entry present(PcEngine.Minibatch.Shape shape) {
    Entry entry = entries.get(shape);
    if (entry == null) {
      throw new IllegalStateException("no graph for " + shape);
    }
    return entry;
  }

  private void makeRoom() {
    long bytes = entries.values().stream().mapToLong(entry -> entry.memory().bytes()).sum();
    var oldestFirst = entries.values().iterator();
    while (oldestFirst.hasNext() && (bytes > BYTES || entries.size() >= GRAPHS)) {
      LastingMemory memory = oldestFirst.next().memory();
      bytes -= memory.bytes();
      memory.close();
      oldestFirst.remove();
    }
  }
}
