package io.github.blemore.image;

import io.github.blemore.media.Interpolation;

/**
 * What one axis of a resize multiplies with: for each wanted output position the first source
 * position and the weights from there on, as fixed-point integers with {@link #BITS} fraction bits.
 *
 * <p>The rules are those of Pillow's 8-bit resampling (see {@code PillowResizer}). Immutable.
 */
final class FilterWeights {

  /** Fraction bits: a byte times a weight, summed over a window, fits in 32 bits. */
  static final int BITS = 22;

  private final int[] first;
  private final int[] offsets;
  private final int[] weights;

  private FilterWeights(int[] first, int[] offsets, int[] weights) {
    this.first = first;
    this.offsets = offsets;
    this.weights = weights;
  }

  /**
   * The weights of some outputs of an axis.
   *
   * @param in source length in pixels
   * @param out length of the whole result in pixels
   * @param filter the kernel
   * @param from first wanted output position
   * @param count how many
   */
  static FilterWeights of(int in, int out, Interpolation filter, int from, int count) {
    double scale = (double) in / out;
    double stretch = Math.max(scale, 1);
    double support = stretch * (filter == Interpolation.BILINEAR ? 1 : 2);
    double shrink = 1 / stretch;
    int longest = (int) Math.min(in, 2 * Math.ceil(support) + 1);
    int[] first = new int[count];
    int[] offsets = new int[count + 1];
    int[] weights = new int[Math.multiplyExact(longest, count)];
    double[] real = new double[longest];
    for (int i = 0; i < count; i++) {
      double center = (from + i + 0.5) * scale;
      int low = Math.max((int) (center - support + 0.5), 0);
      int taps = (int) Math.min(center + support + 0.5, in) - low;
      double sum = 0;
      for (int t = 0; t < taps; t++) {
        real[t] = kernel(filter, Math.abs((t + low - center + 0.5) * shrink));
        sum += real[t];
      }
      first[i] = low;
      offsets[i + 1] = offsets[i] + taps;
      for (int t = 0; t < taps; t++) {
        weights[offsets[i] + t] = fixedPoint(real[t] / sum);
      }
    }
    return new FilterWeights(first, offsets, weights);
  }

  private static double kernel(Interpolation filter, double x) {
    return switch (filter) {
      case BILINEAR -> x < 1 ? 1 - x : 0;
      case BICUBIC -> {
        if (x < 1) {
          yield (1.5 * x - 2.5) * x * x + 1;
        }
        yield x < 2 ? (((x - 5) * x + 8) * x - 4) * -0.5 : 0;
      }
    };
  }

  /** Rounds half away from zero, as the cast after adding a half of the same sign does in C. */
  private static int fixedPoint(double weight) {
    double scaled = weight * (1 << BITS);
    return (int) (scaled < 0 ? scaled - 0.5 : scaled + 0.5);
  }

  /** How many output positions. */
  int count() {
    return first.length;
  }

  /** The first source position of an output. */
  int first(int output) {
    return first[output];
  }

  /** One past the last source position of an output. */
  int end(int output) {
    return first[output] + offsets[output + 1] - offsets[output];
  }

  /** How many source positions there are from the first to the last that any output looks at. */
  int span() {
    return end(count() - 1) - first(0);
  }

  /** What an output multiplies a source position with; 0 outside its window. */
  int weight(int output, int position) {
    int tap = position - first[output];
    return tap >= 0 && tap < offsets[output + 1] - offsets[output]
        ? weights[offsets[output] + tap]
        : 0;
  }

  /** How many outputs at most look at one of {@code group} neighboring source positions. */
  int mostOpen(int group) {
    int most = 1;
    int low = 0;
    for (int output = 0; output < count(); output++) {
      while (end(low) + group <= first(output) + 1) {
        low++;
      }
      most = Math.max(most, output - low + 1);
    }
    return most;
  }
}
