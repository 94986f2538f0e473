package io.github.blemore.speech;

import io.github.blemore.checkpoint.Config;
import java.util.List;

/**
 * Which samples the frames of the feature extractor are made of: unpadded convolutions, one after
 * the other.
 *
 * @param kernels of each, in its input's frames
 * @param strides of each, in its input's frames
 */
public record FrameGrid(List<Integer> kernels, List<Integer> strides) {

  static FrameGrid of(Config config) {
    List<Integer> kernels = config.counts("conv_kernel");
    List<Integer> strides = config.counts("conv_stride");
    if (kernels.isEmpty() || strides.size() != kernels.size()) {
      throw config.wrong("conv_stride", strides, "one for each of conv_kernel " + kernels);
    }
    return new FrameGrid(kernels, strides);
  }

  /**
   * How many frames come of a sound; none of one shorter than {@link #receptiveField}.
   *
   * @param samples 0 or more
   */
  public int frames(int samples) {
    int frames = samples;
    for (int i = 0; i < kernels.size(); i++) {
      frames = frames < kernels.get(i) ? 0 : (frames - kernels.get(i)) / strides.get(i) + 1;
    }
    return frames;
  }

  /** How many samples one frame sees: 400, or 25 ms, in the published models. */
  public int receptiveField() {
    int samples = 1;
    for (int i = kernels.size() - 1; i >= 0; i--) {
      samples = (samples - 1) * strides.get(i) + kernels.get(i);
    }
    return samples;
  }
}
