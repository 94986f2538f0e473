package io.github.blemore.gate;

/**
 * How a gated fusion is built and trained.
 *
 * @param dimension of the space all encoders are projected to, at least 2
 * @param best how many encoders are fused at most, at least 1
 * @param presenceShare the exponent of the presence head where both are joined, 0..1; the salience
 *     head has the rest
 * @param encoderDropout how likely an encoder is left out of a clip in one epoch, at least 0 and
 *     below 1
 * @param learningRate of AdamW, above 0
 * @param epochs how often all clips are gone over, at least 1
 * @param batchSize clips per step, at least 1
 * @param weightDecay of AdamW: each step takes this share of the weights, times the learning rate,
 *     off them; 0 or more
 * @param seed of the initial weights, the order of clips, and the encoders left out
 */
public record GateSettings(
    int dimension,
    int best,
    double presenceShare,
    double encoderDropout,
    double learningRate,
    int epochs,
    int batchSize,
    double weightDecay,
    long seed) {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if one is out of its range; the message says which
   */
  public GateSettings {
    require(dimension >= 2, "dimension", dimension, "at least 2");
    require(best >= 1, "number of best encoders", best, "at least 1");
    require(presenceShare >= 0 && presenceShare <= 1, "presence share", presenceShare, "0..1");
    require(
        encoderDropout >= 0 && encoderDropout < 1,
        "encoder dropout",
        encoderDropout,
        "at least 0 and below 1");
    require(
        learningRate > 0 && learningRate < Double.POSITIVE_INFINITY,
        "learning rate",
        learningRate,
        "above 0");
    require(epochs >= 1, "epochs", epochs, "at least 1");
    require(batchSize >= 1, "batch size", batchSize, "at least 1");
    require(
        weightDecay >= 0 && weightDecay < Double.POSITIVE_INFINITY,
        "weight decay",
        weightDecay,
        "0 or more");
  }

  GateSettings withEpochs(int count) {
    return new GateSettings(
        dimension,
        best,
        presenceShare,
        encoderDropout,
        learningRate,
        count,
        batchSize,
        weightDecay,
        seed);
  }

  private static void require(boolean ok, String what, Number value, String allowed) {
    if (!ok) {
      throw new IllegalArgumentException("%s is %s: must be %s".formatted(what, value, allowed));
    }
  }
}
