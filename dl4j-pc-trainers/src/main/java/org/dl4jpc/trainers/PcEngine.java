// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
  private final LearningRule rule;
  private final InferenceLoop loop;
  private final Function<Minibatch, BlockGraph> compiler;
  private final GraphCache graphs = new GraphCache();

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

  /** The graph of a minibatch's shape, clamped to the minibatch. */
  private GraphCache.Entry clamped(Minibatch batch) {
    GraphCache.Entry entry = graphs.get(batch.shape(), () -> compile(batch));
    entry.graph().clamp(batch.features(), batch.labels());
    entry.graph().setLiveSteps(batch.liveSteps());
    return entry;
  }

  private BlockGraph compile(Minibatch batch) {
    BlockGraph graph = compiler.apply(batch);
    setUp(graph);
    return graph;
  }

  /**
   * The graph that served the last minibatch of a shape.
   *
   * @param shape one that has been seen
   * @return the graph
   */
  BlockGraph graph(Minibatch.Shape shape) {
    return graphs.present(shape).graph();
  }

  private void setUp(BlockGraph graph) {
    List<Double> precision = rule.precision();
    List<HiddenNode> nodes = graph.hiddenNodes();
    PrecisionChecks.check(
        rule, nodes.stream().map(HiddenNode::name).toList(), nodes.size(), nodes.size());
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
    GraphCache.Entry entry = clamped(batch);
    GradientMean mean = new GradientMean(flat, rule.output().phases().size());
    return entry.memory().collect(() -> learn(entry.graph(), mean, noise, changes, observer));
  }

  private Outcome learn(
      BlockGraph graph,
      GradientMean mean,
      RandomState noise,
      WeightChanges changes,
      InferenceObserver observer) {
    List<OutputMode.Phase> phases = rule.output().phases();
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
    GraphCache.Entry entry = clamped(batch);
    return entry.memory().collect(() -> infer(entry.graph()));
  }

  private InferenceResult infer(BlockGraph graph) {
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
   * @param liveSteps [B, N], 0 where sequences are padded; null where they are not
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by shape only
  record Minibatch(
      List<INDArray> features, List<INDArray> labels, List<String> masks, INDArray liveSteps) {

    /** A minibatch without padding. */
    Minibatch(List<INDArray> features, List<INDArray> labels, List<String> masks) {
      this(features, labels, masks, null);
    }

    /** What compiled graphs are kept by. */
    record Shape(List<String> features, List<String> masks) {}

    Shape shape() {
      return new Shape(
          features.stream().map(f -> f.ordering() + Arrays.toString(f.shape())).toList(), masks);
    }
  }
}
