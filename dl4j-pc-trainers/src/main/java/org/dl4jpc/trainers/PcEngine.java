// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.dl4jpc.layers.BlockGraph;
import org.dl4jpc.layers.HiddenNode;
import org.dl4jpc.layers.OutputBlock;
import org.dl4jpc.layers.Workspaces;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Runs a learning rule on minibatches: keeps the compiled graphs of the shapes last seen, and turns
 * outcomes into results or errors. Knows nothing of the kind of network.
 */
final class PcEngine {
  /** Compiled graphs kept: training, its last short minibatch, and as many of another phase. */
  private static final int GRAPHS = 4;

  private final LearningRule rule;
  private final InferenceLoop loop;
  private final Function<Minibatch, BlockGraph> compiler;
  private final Map<Minibatch.Shape, BlockGraph> graphs =
      new LinkedHashMap<>(2 * GRAPHS, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Minibatch.Shape, BlockGraph> eldest) {
          return size() > GRAPHS;
        }
      };

  /**
   * Prepares a rule.
   *
   * @param rule what to run
   * @param compiler from a minibatch to a graph of its shape
   */
  PcEngine(LearningRule rule, Function<Minibatch, BlockGraph> compiler) {
    this.rule = rule;
    this.loop = new InferenceLoop(rule);
    this.compiler = compiler;
  }

  LearningRule rule() {
    return rule;
  }

  /**
   * The graph of a minibatch's shape, clamped to the minibatch.
   *
   * @param batch checked
   * @return the graph
   */
  BlockGraph graph(Minibatch batch) {
    BlockGraph graph = graphs.get(batch.shape());
    if (graph == null) {
      graph = compiler.apply(batch);
      setUp(graph);
      graphs.put(batch.shape(), graph);
    }
    graph.clamp(batch.features(), batch.labels());
    return graph;
  }

  /**
   * The graph that served the last minibatch of a shape.
   *
   * @param shape one that has been seen
   * @return the graph
   */
  BlockGraph graph(Minibatch.Shape shape) {
    return graphs.get(shape);
  }

  private void setUp(BlockGraph graph) {
    List<Double> precision = rule.precision();
    List<HiddenNode> nodes = graph.hiddenNodes();
    if (precision.size() != 1 && precision.size() != nodes.size()) {
      throw Checks.illegal(
          "precision",
          precision,
          "one value, or " + nodes.size() + " as the network has hidden nodes");
    }
    for (int i = 0; i < nodes.size(); i++) {
      double factor = precision.get(precision.size() == 1 ? 0 : i);
      nodes.get(i).setDecay(rule.decay());
      nodes.get(i).setPrecision(nodes.get(i).precision().times(factor));
    }
  }

  /**
   * Inference and weight gradients: the mean over the rule's phases, all with the same noise.
   *
   * @param batch checked
   * @param flat all gradients, which the graphs' kernels write into
   * @param changes of the weights, for rules that make them between steps
   * @param observer sees each state of the first phase
   * @return how it ended, the gradient written
   * @throws InferenceDivergedException if it diverged; weights may have changed
   */
  Outcome learn(Minibatch batch, INDArray flat, WeightChanges changes, InferenceObserver observer) {
    RandomState noise = RandomState.now();
    BlockGraph graph = graph(batch);
    List<OutputMode.Phase> phases = rule.output().phases();
    GradientMean mean = new GradientMean(flat, phases.size());
    Outcome outcome = learn(graph, new Pass(phases.get(0), true, changes, observer), noise);
    mean.add();
    for (OutputMode.Phase phase : phases.subList(1, phases.size())) {
      noise.restore();
      outcome = learn(graph, new Pass(phase, true, changes, (seen, t) -> {}), noise);
      mean.add();
    }
    return outcome;
  }

  private Outcome learn(BlockGraph graph, Pass pass, RandomState noise) {
    Outcome outcome = run(graph, pass);
    if (outcome.reason() == StopReason.DIVERGED) {
      noise.restore();
      pass.changes().undo();
      throw new InferenceDivergedException(diagnose(graph, pass));
    }
    return outcome;
  }

  private Outcome run(BlockGraph graph, Pass pass) {
    Outcome[] outcome = new Outcome[1];
    Workspaces.temporarily(() -> outcome[0] = loop.run(graph, pass));
    return outcome[0];
  }

  /** Repeats a diverged inference with the same noise, to say where and when it went. */
  private String diagnose(BlockGraph graph, Pass pass) {
    InferenceTrace trace = new InferenceTrace(pass.phase().pull());
    run(graph, pass.observedBy(trace));
    return new Divergence(rule, graph, trace, loop).message();
  }

  /**
   * Inference without learning, in the rule's first phase.
   *
   * @param batch checked
   * @return its result
   */
  InferenceResult infer(Minibatch batch) {
    BlockGraph graph = graph(batch);
    OutputMode.Phase phase = rule.output().phases().get(0);
    InferenceTrace trace = new InferenceTrace(phase.pull());
    Outcome outcome = run(graph, Pass.observing(phase, trace));
    return Workspaces.outside(() -> result(graph, trace, outcome));
  }

  private static InferenceResult result(BlockGraph graph, InferenceTrace trace, Outcome outcome) {
    List<NodeState> states = new ArrayList<>();
    List<HiddenNode> nodes = graph.hiddenNodes();
    for (int i = 0; i < nodes.size(); i++) {
      HiddenNode node = nodes.get(i);
      node.visitProducer(block -> {});
      states.add(
          new NodeState(
              node.name(),
              node.state(),
              node.producer().prediction().array().dup(),
              node.error().array().dup(),
              trace.nodeEnergy(i)));
    }
    return new InferenceResult(
        graph.inputs().get(0).value().array().dup(),
        states,
        graph.outputs().stream().map(OutputBlock::prediction).toList(),
        trace.outputEnergy(),
        outcome);
  }

  /**
   * One minibatch.
   *
   * @param features one array an input
   * @param labels one array an output
   * @param masks shapes of the masks of all layers, empty where there is none
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by shape only
  record Minibatch(List<INDArray> features, List<INDArray> labels, List<String> masks) {

    /** What compiled graphs are kept by. */
    record Shape(List<String> features, List<String> masks) {}

    Shape shape() {
      return new Shape(
          features.stream().map(f -> f.ordering() + Arrays.toString(f.shape())).toList(), masks);
    }
  }
}
