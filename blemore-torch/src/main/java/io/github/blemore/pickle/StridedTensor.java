package io.github.blemore.pickle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tensor as a pickle has it: element {@code [i, j, ...]} is number {@code offset + i * strides[0]
 * + j * strides[1] + ...} of its storage. Checked to stay inside of it.
 *
 * @param offset of the first element
 * @param sizes of the axes, each 0 or more
 * @param strides of the axes, each 0 or more
 */
record StridedTensor(Storage storage, long offset, List<Long> sizes, List<Long> strides) {

  StridedTensor {
    if (sizes.size() != strides.size()) {
      throw new IllegalArgumentException(
          "a tensor has sizes %s and strides %s: must be as many".formatted(sizes, strides));
    }
    if (offset < 0
        || sizes.stream().anyMatch(size -> size < 0)
        || strides.stream().anyMatch(stride -> stride < 0)) {
      throw new IllegalArgumentException(
          "a tensor has offset %d, sizes %s, strides %s: must be 0 or more"
              .formatted(offset, sizes, strides));
    }
  }

  /** How many elements. */
  long elements() {
    try {
      return sizes.stream().reduce(1L, Math::multiplyExact);
    } catch (ArithmeticException e) {
      throw beyond(e);
    }
  }

  /** How many elements of the storage there are between its first and its last, with both. */
  long span() {
    if (elements() == 0) {
      return 0;
    }
    try {
      long last = 0;
      for (int axis = 0; axis < sizes.size(); axis++) {
        last = Math.addExact(last, Math.multiplyExact(sizes.get(axis) - 1, strides.get(axis)));
      }
      if (Math.addExact(last, offset) >= storage.elements()) {
        throw beyond(null);
      }
      return last + 1;
    } catch (ArithmeticException e) {
      throw beyond(e);
    }
  }

  private IllegalArgumentException beyond(@Nullable Throwable cause) {
    return new IllegalArgumentException(
        "a tensor with offset %d, sizes %s, strides %s goes beyond the %d elements of data/%s"
            .formatted(offset, sizes, strides, storage.elements(), storage.key()),
        cause);
  }

  /** Whether its elements lie in C order, one after the other. */
  boolean isContiguous() {
    long expected = 1;
    for (int axis = sizes.size() - 1; axis >= 0; axis--) {
      long size = sizes.get(axis);
      if (size == 0) {
        return true;
      }
      if (size != 1 && strides.get(axis) != expected) {
        return false;
      }
      expected *= size;
    }
    return true;
  }

  /**
   * Its elements in C order.
   *
   * @param span the storage's bytes from its first element to its last
   * @return the same if it is contiguous, else a direct copy
   * @throws IllegalArgumentException if it has more elements than there are from its first to its
   *     last: such could claim any amount of memory
   */
  ByteBuffer inOrder(ByteBuffer span) {
    if (isContiguous()) {
      return span;
    }
    if (elements() > span()) {
      throw new IllegalArgumentException(
          "sizes %s with strides %s repeat the same elements: save it with contiguous()"
              .formatted(sizes, strides));
    }
    int bytes = storage.type().bytes();
    int count = Math.toIntExact(elements());
    ByteBuffer copy =
        ByteBuffer.allocateDirect(Math.multiplyExact(count, bytes)).order(ByteOrder.LITTLE_ENDIAN);
    long[] index = new long[sizes.size()];
    int from = 0;
    for (int i = 0; i < count; i++) {
      copy.put(i * bytes, span, from * bytes, bytes);
      from = advance(index, from);
    }
    return copy;
  }

  private int advance(long[] index, int from) {
    long at = from;
    for (int axis = index.length - 1; axis >= 0; axis--) {
      index[axis]++;
      at += strides.get(axis);
      if (index[axis] < sizes.get(axis)) {
        return (int) at;
      }
      at -= index[axis] * strides.get(axis);
      index[axis] = 0;
    }
    return (int) at;
  }
}
