package io.github.blemore;

import java.util.List;

/**
 * Makes one distribution of the encoders' votes. Weights may differ from clip to clip: the result
 * carries those each vote really had.
 *
 * <p>Implementations are immutable and safe to share between threads. The contract is tested by
 * {@code LateFusionContract} in the test-jar of this module.
 */
public interface LateFusion {

  /**
   * Fuses the votes on one clip. Missing votes have weight 0, and what they would have had goes to
   * the others.
   *
   * @param votes one for each encoder, some of them perhaps missing
   * @throws NoVoteException if all are missing
   * @throws IllegalArgumentException if an encoder votes twice, or one votes that this fusion does
   *     not know
   */
  Fused fuse(List<Vote> votes);
}
