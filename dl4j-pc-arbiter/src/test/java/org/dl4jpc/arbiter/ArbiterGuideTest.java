// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.arbiter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.dl4jpc.trainers.JavaBlocks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles the guide to hyperparameter search. */
class ArbiterGuideTest {
  private static final String IMPORTS =
      """
      import java.io.File;
      import java.util.Properties;
      import org.deeplearning4j.arbiter.MultiLayerSpace;
      import org.deeplearning4j.arbiter.conf.updater.SgdSpace;
      import org.deeplearning4j.arbiter.layers.*;
      import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
      import org.deeplearning4j.arbiter.optimize.api.data.DataSource;
      import org.deeplearning4j.arbiter.optimize.api.termination.MaxCandidatesCondition;
      import org.deeplearning4j.arbiter.optimize.config.OptimizationConfiguration;
      import org.deeplearning4j.arbiter.optimize.generator.RandomSearchGenerator;
      import org.deeplearning4j.arbiter.optimize.parameter.continuous.ContinuousParameterSpace;
      import org.deeplearning4j.arbiter.optimize.parameter.integer.IntegerParameterSpace;
      import org.deeplearning4j.arbiter.scoring.impl.EvaluationScoreFunction;
      import org.deeplearning4j.nn.conf.inputs.InputType;
      import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
      import org.dl4jpc.arbiter.*;
      import org.dl4jpc.trainers.LearningRule;
      import org.nd4j.evaluation.classification.Evaluation;
      import org.nd4j.linalg.activations.Activation;
      import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
      abstract class YourData implements DataSource {}
      """;

  @Test
  void compiles(@TempDir Path directory) throws IOException {
    List<String> blocks = JavaBlocks.of("docs/arbiter.md");
    assertThat(blocks).hasSize(1);
    JavaBlocks.compile(directory, IMPORTS, "File directory", blocks.get(0));
  }
}
