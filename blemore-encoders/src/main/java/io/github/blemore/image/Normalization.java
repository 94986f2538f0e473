package io.github.blemore.image;

import java.util.Arrays;
import java.util.List;

/**
 * From bytes to what a network takes: {@code (byte / 255 - mean) / std} for each channel, float32.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class Normalization {

  /** ImageNet's mean and deviation, of VideoMAE and S4D. */
  public static final Normalization IMAGENET =
      of(new double[] {0.485, 0.456, 0.406}, new double[] {0.229, 0.224, 0.225});

  /** TimeSformer's: mean 0.45, deviation 0.225 in all channels. */
  public static final Normalization TIMESFORMER =
      of(new double[] {0.45, 0.45, 0.45}, new double[] {0.225, 0.225, 0.225});

  /** CLIP's mean and deviation. */
  public static final Normalization CLIP =
      of(
          new double[] {0.48145466, 0.4578275, 0.40821073},
          new double[] {0.26862954, 0.26130258, 0.27577711});

  /** ViT's: mean 0.5, deviation 0.5 in all channels. */
  public static final Normalization HALF =
      of(new double[] {0.5, 0.5, 0.5}, new double[] {0.5, 0.5, 0.5});

  private static final int LEVELS = 256;

  private final List<Double> mean;
  private final List<Double> std;
  private final float[][] table = new float[3][LEVELS];

  private Normalization(double[] mean, double[] std) {
    this.mean = Arrays.stream(mean).boxed().toList();
    this.std = Arrays.stream(std).boxed().toList();
    for (int channel = 0; channel < 3; channel++) {
      for (int level = 0; level < LEVELS; level++) {
        table[channel][level] = (level / 255f - (float) mean[channel]) / (float) std[channel];
      }
    }
  }

  /**
   * A normalization of one's own, as a checkpoint's {@code preprocessor_config.json} gives it.
   *
   * @param mean of R, G, B on a scale of 0..1; rounded to float32
   * @param std of R, G, B on a scale of 0..1, above 0; rounded to float32
   * @throws IllegalArgumentException unless both have three finite values, those of {@code std}
   *     above 0
   */
  public static Normalization of(double[] mean, double[] std) {
    requireThreeFinite("mean", mean);
    requireThreeFinite("std", std);
    for (double value : std) {
      if (!((float) value > 0)) {
        throw new IllegalArgumentException("std holds %s: must be above 0".formatted(value));
      }
    }
    return new Normalization(mean, std);
  }

  private static void requireThreeFinite(String name, double[] values) {
    if (values.length != 3) {
      throw new IllegalArgumentException(
          "%s has %d values: must have 3, for R, G, B".formatted(name, values.length));
    }
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("%s holds %s: must be finite".formatted(name, value));
      }
    }
  }

  /** The mean of R, G, B on a scale of 0..1. */
  public List<Double> mean() {
    return mean;
  }

  /** The deviation of R, G, B on a scale of 0..1. */
  public List<Double> std() {
    return std;
  }

  /**
   * One value.
   *
   * @param channel 0 R, 1 G, 2 B
   * @param level the byte, 0..255
   * @throws IndexOutOfBoundsException outside these ranges
   */
  public float apply(int channel, int level) {
    return table[channel][level];
  }

  /**
   * A whole picture.
   *
   * @param image uint8 RGB {@code [height, width, 3]}
   * @return float32 {@code [3, height, width]}, R first
   */
  public float[] toChw(RgbImage image) {
    byte[] rgb = image.rgb();
    int pixels = rgb.length / 3;
    float[] planes = new float[rgb.length];
    for (int channel = 0; channel < 3; channel++) {
      float[] levels = table[channel];
      int plane = channel * pixels;
      for (int i = 0; i < pixels; i++) {
        planes[plane + i] = levels[rgb[3 * i + channel] & 0xff];
      }
    }
    return planes;
  }
}
