// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Listeners hear of an attached network what they hear of DL4J's, in the same order. */
class ListenersAsInDl4jTest {

  /**
   * A call of a listener.
   *
   * @param name of the method, with its numbers
   * @param model that it was called with
   * @param score of the model at that time
   * @param arrays passed, or the model's gradients
   */
  private record Call(String name, Model model, double score, Map<String, INDArray> arrays) {}

  private static final class Recorder extends BaseTrainingListener {
    private final List<Call> calls = new ArrayList<>();

    private void record(String name, Model model, Map<String, INDArray> arrays) {
      Map<String, INDArray> copies = new TreeMap<>();
      arrays.forEach((key, array) -> copies.put(key, array.dup().detach()));
      calls.add(new Call(name, model, model.score(), copies));
    }

    private static Map<String, INDArray> gradients(Model model) {
      return model.gradient().gradientForVariable();
    }

    @Override
    public void onEpochStart(Model model) {
      record("onEpochStart", model, Map.of());
    }

    @Override
    public void onEpochEnd(Model model) {
      record("onEpochEnd", model, Map.of());
    }

    @Override
    public void onForwardPass(Model model, List<INDArray> activations) {
      Map<String, INDArray> byIndex = new TreeMap<>();
      for (int i = 0; i < activations.size(); i++) {
        byIndex.put(Integer.toString(i), activations.get(i));
      }
      record("onForwardPass", model, byIndex);
    }

    @Override
    public void onForwardPass(Model model, Map<String, INDArray> activations) {
      record("onForwardPass by name", model, activations);
    }

    @Override
    public void onGradientCalculation(Model model) {
      record("onGradientCalculation", model, gradients(model));
    }

    @Override
    public void onBackwardPass(Model model) {
      record("onBackwardPass", model, gradients(model));
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
      record("iterationDone " + iteration + " " + epoch, model, gradients(model));
    }
  }

  private static List<Call> calls(MultiLayerNetwork network, SmallNet net) {
    Recorder recorder = new Recorder();
    network.setListeners(recorder);
    network.fit(net.iterator(3), 2);
    network.fit(net.batch());
    return recorder.calls;
  }

  private static void assertSame(List<Call> calls, List<Call> expected) {
    assertThat(calls.stream().map(Call::name))
        .containsExactlyElementsOf(expected.stream().map(Call::name).toList());
    for (int i = 0; i < calls.size(); i++) {
      Call call = calls.get(i);
      assertThat(call.score).as(call.name).isCloseTo(expected.get(i).score, within(1e-10));
      assertThat(call.arrays.keySet()).as(call.name).isEqualTo(expected.get(i).arrays.keySet());
      for (String key : call.arrays.keySet()) {
        INDArray array = expected.get(i).arrays.get(key);
        assertThat(call.arrays.get(key).shape()).isEqualTo(array.shape());
        assertThat(Twins.distance(call.arrays.get(key), array))
            .as(call.name + " " + key)
            .isLessThan(1e-9);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void zilCallsThemAsDl4jDoes(SmallNet net) {
    MultiLayerNetwork attached = PredictiveCoding.attach(net.network(), LearningRule.zil());
    List<Call> calls = calls(attached, net);
    assertSame(calls, calls(net.network(), net));
    assertThat(calls).allMatch(call -> call.model == attached);
  }

  @ParameterizedTest
  @EnumSource
  void ilPassesTheActivationsOfTheFeedForwardPass(SmallNet net) {
    MultiLayerNetwork attached = PredictiveCoding.attach(net.network(), LearningRule.il());
    List<Call> calls = firstForwardPass(attached, net);
    assertSame(calls, firstForwardPass(net.network(), net));
  }

  private static List<Call> firstForwardPass(MultiLayerNetwork network, SmallNet net) {
    return calls(network, net).stream()
        .filter(call -> call.name.equals("onForwardPass"))
        .limit(1)
        .toList();
  }

  @Test
  void listenersOfTheUsersNetworkAreCarriedOver() {
    MultiLayerNetwork network = SmallNet.MLP.network();
    Recorder recorder = new Recorder();
    network.setListeners(recorder);
    MultiLayerNetwork attached = PredictiveCoding.attach(network, LearningRule.il());
    attached.fit(SmallNet.MLP.batch());
    assertThat(recorder.calls).isNotEmpty().allMatch(call -> call.model == attached);
    assertThat(network.getListeners()).containsExactly(recorder);
  }

  @Test
  void listenersMayBeAddedAndReplaced() {
    MultiLayerNetwork attached = PredictiveCoding.attach(SmallNet.MLP.network(), LearningRule.il());
    Recorder first = new Recorder();
    Recorder second = new Recorder();
    attached.setListeners(first);
    attached.addListeners(second);
    attached.fit(SmallNet.MLP.batch());
    assertThat(first.calls).isNotEmpty();
    assertThat(second.calls).hasSameSizeAs(first.calls);
    int heard = first.calls.size();
    attached.setListeners((TrainingListener[]) null);
    attached.fit(SmallNet.MLP.batch());
    assertThat(first.calls).hasSize(heard);
  }
}
