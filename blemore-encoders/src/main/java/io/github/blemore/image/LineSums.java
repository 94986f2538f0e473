package io.github.blemore.image;

import java.util.Arrays;

/**
 * One pass of a resize over whole lines at once: every output line is a weighted sum of neighboring
 * input lines, and each input line is added to the outputs that look at it when it comes.
 *
 * <p>A line is one array for each of its channels, so that the inner loop runs over equal positions
 * of separate arrays: the only form that the Java 17 compiler turns into vector instructions for
 * ints, as it cannot prove two stretches of one array apart. Lines come four at a time, to load and
 * store the sums once for four multiplications.
 *
 * <p>Belongs to one call; not safe for use by several threads.
 */
final class LineSums {

  /** How many lines come at a time. */
  static final int GROUP = 4;

  private static final int HALF = 1 << (FilterWeights.BITS - 1);

  /** Takes each finished output line, in order. */
  @FunctionalInterface
  interface Sink {

    /**
     * A line is finished.
     *
     * @param output which
     * @param sums its channels, fixed-point and not yet clipped; only valid during the call
     */
    void line(int output, int[][] sums);
  }

  private final FilterWeights weights;
  private final Sink sink;

  /** Sums of output o are at {@code o % open.length}; as many as can be open at once. */
  private final int[][][] open;

  private int firstOpen;
  private int endOpen;
  private int nextLine;

  /**
   * Sums for one pass.
   *
   * @param weights of all outputs
   * @param channels how many arrays a line has
   * @param length of each array
   * @param sink gets the outputs
   */
  LineSums(FilterWeights weights, int channels, int length, Sink sink) {
    this.weights = weights;
    this.sink = sink;
    this.open = new int[weights.mostOpen(GROUP)][channels][length];
    rewind();
  }

  /** Begins again at the first output. */
  void rewind() {
    firstOpen = 0;
    endOpen = 0;
    nextLine = weights.first(0);
  }

  /**
   * Adds the next four lines, the first of all being the first that any output looks at.
   *
   * @param lines channel c of line t at {@code lines[t * channels + c]}; lines that no output looks
   *     at may hold anything
   * @param used how much of each array counts
   */
  void add(int[][] lines, int used) {
    int end = nextLine + GROUP;
    while (endOpen < weights.count() && weights.first(endOpen) < end) {
      for (int[] sums : open[endOpen % open.length]) {
        Arrays.fill(sums, 0, used, HALF);
      }
      endOpen++;
    }
    for (int output = firstOpen; output < endOpen; output++) {
      int wa = weights.weight(output, nextLine);
      int wb = weights.weight(output, nextLine + 1);
      int wc = weights.weight(output, nextLine + 2);
      int wd = weights.weight(output, nextLine + 3);
      int[][] sums = open[output % open.length];
      int n = sums.length;
      for (int c = 0; c < n; c++) {
        int[] a = lines[c];
        int[] b = lines[n + c];
        if (wc == 0 && wd == 0) {
          add(sums[c], a, wa, b, wb, used);
        } else if (wa == 0 && wb == 0) {
          add(sums[c], lines[2 * n + c], wc, lines[3 * n + c], wd, used);
        } else {
          add(sums[c], a, wa, b, wb, lines[2 * n + c], wc, lines[3 * n + c], wd, used);
        }
      }
    }
    nextLine = end;
    while (firstOpen < endOpen && weights.end(firstOpen) <= end) {
      sink.line(firstOpen, open[firstOpen % open.length]);
      firstOpen++;
    }
  }

  private static void add(
      int[] sums, int[] a, int wa, int[] b, int wb, int[] c, int wc, int[] d, int wd, int used) {
    for (int i = 0; i < used; i++) {
      sums[i] += wa * a[i] + wb * b[i] + wc * c[i] + wd * d[i];
    }
  }

  private static void add(int[] sums, int[] a, int wa, int[] b, int wb, int used) {
    for (int i = 0; i < used; i++) {
      sums[i] += wa * a[i] + wb * b[i];
    }
  }
}
