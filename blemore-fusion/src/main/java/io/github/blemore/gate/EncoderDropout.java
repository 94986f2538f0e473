package io.github.blemore.gate;

import java.util.SplittableRandom;

/** Leaves encoders out of clips, so that a missing one is nothing new. For one thread. */
final class EncoderDropout {

  private final float[] presence;
  private final int clips;
  private final double share;
  private final SplittableRandom random;

  /**
   * Of these clips.
   *
   * @param presence {@code [encoders * clips]}, one or zero; each clip has an encoder
   * @param share how likely an encoder is left out of a clip
   */
  EncoderDropout(float[] presence, int clips, double share, SplittableRandom random) {
    this.presence = presence;
    this.clips = clips;
    this.share = share;
    this.random = random;
  }

  /** What is left for the next epoch: of each clip at least one encoder. */
  float[] next() {
    float[] left = presence.clone();
    for (int clip = 0; share > 0 && clip < clips; clip++) {
      int present = 0;
      int rest = 0;
      for (int at = clip; at < left.length; at += clips) {
        present += presence[at] > 0 ? 1 : 0;
        left[at] = random.nextDouble() < share ? 0 : left[at];
        rest += left[at] > 0 ? 1 : 0;
      }
      if (rest == 0) {
        bringBack(left, clip, random.nextInt(present));
      }
    }
    return left;
  }

  /** The encoder that is a clip's n-th one, from 0. */
  private void bringBack(float[] left, int clip, int n) {
    int skip = n;
    for (int at = clip; at < left.length; at += clips) {
      if (presence[at] > 0 && skip-- == 0) {
        left[at] = 1;
      }
    }
  }
}
