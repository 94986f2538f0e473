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

  /**
   * At a rate, from the first frame on: the moments {@code 0, 1 / rate, 2 / rate, ...}, as many as
   * {@code floor(duration * rate)} and at least the first. If there are more than {@code count}, of
   * n moments those numbered {@code floor(i * (n - 1) / (count - 1))}, {@code i = 0 .. count - 1},
   * which begin with the first and end with the last; only the first for a count of 1.
   *
   * @param perSecond how many frames a second
   * @param count how many at most
   */
  record AtRate(double perSecond, int count) implements FrameSampling {
    /** Checks the numbers. */
    public AtRate {
      requireCount(count);
      if (!(perSecond > 0 && perSecond <= 1000)) {
        throw new IllegalArgumentException(
            "perSecond is %s frames: must be above 0 and at most 1000".formatted(perSecond));
      }
    }

    @Override
    public String name() {
      return "rate-%s-max-%d".formatted(perSecond, count);
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

  /** {@link AtRate}. */
  static FrameSampling atRate(double perSecond, int count) {
    return new AtRate(perSecond, count);
  }

  private static void requireCount(int count) {
    if (count < 1 || count > 4096) {
      throw new IllegalArgumentException("count is %d frames: must be 1..4096".formatted(count));
    }
  }
}
