// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A {@link SameDiffPart} bound to the value nodes and data of one shape of minibatch. Random
 * operations draw once a minibatch; later passes repeat the draw.
 */
final class SameDiffJoin implements Join {
  private final SameDiffPart part;
  private final Map<String, INDArray> feed;
  private final Map<String, INDArray> views;
  private final HeldNoise noise = new HeldNoise();
  private final long[] shape;
  private final Tensor output;
  private final Map<String, INDArray> gradients = new HashMap<>();
  private Tensor error;

  /**
   * Binds a part to tensors that already hold data.
   *
   * @param part what to compute
   * @param feed arrays of its parents and placeholders
   * @param views where its weight gradients go, by parameter
   */
  SameDiffJoin(SameDiffPart part, Map<String, INDArray> feed, Map<String, INDArray> views) {
    this.part = part;
    this.feed = feed;
    this.views = views;
    noise.record();
    INDArray sample = part.predict(feed);
    this.shape = sample.shape();
    this.output = Tensor.allocate(sample.dataType(), 'c', tensorShape());
    take(sample);
  }

  private long[] tensorShape() {
    return shape.length == 0 ? new long[] {1} : shape;
  }

  private void take(INDArray prediction) {
    output.assign(prediction.reshape(tensorShape()));
    gradients.clear();
  }

  @Override
  public Tensor output() {
    return output;
  }

  @Override
  public void feedForward() {
    noise.record();
    take(part.predict(feed));
  }

  @Override
  public void predict() {
    take(noise.replay(() -> part.predict(feed)));
  }

  @Override
  public void receive(Tensor error) {
    this.error = error;
    gradients.clear();
  }

  /** The first call for an error takes the feedback to all inputs, before any of them moves. */
  @Override
  public void feedback(int input, Tensor target) {
    require(part.parents());
    INDArray feedback = gradients.get(part.parents().get(input));
    if (feedback == null) {
      target.scale(0.0);
    } else {
      target.assign(feedback);
    }
  }

  @Override
  public void gradient(double scale) {
    List<String> names = new ArrayList<>(part.parameters());
    names.addAll(part.parents());
    require(names);
    views.forEach((name, view) -> view.assign(gradients.get(name)).muli(scale));
  }

  /** Runs SameDiff backwards for what is not there yet. */
  private void require(List<String> names) {
    List<String> missing = names.stream().filter(name -> !gradients.containsKey(name)).toList();
    if (!missing.isEmpty()) {
      INDArray e = error.array().reshape(shape);
      Map<String, INDArray> carried = noise.replay(() -> part.gradients(feed, e, missing));
      missing.forEach(name -> gradients.put(name, carried.get(name)));
    }
  }

  @Override
  public Map<String, INDArray> gradientViews() {
    return views;
  }
}
