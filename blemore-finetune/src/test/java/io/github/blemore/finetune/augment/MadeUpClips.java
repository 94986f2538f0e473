package io.github.blemore.finetune.augment;

import io.github.blemore.media.Frames;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Clips of random bytes, and what is looked up in what comes of them. */
final class MadeUpClips {

  static final float[] MEAN = {0.485f, 0.456f, 0.406f};
  static final float[] STD = {0.229f, 0.224f, 0.225f};

  private MadeUpClips() {}

  /** All frames differ. */
  static Frames noise(int frames, int width, int height, long seed) {
    Random random = new Random(seed);
    List<byte[]> images = new ArrayList<>();
    for (int i = 0; i < frames; i++) {
      byte[] image = new byte[3 * width * height];
      random.nextBytes(image);
      images.add(image);
    }
    return Frames.of(width, height, images, new double[frames]);
  }

  /** All frames are the same. */
  static Frames still(int frames, int width, int height, long seed) {
    return noise(1, width, height, seed).select(new int[frames]);
  }

  static List<Frames> noises(int clips, int frames, int width, int height) {
    List<Frames> all = new ArrayList<>();
    for (int i = 0; i < clips; i++) {
      all.add(noise(frames, width, height, i));
    }
    return all;
  }

  /** Clip i is of class i. */
  static List<float[]> oneHot(int clips) {
    List<float[]> labels = new ArrayList<>();
    for (int i = 0; i < clips; i++) {
      float[] label = new float[clips];
      label[i] = 1;
      labels.add(label);
    }
    return labels;
  }

  static AugmentedClips apply(VideoAugmentation augmentation, List<Frames> clips, long seed) {
    return augmentation.apply(clips, oneHot(clips.size()), MEAN, STD, seed);
  }

  static float[] values(VideoAugmentation augmentation, List<Frames> clips, long seed) {
    return values(apply(augmentation, clips, seed));
  }

  static float[] values(AugmentedClips clips) {
    FloatBuffer buffer = clips.values().asFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  /** Equal parts of all values. */
  static List<float[]> parts(float[] values, int count) {
    int size = values.length / count;
    List<float[]> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      parts.add(Arrays.copyOfRange(values, i * size, (i + 1) * size));
    }
    return parts;
  }

  /** The value of a pixel by the formula. */
  static float normalized(Frames clip, int frame, int channel, int row, int column) {
    int at = (row * clip.width() + column) * 3 + channel;
    return ((clip.frame(frame).get(at) & 0xff) / 255f - MEAN[channel]) / STD[channel];
  }
}
