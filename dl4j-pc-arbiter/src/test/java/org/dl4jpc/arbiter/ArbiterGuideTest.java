// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.arbiter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.dl4jpc.trainers.JavaBlocks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/** Compiles and runs the search of the guide to hyperparameter search. */
@Timeout(120)
public final class ArbiterGuideTest {
  private static final String IMPORTS =
      """
      import java.io.File;
      import java.util.Properties;
      import org.deeplearning4j.arbiter.MultiLayerSpace;
      import org.deeplearning4j.arbiter.conf.updater.SgdSpace;
      import org.deeplearning4j.arbiter.layers.*;
      import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
      import org.deeplearning4j.arbiter.optimize.api.termination.MaxCandidatesCondition;
      import org.deeplearning4j.arbiter.optimize.config.OptimizationConfiguration;
      import org.deeplearning4j.arbiter.optimize.generator.RandomSearchGenerator;
      import org.deeplearning4j.arbiter.optimize.parameter.continuous.ContinuousParameterSpace;
      import org.deeplearning4j.arbiter.optimize.parameter.integer.IntegerParameterSpace;
      import org.deeplearning4j.arbiter.scoring.impl.EvaluationScoreFunction;
      import org.deeplearning4j.nn.conf.inputs.InputType;
      import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
      import org.dl4jpc.arbiter.*;
      import org.dl4jpc.arbiter.ArbiterGuideTest.YourData;
      import org.dl4jpc.trainers.*;
      import org.nd4j.evaluation.classification.Evaluation;
      import org.nd4j.linalg.activations.Activation;
      import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
      """;

  private static final String ATTACHED =
      """
      if (!PredictiveCoding.isAttached(best)) {
        throw new AssertionError("the best model is not attached");
      }
      """;

  /** A handful of images. */
  public static final class YourData implements DataSource {
    private static final long serialVersionUID = 1L;

    @Override
    public void configure(Properties properties) {}

    @Override
    public Object trainData() {
      DataSet batch =
          new DataSet(Nd4j.rand(DataType.FLOAT, 10, 784), Nd4j.eye(10).castTo(DataType.FLOAT));
      return new ExistingDataSetIterator(List.of(batch, batch));
    }

    @Override
    public Object testData() {
      return trainData();
    }

    @Override
    public Class<?> getDataType() {
      return DataSetIterator.class;
    }
  }

  @Test
  void theSearchRuns(@TempDir Path directory) throws Exception {
    List<String> blocks = JavaBlocks.of("docs/arbiter.md");
    assertThat(blocks).hasSize(1);
    File models = directory.resolve("models").toFile();
    JavaBlocks.run(directory, IMPORTS, "File directory", blocks.get(0) + ATTACHED, models);
    assertThat(models.list((folder, name) -> name.endsWith(".zip"))).hasSize(12);
  }
}
