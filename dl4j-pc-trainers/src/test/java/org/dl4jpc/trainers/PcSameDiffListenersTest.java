// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.ListenerResponse;
import org.nd4j.autodiff.listeners.ListenerVariables;
import org.nd4j.autodiff.listeners.Loss;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.listeners.records.History;
import org.nd4j.autodiff.listeners.records.LossCurve;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.autodiff.samediff.internal.Variable;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** Listeners, evaluation, masks and random operations, as in SameDiff's own fit. */
class PcSameDiffListenersTest {

  /** Writes down what it hears. */
  private static final class Diary extends BaseListener {
    private final List<String> heard = new ArrayList<>();
    private final List<String> updates = new ArrayList<>();
    private final int stopAfter;

    private Diary(int stopAfter) {
      this.stopAfter = stopAfter;
    }

    @Override
    public boolean isActive(Operation operation) {
      return operation == Operation.TRAINING;
    }

    @Override
    public ListenerVariables requiredVariables(SameDiff sd) {
      return ListenerVariables.builder().trainingVariables("trunk", "loss", "distance").build();
    }

    @Override
    public void activationAvailable(
        SameDiff sd,
        At at,
        org.nd4j.linalg.dataset.api.MultiDataSet batch,
        SameDiffOp op,
        String name,
        INDArray activation) {
      if (name.equals("trunk")) {
        updates.add(String.format("%s %.9f", op.getName(), activation.sumNumber().doubleValue()));
      }
    }

    @Override
    public void operationStart(SameDiff sd, Operation op) {
      heard.add("start " + op);
    }

    @Override
    public void operationEnd(SameDiff sd, Operation op) {
      heard.add("end " + op);
    }

    @Override
    public void epochStart(SameDiff sd, At at) {
      heard.add("epoch " + at.epoch());
    }

    @Override
    public ListenerResponse epochEnd(SameDiff sd, At at, LossCurve curve, long milliseconds) {
      heard.add("epoch end " + at.epoch() + " " + curve.losses().size());
      return at.epoch() >= stopAfter ? ListenerResponse.STOP : ListenerResponse.CONTINUE;
    }

    @Override
    public void iterationStart(
        SameDiff sd, At at, org.nd4j.linalg.dataset.api.MultiDataSet data, long waited) {
      heard.add("iteration " + at.iteration());
    }

    @Override
    public void iterationDone(
        SameDiff sd, At at, org.nd4j.linalg.dataset.api.MultiDataSet data, Loss loss) {
      heard.add("done " + at.iteration() + " " + loss.getLossNames());
    }

    @Override
    public void preUpdate(SameDiff sd, At at, Variable variable, INDArray update) {
      updates.add(String.format("%s %.9f", variable.getName(), update.norm2Number().doubleValue()));
    }
  }

  /**
   * But for the losses: SameDiff's fit reports 0 for a loss that no gradient needs the value of.
   */
  @Test
  void hearWhatTheyHearInSameDiffsFit() {
    SameDiffNet net = SameDiffNet.TWO_OUTPUTS;
    Diary own = new Diary(1);
    Diary pc = new Diary(1);
    net.graph(new Sgd(0.1)).fit(net.batches(2), 4, own);
    SameDiff sd = net.graph(new Sgd(0.1));
    sd.setListeners(pc);
    PcSameDiff.of(sd, LearningRule.zil(), net.nodes()).fit(net.batches(2), 4);
    assertThat(pc.heard).isEqualTo(own.heard).hasSize(14);
    assertThat(pc.updates).containsExactlyInAnyOrderElementsOf(own.updates);
  }

  @Test
  void evaluationDuringTraining() {
    SameDiffNet net = SameDiffNet.MLP;
    SameDiff own = evaluated(net);
    SameDiff pc = evaluated(net);
    double expected = accuracy(own.fit(net.batches(3), 2));
    History history = PcSameDiff.of(pc, LearningRule.zil(), net.nodes()).fit(net.batches(3), 2);
    assertThat(accuracy(history)).isEqualTo(expected);
  }

  private static SameDiff evaluated(SameDiffNet net) {
    SameDiff sd = net.graph(new Sgd(0.1));
    sd.setTrainingConfig(
        new TrainingConfig.Builder()
            .updater(new Sgd(0.5))
            .dataSetFeatureMapping("in")
            .dataSetLabelMapping("label")
            .trainEvaluation("z", 0, new Evaluation())
            .build());
    return sd;
  }

  private static double accuracy(History history) {
    return history.finalTrainingEvaluations().evaluation(Evaluation.class).accuracy();
  }

  /** Dropout before the node and after it, label weights from the labels mask, float. */
  private static SameDiff noisy() {
    Nd4j.getRandom().setSeed(7);
    SameDiff sd = SameDiff.create();
    SDVariable x = sd.placeHolder("in", DataType.FLOAT, -1, 5);
    SDVariable y = sd.placeHolder("label", DataType.FLOAT, -1, 3);
    SDVariable weights = sd.placeHolder("weights", DataType.FLOAT, -1);
    SDVariable w1 = sd.var("w1", Nd4j.randn(DataType.FLOAT, 5, 20));
    SDVariable below = sd.random().bernoulli(0.5, DataType.FLOAT, 3, 20);
    SDVariable above = sd.random().bernoulli(0.5, DataType.FLOAT, 3, 20);
    SDVariable h = sd.math().tanh("h", x.mmul(w1).mul(below));
    SDVariable z = h.mul(above).mmul(sd.var("w2", Nd4j.randn(DataType.FLOAT, 20, 3)));
    sd.loss().softmaxCrossEntropy("loss", y, z, weights);
    sd.setTrainingConfig(
        new TrainingConfig.Builder()
            .updater(new Sgd(0.1))
            .dataSetFeatureMapping("in")
            .dataSetLabelMapping("label")
            .dataSetLabelMaskMapping("weights")
            .build());
    return sd;
  }

  @Test
  void dropoutAndMasksAreSameDiffs() {
    INDArray x = Nd4j.rand(DataType.FLOAT, 3, 5);
    INDArray y = Nd4j.eye(3).castTo(DataType.FLOAT);
    INDArray mask = Nd4j.createFromArray(1.0f, 0.0f, 0.5f);
    MultiDataSet data =
        new MultiDataSet(new INDArray[] {x}, new INDArray[] {y}, null, new INDArray[] {mask});
    SameDiff own = noisy();
    SameDiff pc = noisy();
    PcSameDiff trainer = PcSameDiff.of(pc, LearningRule.zil(), "h");
    for (int i = 1; i <= 3; i++) {
      Nd4j.getRandom().setSeed(i);
      own.fit(data);
      Nd4j.getRandom().setSeed(i);
      trainer.fit(data);
      INDArray expected = own.getVariable("w1").getArr();
      assertThat(pc.getVariable("w1").getArr().distance2(expected)).isLessThan(1e-5);
    }
    assertThat(PcSameDiff.of(pc, LearningRule.seqIl(), "h").infer(data).energy())
        .isSortedAccordingTo((a, b) -> Double.compare(b, a));
  }
}
