// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
/**
 * Hyperparameter search over learning rules, by Arbiter: spaces of rules ({@link
 * org.dl4jpc.arbiter.LearningRuleSpace}) joined with Arbiter's spaces of networks ({@link
 * org.dl4jpc.arbiter.PcMultiLayerSpace}, {@link org.dl4jpc.arbiter.PcGraphSpace}), whose candidates
 * train by their rules, and a runner and a saver that keep them ({@link
 * org.dl4jpc.arbiter.PcOptimizationRunner}, {@link org.dl4jpc.arbiter.PcModelSaver}).
 *
 * <table>
 * <caption>Settings of a rule and their symbols</caption>
 * <tr><th>setting</th><th>symbol</th><th>changes</th></tr>
 * <tr><td>{@code INFERENCE_STEPS}</td><td>T</td><td>all but waves</td></tr>
 * <tr><td>{@code STEP_SIZE}, {@code OWN_STEP_SIZE}</td><td>γ_fb, γ_own</td><td>all but waves</td></tr>
 * <tr><td>{@code ALPHA}</td><td>α</td><td>IL-prox, BP-prox</td></tr>
 * <tr><td>{@code LAMBDA}</td><td>λ</td><td>nudged and centered outputs</td></tr>
 * <tr><td>{@code PRECISION}</td><td>π</td><td>all</td></tr>
 * <tr><td>{@code MATRIX_RATE}</td><td>α_l</td><td>SeqIL-MQ</td></tr>
 * </table>
 */
package org.dl4jpc.arbiter;
