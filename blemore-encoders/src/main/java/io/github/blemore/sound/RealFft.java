package io.github.blemore.sound;

import java.util.Arrays;

/**
 * The discrete Fourier transform of real numbers, in place and without allocation: radix 4 on half
 * as many complex numbers.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class RealFft {

  private final int size;
  private final int[] swaps;
  private final double[] twiddles;
  private final double[] unpack;

  /**
   * For this many numbers.
   *
   * @param size a power of two, 4 to 2^24
   * @throws IllegalArgumentException if it is not
   */
  public RealFft(int size) {
    if (size < 4 || size > 1 << 24 || Integer.bitCount(size) != 1) {
      throw new IllegalArgumentException(
          "size is %d: must be a power of two, 4 to 2^24".formatted(size));
    }
    this.size = size;
    this.swaps = bitReversal(size / 2);
    this.twiddles = twiddles(size / 2);
    this.unpack = new double[size / 2 + 2];
    for (int k = 0; k <= size / 4; k++) {
      double angle = -2 * Math.PI * k / size;
      unpack[2 * k] = Math.cos(angle);
      unpack[2 * k + 1] = Math.sin(angle);
    }
  }

  private static int[] bitReversal(int points) {
    int[] pairs = new int[2 * points];
    int count = 0;
    int shift = Integer.numberOfLeadingZeros(points) + 1;
    for (int i = 1; i < points - 1; i++) {
      int j = Integer.reverse(i) >>> shift;
      if (i < j) {
        pairs[count++] = 2 * i;
        pairs[count++] = 2 * j;
      }
    }
    return Arrays.copyOf(pairs, count);
  }

  /** The powers 1, 2, 3 of each root of unity, stage after stage, in the order they are used. */
  private static double[] twiddles(int points) {
    int count = 0;
    double[] table = new double[2 * points];
    for (int quarter = firstPass(points); 4 * quarter <= points; quarter *= 4) {
      for (int j = 0; j < quarter; j++) {
        for (int power : new int[] {1, 2, 3}) {
          double angle = -2 * Math.PI * power * j / (4.0 * quarter);
          table[count++] = Math.cos(angle);
          table[count++] = Math.sin(angle);
        }
      }
    }
    return table;
  }

  /** The first pass needs no twiddles: radix 4 if the points are a power of four, otherwise 2. */
  private static int firstPass(int points) {
    return Integer.numberOfTrailingZeros(points) % 2 == 0 ? 4 : 2;
  }

  /** How many real numbers are transformed. */
  public int size() {
    return size;
  }

  /**
   * Transforms: {@code X[k] = sum over n of x[n] exp(-2 pi i k n / size)}, for k of 0 to size/2.
   *
   * @param data float64 {@code [size]}: in, x; out, the real parts of X[k] at 2k and the imaginary
   *     at 2k + 1, but at 1 the real part of X[size/2] (that and X[0] have no imaginary part)
   * @throws IllegalArgumentException if the length is another
   */
  public void transform(double[] data) {
    requireLength("data", data, size);
    for (int i = 0; i < swaps.length; i += 2) {
      int a = swaps[i];
      int b = swaps[i + 1];
      double re = data[a];
      double im = data[a + 1];
      data[a] = data[b];
      data[a + 1] = data[b + 1];
      data[b] = re;
      data[b + 1] = im;
    }
    int quarter = firstPass(size / 2);
    if (quarter == 2) {
      radix2(data);
    } else {
      radix4(data);
    }
    int table = 0;
    for (; 4 * quarter <= size / 2; quarter *= 4) {
      radix4(data, quarter, table);
      table += 6 * quarter;
    }
    separate(data);
  }

  /**
   * The power spectrum {@code |X[k]|^2}, k of 0 to size/2.
   *
   * @param data float64 {@code [size]}: in, x; overwritten
   * @param power float64 {@code [size/2 + 1]}: out
   * @throws IllegalArgumentException if a length is another
   */
  public void power(double[] data, double[] power) {
    requireLength("power", power, size / 2 + 1);
    transform(data);
    power[0] = data[0] * data[0];
    power[size / 2] = data[1] * data[1];
    for (int k = 1; k < size / 2; k++) {
      power[k] = data[2 * k] * data[2 * k] + data[2 * k + 1] * data[2 * k + 1];
    }
  }

  private static void requireLength(String name, double[] array, int length) {
    if (array.length != length) {
      throw new IllegalArgumentException(
          "%s has %d values: must have %d".formatted(name, array.length, length));
    }
  }

  private static void radix2(double[] z) {
    for (int i = 0; i < z.length; i += 4) {
      double re = z[i + 2];
      double im = z[i + 3];
      z[i + 2] = z[i] - re;
      z[i + 3] = z[i + 1] - im;
      z[i] += re;
      z[i + 1] += im;
    }
  }

  private static void radix4(double[] z) {
    for (int i = 0; i < z.length; i += 8) {
      double sumAbRe = z[i] + z[i + 2];
      double sumAbIm = z[i + 1] + z[i + 3];
      double difAbRe = z[i] - z[i + 2];
      double difAbIm = z[i + 1] - z[i + 3];
      double sumCdRe = z[i + 4] + z[i + 6];
      double sumCdIm = z[i + 5] + z[i + 7];
      double difCdRe = z[i + 4] - z[i + 6];
      double difCdIm = z[i + 5] - z[i + 7];
      z[i] = sumAbRe + sumCdRe;
      z[i + 1] = sumAbIm + sumCdIm;
      z[i + 2] = difAbRe + difCdIm;
      z[i + 3] = difAbIm - difCdRe;
      z[i + 4] = sumAbRe - sumCdRe;
      z[i + 5] = sumAbIm - sumCdIm;
      z[i + 6] = difAbRe - difCdIm;
      z[i + 7] = difAbIm + difCdRe;
    }
  }

  private void radix4(double[] z, int quarter, int table) {
    int step = 2 * quarter;
    for (int block = 0; block < size; block += 4 * step) {
      int w = table;
      for (int a = block; a < block + step; a += 2) {
        int b = a + step;
        int c = b + step;
        int d = c + step;
        double cRe = z[c] * twiddles[w] - z[c + 1] * twiddles[w + 1];
        double cIm = z[c] * twiddles[w + 1] + z[c + 1] * twiddles[w];
        double bRe = z[b] * twiddles[w + 2] - z[b + 1] * twiddles[w + 3];
        double bIm = z[b] * twiddles[w + 3] + z[b + 1] * twiddles[w + 2];
        double dRe = z[d] * twiddles[w + 4] - z[d + 1] * twiddles[w + 5];
        double dIm = z[d] * twiddles[w + 5] + z[d + 1] * twiddles[w + 4];
        w += 6;
        double sumAbRe = z[a] + bRe;
        double sumAbIm = z[a + 1] + bIm;
        double difAbRe = z[a] - bRe;
        double difAbIm = z[a + 1] - bIm;
        double sumCdRe = cRe + dRe;
        double sumCdIm = cIm + dIm;
        double difCdRe = cRe - dRe;
        double difCdIm = cIm - dIm;
        z[a] = sumAbRe + sumCdRe;
        z[a + 1] = sumAbIm + sumCdIm;
        z[b] = difAbRe + difCdIm;
        z[b + 1] = difAbIm - difCdRe;
        z[c] = sumAbRe - sumCdRe;
        z[c + 1] = sumAbIm - sumCdIm;
        z[d] = difAbRe - difCdIm;
        z[d + 1] = difAbIm + difCdRe;
      }
    }
  }

  /** Of the transform of even + i odd numbers makes that of all. */
  private void separate(double[] z) {
    double first = z[0];
    z[0] = first + z[1];
    z[1] = first - z[1];
    for (int k = 1; k <= size / 4; k++) {
      int a = 2 * k;
      int b = size - a;
      double evenRe = 0.5 * (z[a] + z[b]);
      double evenIm = 0.5 * (z[a + 1] - z[b + 1]);
      double oddRe = 0.5 * (z[a + 1] + z[b + 1]);
      double oddIm = 0.5 * (z[b] - z[a]);
      double re = oddRe * unpack[a] - oddIm * unpack[a + 1];
      double im = oddRe * unpack[a + 1] + oddIm * unpack[a];
      z[b] = evenRe - re;
      z[b + 1] = im - evenIm;
      z[a] = evenRe + re;
      z[a + 1] = evenIm + im;
    }
  }
}
