package io.github.blemore;

import java.util.OptionalInt;

/**
 * Where a network runs.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class Device {

  private enum Kind {
    AUTO,
    CPU,
    GPU
  }

  private static final Device AUTO = new Device(Kind.AUTO, 0);
  private static final Device CPU = new Device(Kind.CPU, 0);

  private final Kind kind;
  private final int index;

  private Device(Kind kind, int index) {
    this.kind = kind;
    this.index = index;
  }

  /** The first GPU if the installed engine sees one, otherwise the CPU; the result says which. */
  public static Device auto() {
    return AUTO;
  }

  /** The processor. */
  public static Device cpu() {
    return CPU;
  }

  /**
   * One GPU; loading fails if it is not there.
   *
   * @param index from 0, as the engine counts
   * @throws IllegalArgumentException if the index is negative
   */
  public static Device gpu(int index) {
    if (index < 0) {
      throw new IllegalArgumentException("GPU index is %d: must be 0 or more".formatted(index));
    }
    return new Device(Kind.GPU, index);
  }

  /** True for {@link #auto()}. */
  public boolean isAuto() {
    return kind == Kind.AUTO;
  }

  /** Which GPU was asked for; empty for {@link #cpu()} and {@link #auto()}. */
  public OptionalInt gpuIndex() {
    return kind == Kind.GPU ? OptionalInt.of(index) : OptionalInt.empty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Device that && kind == that.kind && index == that.index;
  }

  @Override
  public int hashCode() {
    return 31 * kind.hashCode() + index;
  }

  /** {@code auto}, {@code cpu}, or {@code gpu0}. */
  @Override
  public String toString() {
    return switch (kind) {
      case AUTO -> "auto";
      case CPU -> "cpu";
      case GPU -> "gpu" + index;
    };
  }
}
