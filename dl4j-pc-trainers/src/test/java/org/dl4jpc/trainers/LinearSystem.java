// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.trainers;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A network without activations as matrices over all nodes of the minibatch at once: μ = Mx + c and
 * z_L = Nx + d, read off DL4J's forward passes. M is block-lower-triangular, so that the normal
 * equations of F are block-tridiagonal for a chain.
 */
final class LinearSystem {
  private final List<INDArray> shapes;
  private final INDArray m;
  private final INDArray c;
  private final INDArray n;
  private final INDArray d;

  /**
   * Reads a network off.
   *
   * @param plain its forward passes
   * @param shapes arrays of the shapes of x_1 … x_{L−1}
   */
  LinearSystem(PlainForward plain, List<INDArray> shapes) {
    this.shapes = shapes.stream().map(INDArray::like).toList();
    this.c = join(plain.predictions(this.shapes));
    this.d = column(plain.output(this.shapes));
    this.m = matrix(x -> join(plain.predictions(x)), c);
    this.n = matrix(x -> column(plain.output(x)), d);
  }

  private INDArray matrix(Function<List<INDArray>, INDArray> map, INDArray offset) {
    INDArray matrix = Nd4j.create(DataType.DOUBLE, offset.length(), size());
    int j = 0;
    for (INDArray node : shapes) {
      for (long i = 0; i < node.length(); i++) {
        node.putScalar(i, 1.0);
        matrix.putColumn(j++, map.apply(shapes).sub(offset));
        node.putScalar(i, 0.0);
      }
    }
    return matrix;
  }

  private static INDArray column(INDArray array) {
    return array.dup('c').reshape('c', array.length(), 1);
  }

  private static INDArray join(List<INDArray> nodes) {
    return Nd4j.concat(0, nodes.stream().map(LinearSystem::column).toArray(INDArray[]::new));
  }

  private int size() {
    return (int) shapes.stream().mapToLong(INDArray::length).sum();
  }

  /** The number of elements of a node. */
  int size(int node) {
    return (int) shapes.get(node).length();
  }

  /** The same π for all elements of a node. */
  double[] spread(double... precision) {
    double[] all = new double[size()];
    int from = 0;
    for (int l = 0; l < shapes.size(); l++) {
      int to = from + size(l);
      Arrays.fill(all, from, to, precision[l]);
      from = to;
    }
    return all;
  }

  /**
   * Where ½‖Π^½(x − Mx − c)‖² + ½λ‖y − Nx − d‖² is least.
   *
   * @param precision π of every element
   * @param lambda λ
   * @param targets y
   * @return x_1 … x_{L−1}
   */
  List<INDArray> equilibrium(double[] precision, double lambda, INDArray targets) {
    INDArray a = Nd4j.eye(size()).castTo(DataType.DOUBLE).sub(m);
    INDArray weighted = Nd4j.diag(Nd4j.createFromArray(precision)).mmul(a).transpose();
    INDArray hessian = weighted.mmul(a).add(n.transpose().mmul(n).mul(lambda));
    INDArray pull = n.transpose().mmul(column(targets).sub(d)).mul(lambda);
    return split(solve(hessian, weighted.mmul(c).add(pull)));
  }

  /**
   * Target propagation for a chain of square layers: x_l = W_{l+1}⁻¹(x_{l+1} − b_{l+1}), x_L = y.
   *
   * @param targets y
   * @return x_1 … x_{L−1}
   */
  List<INDArray> targets(INDArray targets) {
    int from = size() - size(shapes.size() - 1);
    INDArray x = Nd4j.create(DataType.DOUBLE, size(), 1);
    INDArray above = block(n, 0, (int) n.size(0), from, size());
    rows(x, from, size()).assign(solve(above, column(targets).sub(d)));
    for (int l = shapes.size() - 2; l >= 0; l--) {
      int to = from;
      int end = from + size(l + 1);
      from -= size(l);
      INDArray map = block(m, to, end, from, to);
      rows(x, from, to).assign(solve(map, rows(x, to, end).sub(rows(c, to, end))));
    }
    return split(x);
  }

  /**
   * Gaussian elimination with row pivots, of a system as ill-conditioned as limits of ρ make it.
   */
  static INDArray solve(INDArray matrix, INDArray right) {
    int size = (int) matrix.size(0);
    double[][] rows = Nd4j.hstack(matrix, right).toDoubleMatrix();
    for (int k = 0; k < size; k++) {
      int pivot = k;
      for (int i = k + 1; i < size; i++) {
        pivot = Math.abs(rows[i][k]) > Math.abs(rows[pivot][k]) ? i : pivot;
      }
      double[] swapped = rows[k];
      rows[k] = rows[pivot];
      rows[pivot] = swapped;
      for (int i = k + 1; i < size; i++) {
        eliminate(rows[i], rows[k], k);
      }
    }
    double[] x = new double[size];
    for (int k = size - 1; k >= 0; k--) {
      double sum = rows[k][size];
      for (int j = k + 1; j < size; j++) {
        sum -= rows[k][j] * x[j];
      }
      x[k] = sum / rows[k][k];
    }
    return Nd4j.createFromArray(x).reshape(size, 1);
  }

  private static void eliminate(double[] row, double[] pivot, int k) {
    double factor = row[k] / pivot[k];
    for (int j = k; j < row.length; j++) {
      row[j] -= factor * pivot[j];
    }
  }

  private static INDArray block(INDArray matrix, int top, int bottom, int left, int right) {
    return matrix.get(NDArrayIndex.interval(top, bottom), NDArrayIndex.interval(left, right)).dup();
  }

  private static INDArray rows(INDArray column, int from, int to) {
    return column.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
  }

  private List<INDArray> split(INDArray x) {
    List<INDArray> nodes = shapes.stream().map(INDArray::like).toList();
    int j = 0;
    for (INDArray node : nodes) {
      for (long i = 0; i < node.length(); i++) {
        node.putScalar(i, x.getDouble(j++));
      }
    }
    return nodes;
  }
}
