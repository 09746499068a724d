// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;

/** {@code CnnToFeedForwardPreProcessor}: images of the configured size to rows, in c order. */
final class CnnToFeedForwardCompiler implements PreprocessorCompiler {

  @Override
  public boolean supports(InputPreProcessor preprocessor, Tensor input) {
    long[] shape = input.array().shape();
    return shape.length == 4
        && Arrays.equals(
            Arrays.copyOfRange(shape, 1, 4),
            imageShape((CnnToFeedForwardPreProcessor) preprocessor));
  }

  private static long[] imageShape(CnnToFeedForwardPreProcessor p) {
    return p.getFormat() == CNN2DFormat.NHWC
        ? new long[] {p.getInputHeight(), p.getInputWidth(), p.getNumChannels()}
        : new long[] {p.getNumChannels(), p.getInputHeight(), p.getInputWidth()};
  }

  @Override
  public void compile(InputPreProcessor preprocessor, int batch, GraphBuilder graph) {
    Tensor images = graph.current();
    long rows = images.array().size(0);
    graph.add(new ReshapeKernel(images, rows, images.flat().length() / rows));
  }
}
