// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.dl4jpc.layers.Block;
import org.dl4jpc.layers.BlockGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The learning step of an attached network, whichever of DL4J's two classes it is. */
final class Learner {
  private final PcEngine engine;
  private final InferenceProbe probe;
  private final Model network;
  private final Updates updates;
  private INDArray flatGradients;

  /**
   * Prepares learning.
   *
   * @param rule to learn by
   * @param compiler from a minibatch to a graph of its shape
   * @param network whose weights are learned
   * @param updates the network's updater
   */
  Learner(
      LearningRule rule,
      Function<PcEngine.Minibatch, BlockGraph> compiler,
      Model network,
      Updates updates) {
    this.engine = new PcEngine(rule, compiler);
    this.probe = new InferenceProbe(engine, compiler);
    this.network = network;
    this.updates = updates;
  }

  PcEngine engine() {
    return engine;
  }

  /**
   * The network's gradients as one vector.
   *
   * @param flattened DL4J's array of all gradients; null without parameters
   * @return rank 1, the same view at every call; null without parameters
   */
  INDArray flat(INDArray flattened) {
    if (flatGradients == null && flattened != null) {
      flatGradients = flattened.reshape(flattened.length());
    }
    return flatGradients;
  }

  /**
   * Inference and weight gradients of a minibatch. If it fails, parameters and updater state are
   * what they were.
   *
   * @param batch checked
   * @param listeners of the network
   * @param observer sees each state of the first phase
   * @return how inference ended, the gradients written
   */
  Outcome learn(
      PcEngine.Minibatch batch,
      Collection<TrainingListener> listeners,
      InferenceObserver observer) {
    InferenceProbe.Sight sight =
        probe.look(batch, flatGradients, listeners, updates.iteration(), updates.epoch());
    LastGoodState before = LastGoodState.of(this::state, engine.rule(), () -> changeWeights(batch));
    try {
      Outcome outcome = engine.learn(batch, flatGradients, before, observer);
      sight.report(engine.graph(batch.shape()));
      return outcome;
    } catch (RuntimeException e) {
      before.undo();
      throw e;
    }
  }

  private List<INDArray> state() {
    return Stream.of(network.params(), updates.state()).filter(Objects::nonNull).toList();
  }

  /**
   * The gradients as written for a minibatch.
   *
   * @param batch that was learned
   * @return views, by DL4J's parameter names
   */
  Gradient gradient(PcEngine.Minibatch batch) {
    Gradient gradient = new FlatGradient(flatGradients);
    for (Block.LearningKernel learning : engine.graph(batch.shape()).learningKernels()) {
      learning
          .kernel()
          .gradientViews()
          .forEach((name, view) -> gradient.setGradientFor(learning.layer() + "_" + name, view));
    }
    return gradient;
  }

  /** One more step of the updater within an iteration, as DL4J's solver makes it. */
  private void changeWeights(PcEngine.Minibatch batch) {
    Gradient step = gradient(batch);
    updates.update(step, (int) batch.features().get(0).size(0));
    network.params().subi(step.gradient());
    updates.constrain();
  }

  /** What DL4J's solver knows, and does with a gradient. */
  interface Updates {

    /** {@return the iterations that are done} */
    int iteration();

    /** {@return the epochs that are done} */
    int epoch();

    /** {@return the updater's state; null without one} */
    INDArray state();

    /**
     * Makes the step of a gradient, in place.
     *
     * @param gradient in, step out
     * @param minibatch number of examples
     */
    void update(Gradient gradient, int minibatch);

    /** Applies the layers' constraints to the parameters. */
    void constrain();
  }
}
