// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
/**
 * Learning rules, the one inference loop, and DL4J networks that train by them. Nothing here knows a layer
 * type.
 *
 * <p>Start at {@link org.dl4jpc.trainers.PcTrainer} or {@link org.dl4jpc.trainers.PredictiveCoding}; compose
 * an algorithm with {@link org.dl4jpc.trainers.LearningRule}.
 *
 * <table>
 * <caption>Names and symbols</caption>
 * <tr><th>code</th><th>symbol</th><th>meaning</th></tr>
 * <tr><td>{@link org.dl4jpc.trainers.InferenceSchedule#steps()}</td><td>T</td><td>inference steps</td></tr>
 * <tr><td>{@link org.dl4jpc.trainers.StepSizes}</td><td>γ<sub>fb</sub>, γ<sub>own</sub></td><td>step sizes of
 * the feedback and of a node's own error</td></tr>
 * <tr><td>{@link org.dl4jpc.trainers.OutputMode.Phase#pull()}</td><td>λ</td><td>nudge: weight of the loss</td></tr>
 * <tr><td>{@link org.dl4jpc.trainers.LearningRule#precision()}</td><td>π<sub>l</sub></td><td>precision of the
 * hidden nodes</td></tr>
 * <tr><td>{@link org.dl4jpc.trainers.InferenceResult#energy()}</td><td>F = λℒ + Ẽ</td><td>energy, Ẽ = Σ ½
 * π<sub>l</sub>‖ε<sub>l</sub>‖²</td></tr>
 * <tr><td>{@link org.dl4jpc.trainers.InferenceResult#outputEnergy()}</td><td>λℒ</td><td>the output's part of
 * it</td></tr>
 * </table>
 *
 * <p>Choosing a rule: {@code zil()} to have backpropagation's update, faster; {@code il()} for inference
 * learning, whose updates differ from backpropagation's the more the longer inference runs.
 */
package org.dl4jpc.trainers;
