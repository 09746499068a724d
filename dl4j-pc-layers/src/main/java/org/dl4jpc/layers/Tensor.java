// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.Arrays;
import java.util.Objects;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A dense array in the memory layout that suits the kernel writing it, allocated once and reused.
 *
 * <p>{@link #array()} is the array as DL4J would shape it (for example [B, C, H, W]), whatever the
 * order of its elements in memory; {@link #flat()} is a rank-1 view of the same buffer.
 * Element-wise work goes through {@code flat()}, which is contiguous by construction, so a permuted
 * layout costs nothing. Binary operations need operands of the same layout, which {@link #like()}
 * gives.
 */
public final class Tensor {
  private final INDArray flat;
  private final INDArray array;
  private final Layout layout;
  private INDArray columns;

  /**
   * How a tensor lies in memory.
   *
   * @param type element type
   * @param order order in which {@code storage} is laid out, 'c' or 'f'
   * @param storage shape of the buffer
   * @param permutation from storage dimensions to logical dimensions
   * @param dl4jOrder ordering that DL4J's own result has here; random masks are drawn in this order
   * @param units the logical dimension that counts units
   */
  @SuppressWarnings("ArrayRecordComponent") // equality is by content
  private record Layout(
      DataType type, char order, long[] storage, int[] permutation, char dl4jOrder, int units) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Layout l
          && type == l.type
          && order == l.order
          && Arrays.equals(storage, l.storage)
          && Arrays.equals(permutation, l.permutation);
    }

    @Override
    public int hashCode() {
      return Objects.hash(type, order, Arrays.hashCode(storage), Arrays.hashCode(permutation));
    }
  }

  private Tensor(Layout layout) {
    this.layout = layout;
    long length = Arrays.stream(layout.storage).reduce(1, Math::multiplyExact);
    this.flat = LastingMemory.allocate(() -> Nd4j.create(layout.type, length));
    this.array = flat.reshape(layout.order, layout.storage).permute(layout.permutation);
  }

  private Tensor(INDArray flat, INDArray array, Layout layout) {
    this.flat = flat;
    this.array = array;
    this.layout = layout;
  }

  /**
   * Allocates a zeroed tensor in plain 'c' or 'f' order.
   *
   * @param type element type
   * @param order 'c' or 'f'
   * @param shape logical shape
   * @return the tensor
   */
  public static Tensor allocate(DataType type, char order, long... shape) {
    return new Tensor(new Layout(type, order, shape.clone(), identity(shape.length), order, 1));
  }

  /**
   * Allocates a zeroed tensor whose buffer is c-ordered in another order of dimensions.
   *
   * @param type element type
   * @param dl4jOrder ordering that DL4J's own array has at this place
   * @param storage shape of the buffer
   * @param permutation logical dimension i is storage dimension {@code permutation[i]}
   * @return the tensor
   */
  public static Tensor permuted(DataType type, char dl4jOrder, long[] storage, int... permutation) {
    return new Tensor(new Layout(type, 'c', storage.clone(), permutation.clone(), dl4jOrder, 1));
  }

  /**
   * A tensor in memory that is there already, its buffer c-ordered in another order of dimensions.
   *
   * @param buffer rank 1 and contiguous, of as many elements
   * @param dl4jOrder ordering that DL4J's own array has at this place
   * @param storage shape of the buffer
   * @param permutation logical dimension i is storage dimension {@code permutation[i]}
   * @return a view
   */
  static Tensor permutedOver(INDArray buffer, char dl4jOrder, long[] storage, int... permutation) {
    Layout layout =
        new Layout(buffer.dataType(), 'c', storage.clone(), permutation.clone(), dl4jOrder, 1);
    return new Tensor(buffer, buffer.reshape('c', storage).permute(permutation), layout);
  }

  /**
   * Allocates another tensor of the same type, shape and layout, zeroed.
   *
   * @return the new tensor
   */
  public Tensor like() {
    return new Tensor(layout);
  }

  /**
   * Allocates a tensor of another shape that lies in memory in the same order of dimensions.
   *
   * @param dl4jOrder ordering that DL4J's own array has at this place
   * @param shape of as many dimensions
   * @return the new tensor, zeroed
   */
  Tensor ofShape(char dl4jOrder, long... shape) {
    long[] storage = new long[shape.length];
    for (int i = 0; i < shape.length; i++) {
      storage[layout.permutation[i]] = shape[i];
    }
    return new Tensor(
        new Layout(
            layout.type, layout.order, storage, layout.permutation, dl4jOrder, layout.units));
  }

  /**
   * A tensor of the same type, shape and layout in other memory.
   *
   * @param buffer rank 1, at least as long as this tensor
   * @return the tensor, over the front of the buffer
   */
  Tensor over(INDArray buffer) {
    long[] length = {flat.length()};
    INDArray front = Nd4j.create(buffer.data(), length, new long[] {1}, buffer.offset(), 'c');
    return new Tensor(
        front, front.reshape(layout.order, layout.storage).permute(layout.permutation), layout);
  }

  /**
   * This tensor, with another dimension that counts its units.
   *
   * @param dimension of features or channels; 1 in tensors that do not say otherwise
   * @return a tensor over the same buffer
   */
  Tensor withUnitDimension(int dimension) {
    Layout other =
        new Layout(
            layout.type,
            layout.order,
            layout.storage,
            layout.permutation,
            layout.dl4jOrder,
            dimension);
    return new Tensor(flat, array, other);
  }

  /**
   * The dimension of the array that counts units.
   *
   * @return that of features or channels
   */
  public int unitDimension() {
    return layout.units;
  }

  /**
   * A tensor of another shape over this tensor's buffer, c-ordered.
   *
   * @param dl4jOrder ordering that DL4J's own array has at this place
   * @param storage shape of the buffer, with as many elements as this
   * @param permutation logical dimension i is storage dimension {@code permutation[i]}
   * @return the view
   */
  public Tensor view(char dl4jOrder, long[] storage, int... permutation) {
    Layout other = new Layout(layout.type, 'c', storage.clone(), permutation.clone(), dl4jOrder, 1);
    return new Tensor(flat, flat.reshape('c', storage).permute(permutation), other);
  }

  /**
   * This tensor with one more dimension, of size 1.
   *
   * @param dimension where it is in the shape of the new tensor
   * @return a tensor over the same buffer
   */
  Tensor withAxis(int dimension) {
    int rank = layout.storage.length;
    boolean reversed = layout.order == 'f';
    long[] storage = new long[rank + 1];
    int[] permutation = new int[rank + 1];
    for (int i = 0; i < rank; i++) {
      int place = layout.permutation[i];
      storage[reversed ? rank - 1 - i : i] = layout.storage[i];
      permutation[i < dimension ? i : i + 1] = reversed ? rank - 1 - place : place;
    }
    storage[rank] = 1;
    permutation[dimension] = rank;
    return view(layout.dl4jOrder, storage, permutation);
  }

  /**
   * The array in DL4J's shape.
   *
   * @return a view, never a copy
   */
  public INDArray array() {
    return array;
  }

  /**
   * All elements in memory order.
   *
   * @return rank-1 contiguous view, never a copy
   */
  public INDArray flat() {
    return flat;
  }

  /**
   * For a c-ordered [B, n] tensor, the same memory as an f-ordered [n, B] matrix: samples as
   * columns, the faster form for matrix products.
   *
   * @return the transposed view
   */
  public INDArray columns() {
    if (columns == null) {
      columns = array.transpose();
    }
    return columns;
  }

  /**
   * Ordering that DL4J's own result has at this place.
   *
   * @return 'c' or 'f'
   */
  public char dl4jOrder() {
    return layout.dl4jOrder;
  }

  /**
   * Whether the logical array itself is c-ordered and contiguous.
   *
   * @return true where {@link #columns()} is an f-ordered contiguous matrix
   */
  public boolean isRowMajor() {
    return layout.order == 'c' && Arrays.equals(layout.permutation, identity(array.rank()));
  }

  /**
   * Whether both tensors have the same layout.
   *
   * @param other the other
   * @return true if binary operations between them are allowed
   */
  public boolean sameLayout(Tensor other) {
    return layout.equals(other.layout);
  }

  /**
   * Copies the elements of another tensor of the same layout.
   *
   * @param other the source
   */
  public void assign(Tensor other) {
    flat.assign(other.flat);
  }

  /**
   * Copies the elements of an array of this tensor's logical shape, in any layout.
   *
   * @param values the source
   */
  public void assign(INDArray values) {
    array.assign(values);
  }

  /**
   * this = a − b.
   *
   * @param a same layout
   * @param b same layout, not this
   */
  public void setDifference(Tensor a, Tensor b) {
    assign(a);
    addScaled(-1.0, b);
  }

  /**
   * this = a + b.
   *
   * @param a same layout
   * @param b same layout, not this
   */
  public void setSum(Tensor a, Tensor b) {
    assign(a);
    addScaled(1.0, b);
  }

  /**
   * this = factor · this; 0 overwrites even infinities and NaN.
   *
   * @param factor the factor
   */
  public void scale(double factor) {
    if (factor == 0.0) {
      flat.assign(0.0);
    } else if (factor != 1.0) {
      Blas.scale(factor, flat);
    }
  }

  /**
   * this = this + alpha · other.
   *
   * @param alpha the factor
   * @param other same layout
   */
  public void addScaled(double alpha, Tensor other) {
    Blas.addScaled(alpha, other.flat, flat);
  }

  /**
   * this = beta · this + alpha · values; beta = 0 overwrites.
   *
   * @param alpha factor of {@code values}
   * @param values array of this tensor's logical shape, in any layout
   * @param beta factor of the present content
   */
  public void blend(double alpha, INDArray values, double beta) {
    if (beta == 0.0) {
      array.assign(values);
      scale(alpha);
    } else {
      Tensor ordered = over(Nd4j.createUninitialized(layout.type, flat.length()));
      ordered.assign(values);
      scale(beta);
      addScaled(alpha, ordered);
    }
  }

  /**
   * this = beta · this + alpha · other; beta = 0 overwrites.
   *
   * @param alpha factor of {@code other}
   * @param other same layout
   * @param beta factor of the present content
   */
  public void blend(double alpha, Tensor other, double beta) {
    if (beta == 0.0) {
      assign(other);
      scale(alpha);
    } else {
      scale(beta);
      addScaled(alpha, other);
    }
  }

  /**
   * Sum of squares of all elements.
   *
   * @return ‖this‖²
   */
  public double squaredNorm() {
    return Blas.dot(flat, flat);
  }

  /**
   * Bytes of the buffer.
   *
   * @return the size
   */
  public long bytes() {
    return flat.length() * layout.type.width();
  }

  private static int[] identity(int rank) {
    int[] permutation = new int[rank];
    Arrays.setAll(permutation, i -> i);
    return permutation;
  }
}
