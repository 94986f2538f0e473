package io.github.blemore.safetensors;

import java.nio.ByteBuffer;

/** Types of a tensor's elements, under the format's own names; all little-endian. */
public enum ElementType {
  /** IEEE 754 double. */
  F64(8),
  /** IEEE 754 single. */
  F32(4),
  /** IEEE 754 half. */
  F16(2),
  /** The upper half of a single. */
  BF16(2),
  /** Signed 64-bit integer. */
  I64(8),
  /** Signed 32-bit integer. */
  I32(4),
  /** Signed 16-bit integer. */
  I16(2),
  /** Signed byte. */
  I8(1),
  /** Unsigned byte, 0..255. */
  U8(1),
  /** A byte, 0 or 1. */
  BOOL(1);

  private static final int HALF_SIGN = 0x8000;
  private static final int HALF_EXPONENT = 0x7c00;
  private static final int HALF_FRACTION = 0x03ff;
  private static final double SMALLEST_HALF = 0x1p-24;

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }

  double read(ByteBuffer data, int index) {
    return switch (this) {
      case F64 -> data.getDouble(8 * index);
      case F32 -> data.getFloat(4 * index);
      case F16 -> half(data.getShort(2 * index));
      case BF16 -> Float.intBitsToFloat(data.getShort(2 * index) << 16);
      case I64 -> data.getLong(8 * index);
      case I32 -> data.getInt(4 * index);
      case I16 -> data.getShort(2 * index);
      case I8 -> data.get(index);
      case U8, BOOL -> data.get(index) & 0xff;
    };
  }

  private static double half(short bits) {
    int fraction = bits & HALF_FRACTION;
    int exponent = (bits & HALF_EXPONENT) >> 10;
    double magnitude;
    if (exponent == HALF_EXPONENT >> 10) {
      magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    } else if (exponent == 0) {
      magnitude = fraction * SMALLEST_HALF;
    } else {
      magnitude = Math.scalb(fraction + HALF_FRACTION + 1.0, exponent - 25);
    }
    return (bits & HALF_SIGN) == 0 ? magnitude : -magnitude;
  }
}
