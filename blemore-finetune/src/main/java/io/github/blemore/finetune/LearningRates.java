package io.github.blemore.finetune;

/**
 * The learning rate of each step: rising evenly to its peak in the warm-up, then falling by half a
 * cosine.
 *
 * @param peak the highest
 * @param least at the end of all steps
 * @param warmup steps until the peak is reached; the first has {@code peak / warmup}
 * @param steps in all
 */
record LearningRates(double peak, double least, long warmup, long steps) {

  /**
   * That of a step.
   *
   * @param step from 0
   */
  double at(long step) {
    if (step < warmup) {
      return peak * (step + 1) / warmup;
    }
    long falling = Math.max(1, steps - warmup);
    double share = Math.min(1, (step - warmup) / (double) falling);
    return least + (peak - least) * (1 + Math.cos(Math.PI * share)) / 2;
  }
}
