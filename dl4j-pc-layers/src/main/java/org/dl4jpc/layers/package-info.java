// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
/**
 * Value and error nodes, layer kernels, and the graph of blocks that a network becomes. Nothing here knows
 * an algorithm: in which order nodes move, how far and how often is the caller's.
 *
 * <table>
 * <caption>Names and symbols</caption>
 * <tr><th>code</th><th>symbol</th><th>meaning</th><th>shape</th></tr>
 * <tr><td>{@link org.dl4jpc.layers.InputNode}</td><td>x<sub>0</sub></td><td>the data, clamped or
 * free</td><td>[B, n<sub>0</sub>, …]</td></tr>
 * <tr><td>{@link org.dl4jpc.layers.ValueNode#value()}</td><td>x<sub>l</sub></td><td>value node of layer
 * l</td><td>the layer's output shape</td></tr>
 * <tr><td>{@link org.dl4jpc.layers.HiddenBlock#prediction()}</td><td>μ<sub>l</sub> =
 * f<sub>l</sub>(x<sub>l−1</sub>; θ<sub>l</sub>)</td><td>what layer l predicts from the node
 * below</td><td>as x<sub>l</sub></td></tr>
 * <tr><td>{@link org.dl4jpc.layers.HiddenNode#error()}</td><td>ε<sub>l</sub> = x<sub>l</sub> −
 * μ<sub>l</sub></td><td>error node</td><td>as x<sub>l</sub></td></tr>
 * <tr><td>{@link org.dl4jpc.layers.Precision}</td><td>π<sub>l</sub></td><td>weight of ε<sub>l</sub> in the
 * energy</td><td>scalar or [n<sub>l</sub>]</td></tr>
 * <tr><td>{@link org.dl4jpc.layers.HiddenNode#energy()}</td><td>½ π<sub>l</sub>
 * ‖ε<sub>l</sub>‖²</td><td>energy of a node, summed over the batch</td><td>scalar</td></tr>
 * <tr><td>{@link org.dl4jpc.layers.OutputBlock#loss()}</td><td>ℒ(y, μ<sub>L</sub>)</td><td>DL4J's loss,
 * summed over the batch</td><td>scalar</td></tr>
 * <tr><td>{@code weight} received by a block</td><td>ε̃<sub>l</sub> = π<sub>l</sub>ε<sub>l</sub>, ε̃<sub>L</sub>
 * = −λ ∂ℒ/∂μ<sub>L</sub></td><td>weighted error</td><td>as x<sub>l</sub></td></tr>
 * <tr><td>{@link org.dl4jpc.layers.Block#feedback}</td><td>J<sub>l</sub><sup>T</sup>ε̃<sub>l</sub></td><td>what
 * block l tells the node below</td><td>as x<sub>l−1</sub></td></tr>
 * <tr><td>{@link org.dl4jpc.layers.Block#gradient}</td><td>(∂μ<sub>l</sub>/∂θ<sub>l</sub>)<sup>T</sup>ε̃<sub>l</sub></td><td>
 * weight gradient, local</td><td>as θ<sub>l</sub></td></tr>
 * </table>
 *
 * <p>A {@link org.dl4jpc.layers.Kernel} is one differentiable step of a layer; a block is a chain of kernels
 * between nodes; {@link org.dl4jpc.layers.NetworkCompiler} makes the {@link org.dl4jpc.layers.BlockGraph} of
 * a network. {@link org.dl4jpc.layers.PcLayer} carries settings of one layer in a DL4J configuration.
 */
package org.dl4jpc.layers;
