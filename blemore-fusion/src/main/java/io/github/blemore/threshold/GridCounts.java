package io.github.blemore.threshold;

import java.util.Arrays;
import java.util.List;

/**
 * On a grid of thresholds, how many of the clips that depend on them are predicted right.
 *
 * <p>Each clip is looked at once: its two emotions are predicted together up to one alpha and at
 * 50/50 from one beta on, so counts of those places, summed along the grid, give all points.
 */
final class GridCounts {

  private final int alphas;
  private final int betas;
  private final List<UndecidedClip> clips;

  /** Of each clip the index of the first alpha at which one emotion is predicted alone. */
  private final int[] alone;

  /** Of each clip the index of the first beta at which two are predicted as equally strong. */
  private final int[] equal;

  /**
   * Finds the clips' places on a grid.
   *
   * @param alphas ascending
   * @param betas ascending
   */
  GridCounts(double[] alphas, double[] betas, List<UndecidedClip> clips) {
    this.alphas = alphas.length;
    this.betas = betas.length;
    this.clips = clips;
    this.alone = clips.stream().mapToInt(clip -> firstAbove(alphas, clip.lastAlpha())).toArray();
    this.equal = clips.stream().mapToInt(clip -> firstNotBelow(betas, clip.difference())).toArray();
  }

  /** The index of the first value above a bound, the length if there is none. */
  private static int firstAbove(double[] axis, double bound) {
    int at = Arrays.binarySearch(axis, bound);
    return at >= 0 ? at + 1 : -at - 1;
  }

  /** The index of the first value that is not below a bound, the length if there is none. */
  private static int firstNotBelow(double[] axis, double bound) {
    int at = Arrays.binarySearch(axis, bound);
    return at >= 0 ? at : -at - 1;
  }

  /**
   * Counts each clip once.
   *
   * @return as of {@link #present(int[])}
   */
  int[] present() {
    return present(once());
  }

  /**
   * Counts each clip once.
   *
   * @return as of {@link #salient(int[])}
   */
  int[][] salient() {
    return salient(once());
  }

  private int[] once() {
    int[] once = new int[clips.size()];
    Arrays.fill(once, 1);
    return once;
  }

  /**
   * How many sets of emotions are predicted right.
   *
   * @param times how often each clip counts
   * @return {@code [alphas]}
   */
  int[] present(int[] times) {
    int[] change = new int[alphas + 1];
    for (int i = 0; i < times.length; i++) {
      if (clips.get(i).truth() == UndecidedClip.Truth.FIRST_ALONE) {
        change[alone[i]] += times[i];
      } else {
        change[0] += times[i];
        change[alone[i]] -= times[i];
      }
    }
    int[] present = new int[alphas];
    int right = 0;
    for (int a = 0; a < alphas; a++) {
      right += change[a];
      present[a] = right;
    }
    return present;
  }

  /**
   * How many clips have their saliences predicted right, too.
   *
   * @param times how often each clip counts
   * @return {@code [alphas, betas]}
   */
  int[][] salient(int[] times) {
    int[][] change = new int[alphas + 1][betas + 1];
    for (int i = 0; i < times.length; i++) {
      switch (clips.get(i).truth()) {
        case EQUAL -> change[alone[i]][equal[i]] += times[i];
        case FIRST_STRONGER -> {
          change[alone[i]][0] += times[i];
          change[alone[i]][equal[i]] -= times[i];
        }
        default -> {}
      }
    }
    int[][] salient = new int[alphas][betas];
    int[] total = new int[betas];
    for (int a = alphas - 1; a >= 0; a--) {
      int right = 0;
      for (int b = 0; b < betas; b++) {
        right += change[a + 1][b];
        total[b] += right;
      }
      salient[a] = total.clone();
    }
    return salient;
  }
}
