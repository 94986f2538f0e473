package io.github.blemore.libav;

import io.github.blemore.media.FrameSampling;
import io.github.blemore.media.FrameSampling.AtRate;
import io.github.blemore.media.FrameSampling.EveryNth;
import io.github.blemore.media.FrameSampling.FirstSeconds;

/** Which of a stream's frames a sampling rule chooses, told one by one in time order. */
final class FramePlan {

  /**
   * Moments that are this near before a frame's begin are taken for it, in seconds. Moments often
   * fall on begins (uniform-16 of 4 s at 24 frames a second), and containers round to this.
   */
  private static final double ROUNDING = 1e-6;

  private final FrameSampling sampling;

  /** The end of the stretch the moments are spread over; not a number for {@link EveryNth}. */
  private final double stretch;

  /** How many moments, or frames of {@link EveryNth}, at most. */
  private final int count;

  /** How many moments {@link AtRate} chooses from. */
  private final long candidates;

  private int chosen;
  private double chosenUntil;

  /**
   * A plan for one clip.
   *
   * @param duration of the picture in seconds; {@link EveryNth} does not look at it
   */
  FramePlan(FrameSampling sampling, double duration) {
    this.sampling = sampling;
    if (sampling instanceof EveryNth) {
      this.stretch = Double.NaN;
    } else if (sampling instanceof FirstSeconds first) {
      this.stretch = Math.min(first.seconds(), duration);
    } else {
      this.stretch = duration;
    }
    this.candidates =
        sampling instanceof AtRate rate
            ? Math.max(1, (long) ((duration + ROUNDING) * rate.perSecond()))
            : sampling.count();
    this.count = (int) Math.min(sampling.count(), candidates);
  }

  /** Whether the rule goes by time, so that it needs to know how long the clip is. */
  static boolean goesByTime(FrameSampling sampling) {
    return !(sampling instanceof EveryNth);
  }

  /** Whether a frame on screen from begin to end will be chosen; for rules that go by time. */
  boolean wants(double begin, double end) {
    int near = (int) Math.min(count, begin / stretch * count - 0.5) - 1;
    for (int i = Math.max(0, near); i < count && moment(i) + ROUNDING < end; i++) {
      if (moment(i) + ROUNDING >= begin) {
        return true;
      }
    }
    return false;
  }

  /**
   * Tells of the next frame.
   *
   * @param index in the order frames are shown, from 0
   * @param begin when it appears, in seconds from the first frame
   * @param end when the next one does
   * @return how many of the sampled frames it is
   */
  int choose(long index, double begin, double end) {
    int before = chosen;
    if (sampling instanceof EveryNth every) {
      if (index % every.step() == 0 && !complete()) {
        chosen++;
      }
    } else {
      while (!complete() && (moment(chosen) + ROUNDING < end || moment(chosen) <= begin)) {
        chosen++;
      }
    }
    if (chosen > before) {
      chosenUntil = end;
    }
    return chosen - before;
  }

  private double moment(int i) {
    if (!(sampling instanceof AtRate rate)) {
      return (i + 0.5) / count * stretch;
    }
    long candidate = count == candidates || count == 1 ? i : i * (candidates - 1) / (count - 1);
    return candidate / rate.perSecond();
  }

  FrameSampling sampling() {
    return sampling;
  }

  /** Whether no further frame will be chosen. */
  boolean complete() {
    return chosen == count;
  }

  /** How many frames are chosen if the picture is as long as was said. */
  int count() {
    return count;
  }

  /** How many frames are chosen so far. */
  int chosen() {
    return chosen;
  }

  /**
   * Where the stretch ends that was looked at.
   *
   * @param pictureEnd in seconds, if the picture was seen to end
   */
  double end(double pictureEnd) {
    if (Double.isNaN(stretch)) {
      return chosenUntil;
    }
    return complete() ? stretch : Math.min(stretch, pictureEnd);
  }
}
