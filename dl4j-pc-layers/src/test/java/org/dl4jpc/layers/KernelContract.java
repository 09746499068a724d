// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What every {@link Kernel} promises, checked in double on kernels that a subclass makes: that it
 * repeats itself to the bit, that its feedback and gradient are the transposed Jacobians of its
 * prediction (by central differences), how they blend and scale, and that it changes nothing else.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class KernelContract {
  private static final double STEP = 1e-5;
  private static final double TOLERANCE = 1e-7;

  /**
   * A kernel, and what it is bound to.
   *
   * @param input u, holding values at which f is differentiable
   * @param kernel bound to it, its own value node bound too if it wants one
   * @param parameters views that its gradient belongs to, by name; without those that have only
   *     pseudo-gradients
   * @param node its own value node, for a recurrence; else empty
   */
  protected record Subject(
      Tensor input, Kernel kernel, Map<String, INDArray> parameters, Optional<Tensor> node) {

    /**
     * A kernel without parameters.
     *
     * @param input u
     * @param kernel bound to it
     */
    public Subject(Tensor input, Kernel kernel) {
      this(input, kernel, Map.of());
    }

    /**
     * A kernel without recurrence.
     *
     * @param input u
     * @param kernel bound to it
     * @param parameters views that its gradient belongs to, by name
     */
    public Subject(Tensor input, Kernel kernel, Map<String, INDArray> parameters) {
      this(input, kernel, parameters, Optional.empty());
    }
  }

  /**
   * The kernels to check. Each call of a supplier makes everything anew.
   *
   * @return with names for the report
   */
  protected abstract Stream<Named<Supplier<Subject>>> subjects();

  /**
   * Names a case.
   *
   * @param name of the case
   * @param subject makes the kernel
   * @return both
   */
  protected static Named<Supplier<Subject>> named(String name, Supplier<Subject> subject) {
    return Named.of(name, subject);
  }

  private static Subject start(Supplier<Subject> subject) {
    Nd4j.getRandom().setSeed(11);
    Subject s = subject.get();
    s.kernel().feedForward();
    if (s.node().isPresent()) {
      s.kernel().predict(); // now from the node
    }
    return s;
  }

  private static Tensor random(Tensor like) {
    Tensor tensor = like.like();
    tensor.assign(Nd4j.randn(DataType.DOUBLE, like.array().shape()));
    return tensor;
  }

  private static INDArray copy(Tensor tensor) {
    return tensor.array().dup('c');
  }

  private static double dot(INDArray a, INDArray b) {
    return a.mul(b).sumNumber().doubleValue();
  }

  private static void assertClose(double actual, double expected) {
    assertThat(actual).isCloseTo(expected, within(TOLERANCE * (1 + Math.abs(expected))));
  }

  private static void assertClose(INDArray actual, INDArray expected) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    double distance = actual.dup('c').distance2(expected.dup('c'));
    assertThat(distance).isLessThanOrEqualTo(1e-12 * (1 + expected.norm2Number().doubleValue()));
  }

  private static INDArray feedback(Subject s) {
    Tensor target = s.input().like();
    s.kernel().feedback(target, 1.0, 0.0);
    return copy(target);
  }

  private static Map<String, INDArray> gradient(Subject s, double scale) {
    s.kernel().gradient(scale);
    Map<String, INDArray> copies = new LinkedHashMap<>();
    s.kernel().gradientViews().forEach((name, view) -> copies.put(name, view.dup('c')));
    return copies;
  }

  /** ⟨e, z(θ + hv) − z(θ − hv)⟩ / 2h for an array that predictions depend on. */
  private static double directional(Subject s, INDArray array, INDArray direction, INDArray e) {
    INDArray before = array.dup();
    array.addi(direction.mul(STEP));
    s.kernel().predict();
    double above = dot(e, copy(s.kernel().output()));
    array.assign(before).subi(direction.mul(STEP));
    s.kernel().predict();
    double below = dot(e, copy(s.kernel().output()));
    array.assign(before);
    s.kernel().predict();
    return (above - below) / (2 * STEP);
  }

  /** Predictions are a function of the input: the same before and after others, to the bit. */
  @ParameterizedTest
  @MethodSource("subjects")
  void predictionRepeatsToTheBit(Supplier<Subject> subject) {
    Subject s = start(subject);
    INDArray first = copy(s.kernel().output());
    INDArray input = copy(s.input());
    s.kernel().predict();
    assertThat(copy(s.kernel().output())).isEqualTo(first);

    s.input().assign(input.mul(0.5));
    s.kernel().predict();
    s.input().assign(input);
    Nd4j.getRandom().nextDouble();
    s.kernel().predict();
    assertThat(copy(s.kernel().output())).isEqualTo(first);
  }

  /** ⟨e, J v⟩ = ⟨Jᵀe, v⟩. */
  @ParameterizedTest
  @MethodSource("subjects")
  void feedbackIsTheTransposedJacobian(Supplier<Subject> subject) {
    Subject s = start(subject);
    Tensor e = random(s.kernel().output());
    for (int i = 0; i < 3; i++) {
      INDArray v = copy(random(s.input()));
      double expected = directional(s, s.input().array(), v, copy(e));
      s.kernel().receive(e);
      assertClose(dot(feedback(s), v), expected);
    }
  }

  /** target += α · (∂z/∂x)ᵀe for the kernel's own value node x, which may be read by z. */
  @ParameterizedTest
  @MethodSource("subjects")
  void recurrenceIsTheTransposedJacobian(Supplier<Subject> subject) {
    Subject s = start(subject);
    assertThat(s.kernel().isRecurrent()).isEqualTo(s.node().isPresent());
    Tensor e = random(s.kernel().output());
    INDArray v = copy(random(e));
    double expected = s.node().map(x -> directional(s, x.array(), v, copy(e))).orElse(0.0);
    s.kernel().receive(e);
    Tensor target = random(e);
    double before = dot(copy(target), v);
    s.kernel().recur(target, -0.7);
    assertClose(dot(copy(target), v) - before, -0.7 * expected);
  }

  /** target = β · target + α · Jᵀe, also where the target held no number and β = 0. */
  @ParameterizedTest
  @MethodSource("subjects")
  void feedbackBlends(Supplier<Subject> subject) {
    Subject s = start(subject);
    s.kernel().receive(random(s.kernel().output()));
    INDArray full = feedback(s);
    double[][] factors = {{1, 1}, {-0.5, 0.25}, {0.3, 0}, {2, -1}};
    for (double[] factor : factors) {
      Tensor target = random(s.input());
      INDArray expected = copy(target).muli(factor[1]).addi(full.mul(factor[0]));
      if (factor[1] == 0.0) {
        target.flat().assign(Double.NaN);
      }
      s.kernel().feedback(target, factor[0], factor[1]);
      assertClose(copy(target), expected);
    }
  }

  /** ⟨∂θ, v⟩ = scale · ⟨e, (∂z/∂θ) v⟩. */
  @ParameterizedTest
  @MethodSource("subjects")
  void gradientIsTheTransposedJacobian(Supplier<Subject> subject) {
    Subject s = start(subject);
    Tensor e = random(s.kernel().output());
    for (double scale : new double[] {1.0, -1.0, 0.4}) {
      s.parameters()
          .forEach(
              (name, parameter) -> {
                INDArray v = Nd4j.randn(DataType.DOUBLE, parameter.shape());
                double expected = scale * directional(s, parameter, v, copy(e));
                s.kernel().receive(e);
                INDArray actual = gradient(s, scale).get(name).reshape(parameter.shape());
                assertClose(dot(actual, v), expected);
              });
    }
  }

  /** Feedback and gradient follow one error in any order and number. */
  @ParameterizedTest
  @MethodSource("subjects")
  void orderAndNumberOfCallsAreFree(Supplier<Subject> subject) {
    Subject s = start(subject);
    Tensor e = random(s.kernel().output());
    s.kernel().receive(e);
    INDArray feedback = feedback(s);
    Map<String, INDArray> gradient = gradient(s, -1.0);
    assertThat(feedback(s)).isEqualTo(feedback);
    assertThat(gradient(s, -1.0)).isEqualTo(gradient);
    assertThat(gradient(s, -1.0)).isEqualTo(gradient);
    assertThat(feedback(s)).isEqualTo(feedback);

    s.kernel().receive(random(s.kernel().output()));
    assertThat(feedback(s)).isNotEqualTo(feedback);
    s.kernel().receive(e);
    assertThat(gradient(s, -1.0)).isEqualTo(gradient);
    assertThat(feedback(s)).isEqualTo(feedback);
  }

  /** An error whose content changed is read afresh when it is received again. */
  @ParameterizedTest
  @MethodSource("subjects")
  void errorIsReadAfresh(Supplier<Subject> subject) {
    Subject s = start(subject);
    Tensor e = random(s.kernel().output());
    s.kernel().receive(e);
    INDArray feedback = feedback(s);
    Map<String, INDArray> gradient = gradient(s, 1.0);
    e.scale(-2.0);
    s.kernel().receive(e);
    assertClose(feedback(s), feedback.mul(-2));
    Map<String, INDArray> scaled = gradient(s, 1.0);
    s.parameters().keySet().forEach(k -> assertClose(scaled.get(k), gradient.get(k).mul(-2)));
  }

  /** Neither input nor error nor parameters change, nor the output but by predicting. */
  @ParameterizedTest
  @MethodSource("subjects")
  void nothingElseChanges(Supplier<Subject> subject) {
    Subject s = start(subject);
    Tensor e = random(s.kernel().output());
    INDArray input = copy(s.input());
    INDArray error = copy(e);
    INDArray output = copy(s.kernel().output());
    Map<String, INDArray> parameters = new LinkedHashMap<>();
    s.parameters().forEach((name, view) -> parameters.put(name, view.dup()));

    s.kernel().predict();
    s.kernel().receive(e);
    feedback(s);
    gradient(s, 0.5);
    s.kernel().feedback(random(s.input()), 0.5, 1.0);

    assertThat(copy(s.input())).isEqualTo(input);
    assertThat(copy(e)).isEqualTo(error);
    assertThat(copy(s.kernel().output())).isEqualTo(output);
    assertThat(s.parameters()).isEqualTo(parameters);
  }

  /** The output tensor stays, a gradient view shows every parameter, and the units are known. */
  @ParameterizedTest
  @MethodSource("subjects")
  void bindingIsStable(Supplier<Subject> subject) {
    Subject s = start(subject);
    Tensor output = s.kernel().output();
    s.kernel().predict();
    s.kernel().receive(random(output));
    s.kernel().gradient(-1.0);
    assertThat(s.kernel().output()).isSameAs(output);
    Set<String> names = s.kernel().gradientViews().keySet();
    assertThat(names).containsAll(s.parameters().keySet());
    assertThat(s.kernel().unitDimension()).isBetween(1, output.array().rank() - 1);
    assertThat(s.kernel().bytes()).isNotNegative();
  }
}
