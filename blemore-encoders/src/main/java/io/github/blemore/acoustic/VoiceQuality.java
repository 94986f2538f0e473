package io.github.blemore.acoustic;

/**
 * Jitter and shimmer over single periods of the voice.
 *
 * <p>In each voiced stretch the first mark is the highest absolute sample of the period in its
 * middle; from there to both ends, the next mark is where the waveform around the last one repeats
 * best: the highest normalized cross-correlation of one period's window at 0.8 to 1.25 of the
 * period the pitch tracker says, to a fraction of a sample. Period T is the distance of two marks,
 * amplitude A the root of the mean square over one period around a mark under a Hann window (RMS
 * rather than the peak, which at 16 kHz depends on where the samples fall).
 *
 * <p>Jitter (local): {@code |T[i+1] - T[i]|} over the mean T. Shimmer (local): {@code |20
 * log10(A[i+1] / A[i])|} in dB. As in Praat, neighbors whose periods differ by more than a factor
 * 1.3 are left out (a lost mark, no perturbation), and so are those whose amplitudes differ by more
 * than 1.6 for shimmer. A chain of marks breaks where the correlation falls under 0.3.
 *
 * <p>For one sound, used once; not safe for several threads.
 */
final class VoiceQuality {

  private static final double SHORTEST = 0.8;
  private static final double LONGEST = 1.25;
  private static final double LEAST_CORRELATION = 0.3;

  /** A lagged window with less than this of the power holds nothing but rounding. */
  private static final double NEGLIGIBLE = 1e-9;

  private static final double LARGEST_PERIOD_FACTOR = 1.3;
  private static final double LARGEST_AMPLITUDE_FACTOR = 1.6;
  private static final int MARGIN = PeakInterpolator.REACH + 2;

  private final double[] x;
  private final double[] powerBefore;
  private final Pitch pitch;
  private final PeakInterpolator interpolator = new PeakInterpolator();
  private final double[] correlation =
      new double[(int) (FrameDescriptors.RATE / PitchTracker.LOWEST) + 2 * MARGIN + 2];

  private final Moments periods = new Moments();
  private final Moments periodChanges = new Moments();
  private final Moments amplitudeChanges = new Moments();

  private VoiceQuality(double[] x, Pitch pitch) {
    this.x = x;
    this.powerBefore = new double[x.length + 1];
    for (int i = 0; i < x.length; i++) {
      powerBefore[i + 1] = powerBefore[i] + x[i] * x[i];
    }
    this.pitch = pitch;
  }

  /** Measures a whole sound. */
  static VoiceQuality of(double[] x, Pitch pitch) {
    VoiceQuality quality = new VoiceQuality(x, pitch);
    int frame = 0;
    while (frame < pitch.frames()) {
      int end = frame;
      while (end < pitch.frames() && pitch.voiced(end)) {
        end++;
      }
      if (end > frame) {
        quality.follow(frame, end - 1);
      }
      frame = end + 1;
    }
    return quality;
  }

  /** Mean of |T[i+1] - T[i]| over the mean period; 0 if there are no two periods to compare. */
  double jitter() {
    return periodChanges.mean() / meanPeriod();
  }

  /** Standard deviation of |T[i+1] - T[i]| over the mean period. */
  double jitterDeviation() {
    return periodChanges.deviation() / meanPeriod();
  }

  /** Mean shimmer in dB; 0 if there are no two periods to compare. */
  double shimmer() {
    return amplitudeChanges.mean();
  }

  /** Standard deviation of the shimmer in dB. */
  double shimmerDeviation() {
    return amplitudeChanges.deviation();
  }

  private double meanPeriod() {
    return periods.count() == 0 ? 1 : periods.mean();
  }

  private void follow(int first, int last) {
    int middle = (first + last) / 2;
    double start = strongest(FrameDescriptors.center(middle), pitch.hertz()[middle]);
    walk(start, 1, first, last);
    walk(start, -1, first, last);
  }

  /** Goes from a mark to the end (direction 1) or the beginning (-1) of a voiced stretch. */
  private void walk(double start, int direction, int first, int last) {
    double begin = FrameDescriptors.center(first) - FrameDescriptors.HOP / 2.0;
    double end = FrameDescriptors.center(last) + FrameDescriptors.HOP / 2.0;
    double mark = start;
    double lastPeriod = 0;
    double lastAmplitude = 0;
    while (mark >= begin && mark <= end) {
      double expected = period(mark, first, last);
      int center = (int) Math.round(mark);
      int half = (int) Math.round(expected / 2);
      int shortest = (int) (SHORTEST * expected);
      int longest = (int) Math.ceil(LONGEST * expected);
      if (!inside(center + direction * (half + longest + MARGIN))
          || !inside(center - direction * (half + MARGIN))) {
        return;
      }
      double period = nextPeriod(center, half, direction, shortest, longest);
      double amplitude = period > 0 ? amplitude(mark, expected) : 0;
      compare(lastPeriod, period, lastAmplitude, amplitude);
      lastPeriod = period;
      lastAmplitude = amplitude;
      mark += direction * (period > 0 ? period : expected);
    }
  }

  private boolean inside(int index) {
    return index >= 0 && index < x.length;
  }

  private int strongest(int center, double hertz) {
    int half = (int) (FrameDescriptors.RATE / hertz / 2);
    int top = center;
    for (int i = Math.max(0, center - half); i <= Math.min(x.length - 1, center + half); i++) {
      top = Math.abs(x[i]) > Math.abs(x[top]) ? i : top;
    }
    return top;
  }

  /** The tracker's period at the frame nearest to this sample, in samples. */
  private double period(double at, int first, int last) {
    int frame = (int) Math.round((at - FrameDescriptors.center(0)) / FrameDescriptors.HOP);
    return FrameDescriptors.RATE / pitch.hertz()[Math.max(first, Math.min(last, frame))];
  }

  private void compare(double periodA, double periodB, double amplitudeA, double amplitudeB) {
    if (periodB > 0) {
      periods.add(periodB);
    }
    if (alike(periodA, periodB, LARGEST_PERIOD_FACTOR)) {
      periodChanges.add(Math.abs(periodB - periodA));
    }
    if (alike(amplitudeA, amplitudeB, LARGEST_AMPLITUDE_FACTOR)) {
      amplitudeChanges.add(Math.abs(20 * Math.log10(amplitudeB / amplitudeA)));
    }
  }

  private static boolean alike(double a, double b, double factor) {
    return a > 0 && b > 0 && a <= factor * b && b <= factor * a;
  }

  private double amplitude(double mark, double period) {
    int begin = Math.max(0, (int) Math.ceil(mark - period / 2));
    int end = Math.min(x.length - 1, (int) Math.floor(mark + period / 2));
    double sum = 0;
    double weights = 0;
    for (int i = begin; i <= end; i++) {
      double weight = 0.5 + 0.5 * Math.cos(2 * Math.PI * (i - mark) / period);
      sum += weight * x[i] * x[i];
      weights += weight;
    }
    return Math.sqrt(sum / weights);
  }

  /** The lag at which the window around a sample repeats best; 0 if it does not. */
  private double nextPeriod(int center, int half, int direction, int shortest, int longest) {
    int from = center - half;
    int length = 2 * half + 1;
    int lowest = shortest - MARGIN;
    correlate(from, length, direction, lowest, MARGIN, longest - lowest + 1);
    int top = MARGIN;
    for (int k = MARGIN; k <= longest - lowest; k++) {
      top = correlation[k] > correlation[top] ? k : top;
    }
    if (correlation[top] < LEAST_CORRELATION) {
      return 0;
    }
    correlate(from, length, direction, lowest, top - MARGIN, MARGIN);
    correlate(from, length, direction, lowest, longest - lowest + 1, top + MARGIN + 1);
    interpolator.climb(correlation, top);
    return lowest + interpolator.position();
  }

  /** Correlates a window with those at the lags {@code lowest + begin} to {@code lowest + end}. */
  private void correlate(int from, int length, int direction, int lowest, int begin, int end) {
    double power = power(from, length);
    for (int k = begin; k < end; k++) {
      int lagged = from + direction * (lowest + k);
      double laggedPower = power(lagged, length);
      correlation[k] =
          laggedPower > NEGLIGIBLE * power
              ? dot(from, lagged, length) / Math.sqrt(power * laggedPower)
              : 0;
    }
  }

  private double power(int from, int length) {
    return powerBefore[from + length] - powerBefore[from];
  }

  /** Four sums side by side: one would wait for each addition to end. */
  private double dot(int a, int b, int length) {
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    int i = 0;
    for (; i + 3 < length; i += 4) {
      sum0 += x[a + i] * x[b + i];
      sum1 += x[a + i + 1] * x[b + i + 1];
      sum2 += x[a + i + 2] * x[b + i + 2];
      sum3 += x[a + i + 3] * x[b + i + 3];
    }
    for (; i < length; i++) {
      sum0 += x[a + i] * x[b + i];
    }
    return sum0 + sum1 + (sum2 + sum3);
  }
}
