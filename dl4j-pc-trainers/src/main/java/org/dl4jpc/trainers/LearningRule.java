// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dl4jpc.layers.NodePlacement;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonValue;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.DeserializationFeature;
import org.nd4j.shade.jackson.databind.JsonMappingException;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.json.JsonMapper;

/**
 * A predictive-coding algorithm as a composition of independent parts: an inference schedule, what
 * the labels do to the output, how weights change, and when. Immutable, with value equality and
 * JSON.
 *
 * <p>Start from a named algorithm and change what differs:
 *
 * <pre>{@code
 * LearningRule rule = LearningRule.il().withInferenceSteps(30).withStepSizes(0.02, 0.015);
 * }</pre>
 *
 * or compose one that has no name with {@link #of}.
 */
public final class LearningRule {
  /** Takes no setting for another, and none for granted. */
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .build();

  private final RuleParts parts;

  private LearningRule(RuleParts parts) {
    this.parts = parts;
  }

  /**
   * Composes a rule.
   *
   * @param schedule order, size and number of node updates
   * @param output what the labels do
   * @param weightRule how weights change
   * @param timing when weight gradients are taken
   * @return the rule: input clamped, feed-forward start, nodes after activations, π = 1, no
   *     tolerance, the configuration's updater
   * @throws IllegalArgumentException if the parts do not go together
   */
  public static LearningRule of(
      InferenceSchedule schedule, OutputMode output, WeightRule weightRule, UpdateTiming timing) {
    return new LearningRule(
        new RuleParts(
            schedule,
            output,
            weightRule,
            timing,
            InputMode.CLAMPED,
            InitialState.feedForward(),
            NodePlacement.POST_ACTIVATION,
            List.of(1.0),
            null,
            0.0,
            0.0,
            null));
  }

  /**
   * Inference learning (IL): T simultaneous steps on the energy with the output clamped, then the
   * gradient of the energy (Rao and Ballard 1999; Whittington and Bogacz 2017).
   *
   * @return the rule with T = 20, γ = .005
   */
  public static LearningRule il() {
    return NamedRules.il();
  }

  /**
   * Z-IL: a wave with γ = 1 from the feed-forward state, each layer's gradient taken in the step in
   * which the wave reaches it. Its update is exactly backpropagation's (Salvatori et al. 2021).
   *
   * @return the rule
   */
  public static LearningRule zil() {
    return NamedRules.zil();
  }

  /**
   * IL-prox: IL with the soft clamp α and normalised weight steps, an approximation of implicit
   * (proximal) SGD with learning rate α, stable at any α (Alonso et al. 2022).
   *
   * @param alpha α, finite and greater than 0; the authors' code has 100 for CIFAR-10, 5 for MNIST,
   *     2.5 for Fashion-MNIST and 10 for autoencoders
   * @return the rule with T = 25, γ = .015, nodes before activations, no stabiliser, SGD(1)
   * @throws IllegalArgumentException if α is out of range
   */
  public static LearningRule ilProx(double alpha) {
    return NamedRules.ilProx(alpha, 0.0);
  }

  /**
   * IL-prox with a stabiliser.
   *
   * @param alpha α, finite and greater than 0
   * @param stabiliser s, see {@link WeightRule#nlms(double)}
   * @return as {@link #ilProx(double)}
   * @throws IllegalArgumentException if an argument is out of range
   */
  public static LearningRule ilProx(double alpha, double stabiliser) {
    return NamedRules.ilProx(alpha, stabiliser);
  }

  /**
   * IL-prox in fewer steps, without the own error (Alonso et al. 2022).
   *
   * @param alpha α, finite and greater than 0
   * @return the rule with T = 12, γ_fb = .025, γ_own = 0, else as {@link #ilProx(double)}
   * @throws IllegalArgumentException if α is out of range
   */
  public static LearningRule ilProxFast(double alpha) {
    return NamedRules.ilProxFast(alpha);
  }

  /**
   * SeqIL: sequential inference, by which an error reaches every layer in one step (Alonso et al.
   * 2023).
   *
   * @return the rule with T = 3, γ = .05 / (1 + t), nodes before activations; the authors' code has
   *     T = 6 and γ = .035 for autoencoders, γ = .04 for convolutional nets
   */
  public static LearningRule seqIl() {
    return NamedRules.seqIl();
  }

  /**
   * SeqIL-MQ: SeqIL with the updater {@link MatrixUpdateEqualization}, which equalises the size of
   * updates over layers (Alonso et al. 2023).
   *
   * @param learningRate α_l of MQ, finite and greater than 0; the authors' code has 3e-5 for MLPs,
   *     2.2e-4 for convolutional nets on CIFAR-10
   * @return {@link #seqIl()} with that updater
   * @throws IllegalArgumentException if the learning rate is out of range
   */
  public static LearningRule seqIlMq(double learningRate) {
    return NamedRules.seqIlMq(learningRate);
  }

  /**
   * BP-prox: the control of IL-prox, with backpropagation's targets in place of inference (Alonso
   * et al. 2022).
   *
   * @param alpha α, finite and greater than 0
   * @return the rule: a wave with γ = 1, else as {@link #ilProx(double)}
   * @throws IllegalArgumentException if α is out of range
   */
  public static LearningRule bpProx(double alpha) {
    return NamedRules.bpProx(alpha);
  }

  /**
   * PC-Nudge: the output is pulled by a small λ and gradients are divided by λ; tends to
   * backpropagation as λ → 0 (Millidge et al. 2022).
   *
   * @param lambda λ, finite and greater than 0; below .01 the distance is proportional to λ
   * @return the rule with T = 50, γ = .3, the value of the authors' code; their paper prints .1
   * @throws IllegalArgumentException if λ is out of range
   */
  public static LearningRule pcNudge(double lambda) {
    return NamedRules.pcNudge(lambda);
  }

  /**
   * Fixed-prediction predictive coding: see {@link InferenceSchedule#fixedPrediction} (Millidge et
   * al. 2020).
   *
   * @return the rule with T = 100, γ = .1, with which errors are backpropagation's to (1 − γ)^T
   */
  public static LearningRule fixedPrediction() {
    return NamedRules.fixedPrediction();
  }

  /**
   * Incremental predictive coding: weights change after every inference step (Salvatori et al.
   * 2022).
   *
   * @return the rule with T and γ of {@link #il()}
   */
  public static LearningRule incremental() {
    return NamedRules.incremental();
  }

  /**
   * The inference schedule.
   *
   * @return order, size and number of node updates
   */
  public InferenceSchedule schedule() {
    return parts.schedule();
  }

  /**
   * The output.
   *
   * @return what the labels do
   */
  public OutputMode output() {
    return parts.output();
  }

  /**
   * The weight rule.
   *
   * @return how weights change
   */
  public WeightRule weightRule() {
    return parts.weightRule();
  }

  /**
   * The timing.
   *
   * @return when weight gradients are taken
   */
  public UpdateTiming timing() {
    return parts.timing();
  }

  /**
   * The input.
   *
   * @return whether x_0 moves
   */
  public InputMode input() {
    return parts.input();
  }

  /**
   * The start of inference.
   *
   * @return where nodes begin
   */
  public InitialState initialState() {
    return parts.initialState();
  }

  /**
   * The node placement.
   *
   * @return for layers that do not say otherwise
   */
  public NodePlacement nodePlacement() {
    return parts.placement();
  }

  /**
   * π of the hidden nodes.
   *
   * @return one value for all, or one each in topological order
   */
  public List<Double> precision() {
    return parts.precision();
  }

  /**
   * The factor of π over inference steps.
   *
   * @return empty for 1
   */
  public Optional<ISchedule> precisionSchedule() {
    return Optional.ofNullable(parts.precisionSchedule());
  }

  /**
   * d of the hidden nodes.
   *
   * @return the weight of ½ ‖x‖² in the energy
   */
  public double decay() {
    return parts.decay();
  }

  /**
   * The tolerance.
   *
   * @return relative change of energy at which inference stops before T; 0 for never
   */
  public double tolerance() {
    return parts.tolerance();
  }

  /**
   * The updater that the rule brings.
   *
   * @return a copy; empty where the configuration's own stays
   */
  public Optional<IUpdater> updater() {
    return Optional.ofNullable(parts.updater()).map(BroughtUpdater::get);
  }

  /**
   * Changes the inference schedule. For very deep networks take {@link InferenceSchedule#errors},
   * with which every layer hears the labels in the first step: in the others an error shrinks by γ
   * with every node on its way down, until nothing is left of it.
   *
   * @param schedule order, size and number of node updates
   * @return the new rule
   * @throws IllegalArgumentException if null, or if it does not go with the other parts
   */
  public LearningRule withSchedule(InferenceSchedule schedule) {
    return new LearningRule(parts.with(change -> change.schedule = schedule));
  }

  /**
   * Changes T. With a tolerance, T is the most steps that inference takes.
   *
   * @param steps at least 1
   * @return the new rule
   * @throws IllegalArgumentException if less than 1, or for a wave other than 1
   */
  public LearningRule withInferenceSteps(int steps) {
    return withSchedule(schedule().with(steps, schedule().stepSizes(), schedule().stepSchedule()));
  }

  /**
   * Changes γ, of feedback and own error alike.
   *
   * @param step finite and greater than 0
   * @return the new rule
   * @throws IllegalArgumentException otherwise
   */
  public LearningRule withStepSize(double step) {
    return withSchedule(
        schedule().with(schedule().steps(), StepSizes.of(step), schedule().stepSchedule()));
  }

  /**
   * Sets the two step sizes apart.
   *
   * @param feedback γ_fb, finite and greater than 0
   * @param own γ_own, finite and at least 0
   * @return the new rule
   * @throws IllegalArgumentException otherwise
   */
  public LearningRule withStepSizes(double feedback, double own) {
    StepSizes sizes = new StepSizes(feedback, own);
    return withSchedule(schedule().with(schedule().steps(), sizes, schedule().stepSchedule()));
  }

  /**
   * Multiplies the step sizes by a schedule over inference steps.
   *
   * @param factor its value at "iteration" t = 0, 1, … is the factor at inference step t
   * @return the new rule
   * @throws IllegalArgumentException for a wave, and if a factor of an inference step is not finite
   *     and greater than 0
   */
  public LearningRule withStepSchedule(ISchedule factor) {
    Checks.notNull("step schedule", factor);
    return withSchedule(schedule().with(schedule().steps(), schedule().stepSizes(), factor));
  }

  /**
   * Stops inference when the energy's relative change in a step is at most this.
   *
   * @param tolerance 0 for a fixed T
   * @return the new rule
   * @throws IllegalArgumentException if negative, NaN or infinite
   */
  public LearningRule withTolerance(double tolerance) {
    return new LearningRule(parts.with(change -> change.tolerance = tolerance));
  }

  /**
   * Sets π of the hidden nodes. A {@link org.dl4jpc.layers.PcLayer} multiplies its own.
   *
   * @param pi one value for all, or one for each hidden node in topological order
   * @return the new rule
   * @throws IllegalArgumentException unless finite and greater than 0
   */
  public LearningRule withPrecision(double... pi) {
    List<Double> values = Arrays.stream(pi).boxed().toList();
    return new LearningRule(parts.with(change -> change.precision = values));
  }

  /**
   * Multiplies π of the hidden nodes by a schedule over inference steps, such as one that decays or
   * spikes. The weight gradient sees the factor of the last step.
   *
   * @param factor its value at "iteration" t = 0, 1, … is the factor at inference step t; finite
   *     and greater than 0
   * @return the new rule
   * @throws IllegalArgumentException if null, or if the factor of an inference step is not finite
   *     and greater than 0
   */
  public LearningRule withPrecisionSchedule(ISchedule factor) {
    Checks.notNull("precision schedule", factor);
    return new LearningRule(parts.with(change -> change.precisionSchedule = factor));
  }

  /**
   * Adds ½ d ‖x_l‖² to the energy of every hidden node, so that activities decay.
   *
   * @param decay d, finite and at least 0
   * @return the new rule
   * @throws IllegalArgumentException otherwise
   */
  public LearningRule withDecay(double decay) {
    return new LearningRule(parts.with(change -> change.decay = decay));
  }

  /**
   * Sets where nodes sit.
   *
   * @param placement before or after activations
   * @return the new rule
   */
  public LearningRule withNodePlacement(NodePlacement placement) {
    return new LearningRule(parts.with(change -> change.placement = placement));
  }

  /**
   * Sets what the labels do.
   *
   * @param output clamped, nudged, free
   * @return the new rule
   */
  public LearningRule withOutput(OutputMode output) {
    return new LearningRule(parts.with(change -> change.output = output));
  }

  /**
   * Sets whether the input moves.
   *
   * @param input clamped or free
   * @return the new rule
   */
  public LearningRule withInput(InputMode input) {
    return new LearningRule(parts.with(change -> change.input = input));
  }

  /**
   * Sets where inference starts.
   *
   * @param state feed-forward or displaced
   * @return the new rule
   */
  public LearningRule withInitialState(InitialState state) {
    return new LearningRule(parts.with(change -> change.initialState = state));
  }

  /**
   * Brings an updater for all layers, in place of the configuration's.
   *
   * @param updater any of DL4J's
   * @return the new rule
   */
  public LearningRule withUpdater(IUpdater updater) {
    BroughtUpdater copy = new BroughtUpdater(Checks.notNull("updater", updater));
    return new LearningRule(parts.with(change -> change.updater = copy));
  }

  /**
   * Keeps the configuration's updaters.
   *
   * @return the new rule
   */
  public LearningRule withConfigUpdater() {
    return new LearningRule(parts.with(change -> change.updater = null));
  }

  /**
   * Writes the rule.
   *
   * @return JSON, all settings spelled out
   */
  public String toJson() {
    try {
      return MAPPER.writeValueAsString(parts);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a rule.
   *
   * @param json as {@link #toJson()} writes it
   * @return the rule
   * @throws IllegalArgumentException if it is not one, or has a setting that is unknown or out of
   *     range
   */
  public static LearningRule fromJson(String json) {
    Checks.notNull("learning rule JSON", json);
    try {
      RuleParts parts = MAPPER.readValue(json, RuleParts.class);
      return new LearningRule(Checks.notNull("learning rule JSON", parts));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "illegal learning rule JSON: " + e.getOriginalMessage() + place(e), e);
    }
  }

  private static String place(JsonProcessingException e) {
    if (!(e instanceof JsonMappingException mapping) || mapping.getPath().isEmpty()) {
      return "";
    }
    return mapping.getPath().stream()
        .map(step -> step.getFieldName() == null ? "" + step.getIndex() : step.getFieldName())
        .collect(Collectors.joining(".", " (at ", ")"));
  }

  @JsonCreator
  static LearningRule ofParts(RuleParts parts) {
    return new LearningRule(parts);
  }

  @JsonValue
  RuleParts parts() {
    return parts;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LearningRule rule && parts.equals(rule.parts);
  }

  @Override
  public int hashCode() {
    return parts.hashCode();
  }

  @Override
  public String toString() {
    return "LearningRule" + parts.toString().substring("RuleParts".length());
  }
}
