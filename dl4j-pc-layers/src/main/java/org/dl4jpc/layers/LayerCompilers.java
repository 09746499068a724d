// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1D;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution2D;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.Pooling2D;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPadding1DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPadding3DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping1D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping3D;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.layers.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.layers.recurrent.LastTimeStepLayer;
import org.deeplearning4j.nn.layers.recurrent.MaskZeroLayer;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;

/**
 * Which compiler serves which DL4J layer type. A layer type gets kernels of its own by an entry
 * here; all others are served by the general kernel.
 */
@SuppressWarnings("deprecation") // GravesLSTM is, and is still in use
final class LayerCompilers {
  private static final Map<Class<?>, LayerCompiler> BY_TYPE =
      Map.ofEntries(
          Map.entry(DenseLayer.class, new DenseCompiler()),
          Map.entry(OutputLayer.class, new OutputCompiler()),
          Map.entry(LossLayer.class, new LossCompiler()),
          Map.entry(ActivationLayer.class, new ActivationCompiler()),
          Map.entry(DropoutLayer.class, new DropoutCompiler()),
          Map.entry(ConvolutionLayer.class, new ConvolutionCompiler()),
          Map.entry(Convolution2D.class, new ConvolutionCompiler()),
          Map.entry(Convolution1DLayer.class, new Convolution1dCompiler()),
          Map.entry(Convolution1D.class, new Convolution1dCompiler()),
          Map.entry(Convolution3D.class, new Convolution3dCompiler()),
          Map.entry(DepthwiseConvolution2D.class, new DepthwiseCompiler()),
          Map.entry(SeparableConvolution2D.class, new SeparableCompiler()),
          Map.entry(Deconvolution2D.class, new DeconvolutionCompiler()),
          Map.entry(SubsamplingLayer.class, new PoolingCompiler()),
          Map.entry(Pooling2D.class, new PoolingCompiler()),
          Map.entry(LocalResponseNormalization.class, new ResponseNormalizationCompiler()),
          Map.entry(PReLULayer.class, new PreluCompiler()),
          Map.entry(Upsampling2D.class, new UpsamplingCompiler()),
          Map.entry(ZeroPadding1DLayer.class, new MarginCompiler(true)),
          Map.entry(ZeroPaddingLayer.class, new MarginCompiler(true)),
          Map.entry(ZeroPadding3DLayer.class, new MarginCompiler(true)),
          Map.entry(Cropping1D.class, new MarginCompiler(false)),
          Map.entry(Cropping2D.class, new MarginCompiler(false)),
          Map.entry(Cropping3D.class, new MarginCompiler(false)),
          Map.entry(BatchNormalization.class, new BatchNormalizationCompiler()),
          Map.entry(SimpleRnn.class, new SimpleRnnCompiler()),
          Map.entry(LSTM.class, new LstmCompiler()),
          Map.entry(GravesLSTM.class, new LstmCompiler()),
          Map.entry(RnnOutputLayer.class, new RnnOutputCompiler()),
          Map.entry(GlobalPoolingLayer.class, new GlobalPoolingCompiler()),
          Map.entry(LastTimeStepLayer.class, new LastTimeStepCompiler()),
          Map.entry(MaskZeroLayer.class, new MaskZeroCompiler()),
          Map.entry(FrozenLayer.class, new FrozenRecurrentCompiler()),
          Map.entry(FrozenLayerWithBackprop.class, new FrozenRecurrentCompiler()));

  private static final LayerCompiler GENERAL = new GeneralCompiler();
  private static final LayerCompiler GENERAL_OUTPUT = new GeneralOutputCompiler();

  private LayerCompilers() {}

  /**
   * The compiler for a layer.
   *
   * @param site the layer
   * @return its own, or the general one
   */
  static LayerCompiler of(LayerSite site) {
    return own(site).orElse(site.layer() instanceof IOutputLayer ? GENERAL_OUTPUT : GENERAL);
  }

  /**
   * A layer's own compiler. An implementation that wraps the layer that its configuration names, as
   * frozen layers do, is looked up by its own class, others by that of the configuration.
   *
   * @param site the layer
   * @return empty to leave it to the general one
   */
  static Optional<LayerCompiler> own(LayerSite site) {
    Layer layer = site.layer();
    Class<?> type =
        layer instanceof BaseWrapperLayer ? layer.getClass() : site.configuration().getClass();
    return Optional.ofNullable(BY_TYPE.get(type)).filter(compiler -> compiler.supports(site));
  }
}
