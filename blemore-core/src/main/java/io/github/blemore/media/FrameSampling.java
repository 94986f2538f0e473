package io.github.blemore.media;

/**
 * Which moments of a clip become frames. Time 0 is the first frame of the picture; the frame at a
 * moment is the one on screen then: the last that begins at or before it.
 */
public sealed interface FrameSampling {

  /** How many frames at most. */
  int count();

  /** The rule's name, such as {@code uniform-16}: part of an encoder's preprocessing id. */
  String name();

  /**
   * Evenly over the clip: the moments {@code (i + 0.5) / count * duration}. A clip with fewer
   * frames gives some of them more than once.
   *
   * @param count how many
   */
  record Uniform(int count) implements FrameSampling {
    /** Checks the count. */
    public Uniform {
      requireCount(count);
    }

    @Override
    public String name() {
      return "uniform-" + count;
    }
  }

  /**
   * Every n-th frame in the order they are shown: frames 0, step, 2 * step, ... until there are
   * enough or the clip ends.
   *
   * @param step how many frames apart
   * @param count how many at most
   */
  record EveryNth(int step, int count) implements FrameSampling {
    /** Checks the numbers. */
    public EveryNth {
      requireCount(count);
      if (step < 1) {
        throw new IllegalArgumentException("step is %d: must be 1 or more".formatted(step));
      }
    }

    @Override
    public String name() {
      return "every-%d-max-%d".formatted(step, count);
    }
  }

  /**
   * Evenly over the beginning: as {@link Uniform} over the first {@code seconds}, or over the whole
   * clip if that is shorter.
   *
   * @param seconds how much of the beginning
   * @param count how many
   */
  record FirstSeconds(double seconds, int count) implements FrameSampling {
    /** Checks the numbers. */
    public FirstSeconds {
      requireCount(count);
      if (!(seconds > 0) || Double.isInfinite(seconds)) {
        throw new IllegalArgumentException(
            "seconds is %s: must be above 0 and finite".formatted(seconds));
      }
    }

    @Override
    public String name() {
      return "first-%ss-%d".formatted(seconds, count);
    }
  }

  /** {@link Uniform}. */
  static FrameSampling uniform(int count) {
    return new Uniform(count);
  }

  /** {@link EveryNth}. */
  static FrameSampling everyNth(int step, int count) {
    return new EveryNth(step, count);
  }

  /** {@link FirstSeconds}. */
  static FrameSampling firstSeconds(double seconds, int count) {
    return new FirstSeconds(seconds, count);
  }

  private static void requireCount(int count) {
    if (count < 1 || count > 4096) {
      throw new IllegalArgumentException("count is %d frames: must be 1..4096".formatted(count));
    }
  }
}
