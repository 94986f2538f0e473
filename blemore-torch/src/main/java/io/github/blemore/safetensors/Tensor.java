package io.github.blemore.safetensors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * One tensor of a checkpoint, in C order.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class Tensor {

  private final String name;
  private final ElementType type;
  private final long[] shape;
  private final ByteBuffer data;

  Tensor(String name, ElementType type, long[] shape, ByteBuffer data) {
    this.name = name;
    this.type = type;
    this.shape = shape;
    this.data = data;
  }

  /**
   * A tensor that some other format holds.
   *
   * @param shape each 0 or more; copied
   * @param bytes from position to limit, the elements: little-endian and in C order; not copied,
   *     must not be changed afterwards
   * @throws IllegalArgumentException if there are not as many bytes as type and shape need
   */
  public static Tensor of(String name, ElementType type, long[] shape, ByteBuffer bytes) {
    Tensor tensor = new Tensor(name, type, shape.clone(), bytes.slice().asReadOnlyBuffer());
    long needed = Arrays.stream(shape).reduce(type.bytes(), Math::multiplyExact);
    if (Arrays.stream(shape).anyMatch(length -> length < 0) || needed != bytes.remaining()) {
      throw new IllegalArgumentException(
          "tensor %s needs %d bytes, got %d".formatted(tensor, needed, bytes.remaining()));
    }
    return tensor;
  }

  /** Its name in the file. */
  public String name() {
    return name;
  }

  /** The type of its elements. */
  public ElementType type() {
    return type;
  }

  /** A copy of the shape; empty for a single number. */
  public long[] shape() {
    return shape.clone();
  }

  /** How many elements. */
  public int size() {
    return data.capacity() / type.bytes();
  }

  /**
   * The elements' bytes: a read-only, little-endian view from 0 to its capacity, direct if the file
   * was mapped.
   */
  public ByteBuffer bytes() {
    return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A copy of all elements as float32; float64 and wide integers are rounded. */
  public float[] toFloats() {
    float[] values = new float[size()];
    if (type == ElementType.F32) {
      bytes().asFloatBuffer().get(values);
      return values;
    }
    ByteBuffer bytes = bytes();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) type.read(bytes, i);
    }
    return values;
  }

  /** A copy of all elements as float64; integers beyond 2^53 are rounded. */
  public double[] toDoubles() {
    double[] values = new double[size()];
    ByteBuffer bytes = bytes();
    for (int i = 0; i < values.length; i++) {
      values[i] = type.read(bytes, i);
    }
    return values;
  }

  /** Such as {@code fc.0.weight F32 [512, 5000]}. */
  @Override
  public String toString() {
    return "%s %s %s".formatted(name, type, Arrays.toString(shape));
  }
}
