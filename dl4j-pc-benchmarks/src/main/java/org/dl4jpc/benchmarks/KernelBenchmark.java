// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jpc.layers.BlockGraph;
import org.dl4jpc.layers.Kernel;
import org.dl4jpc.layers.NetworkCompiler;
import org.dl4jpc.layers.NodePlacement;
import org.dl4jpc.layers.NodeSettings;
import org.dl4jpc.layers.Tensor;
import org.dl4jpc.layers.Workspaces;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The three operations of the kernel of a network's second layer. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(1)
public class KernelBenchmark {
  private static final int EXAMPLES = 64;

  /** Which layer: its network and data. */
  public enum Layer {
    /** 1024 to 1024 units, 64 examples. */
    DENSE {
      @Override
      DataSet data() {
        return BenchmarkNet.data(EXAMPLES, 3072);
      }

      @Override
      MultiLayerNetwork network() {
        return new MultiLayerNetwork(Chains.mlp(3072, 2, 1024));
      }
    },
    /** 64 to 128 channels, 5×5, stride 2, on 14×14, 64 examples. */
    CONVOLUTION {
      @Override
      DataSet data() {
        return BenchmarkNet.data(EXAMPLES, 3, 32, 32);
      }

      @Override
      MultiLayerNetwork network() {
        return new MultiLayerNetwork(Chains.cnn());
      }
    },
    /** 128 units over 128 values, 28 time steps, 64 examples. */
    SIMPLE_RNN {
      @Override
      DataSet data() {
        return BenchmarkNet.data(EXAMPLES, 28, 28);
      }

      @Override
      MultiLayerNetwork network() {
        return new MultiLayerNetwork(Chains.stackedRecurrent(28));
      }
    },
    /** Long short-term memory of the same size. */
    LSTM {
      @Override
      DataSet data() {
        return SIMPLE_RNN.data();
      }

      @Override
      MultiLayerNetwork network() {
        return new MultiLayerNetwork(Chains.stackedLstm());
      }
    },
    /** 64 channels of 16×16, 64 examples. */
    BATCH_NORMALIZATION {
      @Override
      DataSet data() {
        return BenchmarkNet.data(EXAMPLES, 3, 16, 16);
      }

      @Override
      MultiLayerNetwork network() {
        return new MultiLayerNetwork(Chains.normalized());
      }
    };

    abstract MultiLayerNetwork network();

    abstract DataSet data();
  }

  /** The layer under measurement. */
  @Param public Layer layer;

  private Kernel kernel;
  private Tensor feedback;

  /** For the measuring framework. */
  public KernelBenchmark() {}

  /** Compiles the network and gives the kernel an error. */
  @Setup(Level.Trial)
  public void compile() {
    MultiLayerNetwork network = layer.network();
    network.init();
    network.initGradientsView();
    DataSet data = layer.data();
    network.setInput(data.getFeatures());
    BlockGraph graph =
        new NetworkCompiler(network, new NodeSettings(NodePlacement.POST_ACTIVATION))
            .compile(data.getFeatures());
    graph.clamp(List.of(data.getFeatures()), List.of(data.getLabels()));
    Workspaces.temporarily(graph::feedForward);
    kernel = graph.learningKernels().get(1).kernel();
    feedback = graph.hiddenNodes().get(0).value().like();
    Tensor error = kernel.output().like();
    INDArray noise = Nd4j.randn(error.array().dataType(), error.array().shape());
    error.assign(noise);
    kernel.receive(error);
  }

  /** z = f(u; θ). */
  @Benchmark
  public void predict() {
    Workspaces.temporarily(kernel::predict);
  }

  /** Jᵀe. */
  @Benchmark
  public void feedBack() {
    Workspaces.temporarily(() -> kernel.feedback(feedback, 1.0, 0.0));
  }

  /** The weight gradient. */
  @Benchmark
  public void gradient() {
    Workspaces.temporarily(() -> kernel.gradient(-1.0));
  }
}
