package io.github.blemore.libav;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * When frames begin, in seconds from the first: never before the frame before; a frame without a
 * time follows it at the usual interval. For one thread at a time.
 */
final class FrameClock {

  private final double tick;
  private final double usualInterval;
  private @Nullable Double first;
  private double begin;
  private double interval;
  private boolean timed;

  /**
   * A clock that has seen no frame.
   *
   * @param tick of the stream, in seconds
   * @param usualInterval from one frame to the next, in seconds
   */
  FrameClock(double tick, double usualInterval) {
    this.tick = tick;
    this.usualInterval = usualInterval;
    this.interval = usualInterval;
  }

  /** Goes on to the next frame of the stream. */
  void next(AVFrame frame) {
    boolean stamped = frame.best_effort_timestamp() != AV_NOPTS_VALUE;
    timed |= stamped;
    double stamp = stamped ? frame.best_effort_timestamp() * tick : 0;
    if (first == null) {
      first = stamp;
    } else {
      begin = stamped ? Math.max(begin, stamp - first) : begin + interval;
    }
    interval = frame.duration() > 0 ? frame.duration() * tick : usualInterval;
  }

  /** When the first frame begins, in seconds of the stream's clock; 0 before there is one. */
  double first() {
    return first == null ? 0 : first;
  }

  /** When the last frame seen begins, in seconds from the first. */
  double begin() {
    return begin;
  }

  /** How long the last frame seen is on screen, in seconds, as far as it says so. */
  double interval() {
    return interval;
  }

  /** Whether any frame had a time. */
  boolean timed() {
    return timed;
  }
}
