package io.github.blemore.pooling;

/** How one vector is made of the features of a clip's frames. */
public enum TimePooling {
  /** The mean over time, summed in float64. */
  MEAN {
    @Override
    float[] pool(float[][] frames) {
      return new LayerMean(0, 0).pool(new float[][][] {frames});
    }
  },
  /** The first frame. */
  FIRST {
    @Override
    float[] pool(float[][] frames) {
      return frames[0].clone();
    }
  },
  /** The last frame. */
  LAST {
    @Override
    float[] pool(float[][] frames) {
      return frames[frames.length - 1].clone();
    }
  },
  /** {@link SevenStatistics} of each feature: seven times as many values. */
  SEVEN_STATISTICS {
    @Override
    float[] pool(float[][] frames) {
      double[] statistics = SevenStatistics.of(frames);
      float[] pooled = new float[statistics.length];
      for (int i = 0; i < pooled.length; i++) {
        pooled[i] = (float) statistics[i];
      }
      return pooled;
    }
  };

  abstract float[] pool(float[][] frames);

  /**
   * Pools.
   *
   * @param frames float32 {@code [frames >= 1, width]}, all of one width
   * @return float32 {@code [dimension(width)]}
   * @throws IllegalArgumentException if there is no frame
   */
  public float[] apply(float[][] frames) {
    if (frames.length == 0) {
      throw new IllegalArgumentException("there is no frame: must be at least one");
    }
    return pool(frames);
  }

  /** How many values come of so many per frame. */
  public int dimension(int width) {
    return this == SEVEN_STATISTICS ? Math.multiplyExact(SevenStatistics.COUNT, width) : width;
  }
}
