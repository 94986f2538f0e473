package io.github.blemore.sound;

import java.util.Arrays;

/**
 * Changes the sample rate of mono sound as {@code torchaudio.functional.resample} does with its
 * defaults, piece by piece and in constant memory (but for the result itself).
 *
 * <p>With o:n the two rates without their common divisor and {@code b = 0.99 * min(o, n)}: {@code
 * y[j] = sum over k of x[k] * sinc(u) * cos^2(pi * u / 12) * b / o}, {@code u = (k/o - j/n) * b},
 * {@code |u| < 6}; the sound is taken as zero outside; no delay; {@code ceil(samples * n / o)}
 * samples come out. (torchaudio rounds the kernel's argument to float32, we do not: they differ by
 * up to 5e-6 of full scale.) Equal rates pass unchanged.
 *
 * <p>However the input is cut into pieces, the result is the same to the bit. The kernel's table
 * has one row for each of n phases; above a million entries (only pairs of rates with hardly a
 * common divisor, such as 96001 to 96000) there is none, and each output computes its own weights,
 * some thirty times slower.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class Resampler {

  private static final int MIN_RATE = 100;
  private static final int MAX_RATE = 1_000_000;
  private static final int MAX_TABLE = 1 << 20;
  private static final int ZERO_CROSSINGS = 6;
  private static final double ROLLOFF = 0.99;
  private static final int BLOCK = 4096;
  private static final int STEP = 4;
  private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

  private final int in;
  private final int out;
  private final int maxSamples;
  private final boolean cuts;
  private final double bandwidth;
  private final int left;
  private final int taps;
  private final float[] kernels;
  private final boolean tabled;

  /** Input that later outputs still look at; its first entries are the silence before the sound. */
  private final float[] pending;

  private int pendingLength;

  /** Where in pending the next output's window begins. */
  private int start;

  /** The next output's phase: what is left of its position in the input, in n-ths of a sample. */
  private int phase;

  private long accepted;
  private float[] result;
  private int resultLength;
  private boolean finished;

  private Resampler(int fromRate, int toRate, int maxSamples, boolean cuts) {
    int divisor = gcd(requireRate("fromRate", fromRate), requireRate("toRate", toRate));
    if (maxSamples < 1) {
      throw new IllegalArgumentException(
          "maxSamples is %d: must be 1 or more".formatted(maxSamples));
    }
    this.in = fromRate / divisor;
    this.out = toRate / divisor;
    this.maxSamples = Math.min(maxSamples, MAX_ARRAY);
    this.cuts = cuts;
    this.bandwidth = in == out ? 1 : ROLLOFF * Math.min(in, out) / in;
    this.left = (int) (ZERO_CROSSINGS / bandwidth);
    // The window's samples, rounded up to the dot product's step with weights of zero.
    this.taps = (2 * left + 2 + STEP - 1) / STEP * STEP;
    this.tabled = (long) taps * out <= MAX_TABLE;
    this.kernels = new float[tabled ? taps * out : taps];
    for (int p = 0; tabled && p < out; p++) {
      fillKernel(p, p * taps);
    }
    this.pending = new float[2 * taps + BLOCK];
    this.pendingLength = left;
    this.result = new float[Math.min(maxSamples, BLOCK)];
  }

  /**
   * A resampler that keeps all of its result.
   *
   * @param fromRate of the input in Hz, 100..1000000
   * @param toRate of the output in Hz, 100..1000000
   * @throws IllegalArgumentException if a rate is out of range
   */
  public static Resampler of(int fromRate, int toRate) {
    return new Resampler(fromRate, toRate, MAX_ARRAY, false);
  }

  /**
   * A resampler that keeps the beginning of its result only.
   *
   * @param fromRate of the input in Hz, 100..1000000
   * @param toRate of the output in Hz, 100..1000000
   * @param maxSamples how much to keep, 1 or more
   * @throws IllegalArgumentException if a rate or {@code maxSamples} is out of range
   */
  public static Resampler ofAtMost(int fromRate, int toRate, int maxSamples) {
    return new Resampler(fromRate, toRate, maxSamples, true);
  }

  /**
   * Resamples a sound that is all there.
   *
   * @param mono float32 {@code [samples]}
   * @param fromRate of the input in Hz, 100..1000000
   * @param toRate of the output in Hz, 100..1000000
   * @return a new array, float32 {@code [ceil(samples * toRate / fromRate)]}
   * @throws IllegalArgumentException if a rate is out of range
   */
  public static float[] resample(float[] mono, int fromRate, int toRate) {
    Resampler resampler = of(fromRate, toRate);
    resampler.accept(mono, 0, mono.length);
    return resampler.finish();
  }

  /**
   * Takes the next piece of the sound.
   *
   * @param mono holds the piece, float32; not kept
   * @param offset where it begins
   * @param length how many samples, 0 or more
   * @throws IllegalArgumentException if all is to be kept and the result does not fit an array
   * @throws IndexOutOfBoundsException if the piece is not inside the array
   * @throws IllegalStateException after {@link #finish}
   */
  public void accept(float[] mono, int offset, int length) {
    if (offset < 0 || length < 0 || length > mono.length - offset) {
      throw new IndexOutOfBoundsException(
          "piece of %d samples at %d: must lie inside the array of %d"
              .formatted(length, offset, mono.length));
    }
    requireOpen();
    accepted += length;
    if (!cuts && outputLength() > maxSamples) {
      throw new IllegalArgumentException(
          "sound becomes %d samples: one array holds at most %d; keep a beginning with ofAtMost"
              .formatted(outputLength(), maxSamples));
    }
    if (in == out) {
      append(mono, offset, length);
      return;
    }
    push(mono, offset, length, Long.MAX_VALUE);
  }

  /**
   * Ends the sound.
   *
   * @return the result, float32 {@code [min(maxSamples, ceil(accepted samples * toRate /
   *     fromRate))]}
   * @throws IllegalStateException if called before
   */
  public float[] finish() {
    requireOpen();
    finished = true;
    if (in != out) {
      push(new float[taps], 0, taps, outputLength());
    }
    float[] all = Arrays.copyOf(result, resultLength);
    result = new float[0];
    return all;
  }

  /** Whether as much as may be kept is there: what is accepted from now on changes nothing. */
  public boolean full() {
    return resultLength == maxSamples;
  }

  /** How many samples the sound accepted so far makes, kept or not. */
  public long outputLength() {
    return (accepted * out + in - 1) / in;
  }

  private void push(float[] mono, int offset, int length, long wanted) {
    long end = Math.min(wanted, maxSamples);
    int at = offset;
    int rest = length;
    while (rest > 0 && resultLength < end) {
      if (start > 0) {
        pendingLength -= start;
        System.arraycopy(pending, start, pending, 0, pendingLength);
        start = 0;
      }
      int piece = Math.min(rest, pending.length - pendingLength);
      System.arraycopy(mono, at, pending, pendingLength, piece);
      pendingLength += piece;
      at += piece;
      rest -= piece;
      while (start + taps <= pendingLength && resultLength < end) {
        emit();
      }
    }
  }

  private void emit() {
    int kernel = 0;
    if (tabled) {
      kernel = phase * taps;
    } else {
      fillKernel(phase, 0);
    }
    reserve(1);
    result[resultLength++] = dot(kernels, kernel, pending, start, taps);
    start += in / out;
    phase += in % out;
    if (phase >= out) {
      phase -= out;
      start++;
    }
  }

  private void fillKernel(int ofPhase, int at) {
    for (int t = 0; t < taps; t++) {
      double u = (t - left - (double) ofPhase / out) * bandwidth;
      kernels[at + t] = (float) (Math.abs(u) < ZERO_CROSSINGS ? bandwidth * windowedSinc(u) : 0);
    }
  }

  private static double windowedSinc(double u) {
    if (u == 0) {
      return 1;
    }
    double angle = Math.PI * u;
    double window = Math.cos(angle / (2 * ZERO_CROSSINGS));
    return Math.sin(angle) / angle * window * window;
  }

  /** Four sums side by side: one alone would wait for each addition before the next. */
  private static float dot(float[] a, int aStart, float[] b, int bStart, int length) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    for (int t = 0; t < length; t += STEP) {
      s0 += a[aStart + t] * b[bStart + t];
      s1 += a[aStart + t + 1] * b[bStart + t + 1];
      s2 += a[aStart + t + 2] * b[bStart + t + 2];
      s3 += a[aStart + t + 3] * b[bStart + t + 3];
    }
    return (s0 + s1) + (s2 + s3);
  }

  private void append(float[] mono, int offset, int length) {
    int kept = Math.min(length, maxSamples - resultLength);
    reserve(kept);
    System.arraycopy(mono, offset, result, resultLength, kept);
    resultLength += kept;
  }

  private void reserve(int more) {
    if (more > result.length - resultLength) {
      long grown = Math.max((long) resultLength + more, 2L * result.length);
      result = Arrays.copyOf(result, (int) Math.min(grown, maxSamples));
    }
  }

  private void requireOpen() {
    if (finished) {
      throw new IllegalStateException("resampler is finished: make a new one for the next sound");
    }
  }

  private static int requireRate(String name, int rate) {
    if (rate < MIN_RATE || rate > MAX_RATE) {
      throw new IllegalArgumentException(
          "%s is %d Hz: must be %d..%d".formatted(name, rate, MIN_RATE, MAX_RATE));
    }
    return rate;
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
