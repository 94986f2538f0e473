package io.github.blemore.fusion;

import io.github.blemore.fusion.WeightJudge.Verdict;

/** Judges weights, and remembers the best of them; of equally good ones the first. */
final class BestSeen {

  private final WeightJudge judge;
  private double[] weights = {};
  private Verdict verdict = new Verdict(-1, Double.POSITIVE_INFINITY);

  BestSeen(WeightJudge judge) {
    this.judge = judge;
  }

  /** Judges and perhaps remembers: {@link WeightJudge#judge}. */
  Verdict judge(double[] candidate) {
    Verdict own = judge.judge(candidate);
    if (own.compareTo(verdict) > 0) {
      verdict = own;
      weights = candidate.clone();
    }
    return own;
  }

  /** The best weights judged so far; empty if there are none. */
  double[] weights() {
    return weights.clone();
  }
}
