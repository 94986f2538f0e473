package io.github.blemore.finetune.augment;

import io.github.blemore.image.Normalization;
import io.github.blemore.media.Frames;
import java.nio.FloatBuffer;

/**
 * Writes clips of one size as a network takes them: normalized, cropped and brought back to their
 * size, mirrored, erased in part. Keeps room for one frame. For one thread.
 */
final class ClipWriter {

  private static final int CHANNELS = 3;

  private final int width;
  private final int height;
  private final float[][] levels = new float[CHANNELS][256];
  private final byte[] pixels;
  private final float[] stretched;
  private final float[] line;

  ClipWriter(int width, int height, Normalization normalization) {
    this.width = width;
    this.height = height;
    for (int channel = 0; channel < CHANNELS; channel++) {
      for (int level = 0; level < levels[channel].length; level++) {
        levels[channel][level] = normalization.apply(channel, level);
      }
    }
    pixels = new byte[CHANNELS * width * height];
    stretched = new float[width * height];
    line = new float[width];
  }

  /**
   * Appends a clip.
   *
   * @param clip of the size this was made for
   * @param crop what of all frames is taken
   * @param mirrored whether left and right change places
   * @param erasing what is erased afterwards
   * @param target float32 {@code [frames, 3, height, width]}
   */
  void write(Frames clip, CropBox crop, boolean mirrored, Erasing erasing, FloatBuffer target) {
    Bilinear rows = Bilinear.of(0, crop.height(), height);
    Bilinear straight = Bilinear.of(crop.left(), crop.width(), width);
    Bilinear columns = mirrored ? straight.reversed() : straight;
    for (int frame = 0; frame < clip.count(); frame++) {
      clip.frame(frame).get(pixels);
      for (int channel = 0; channel < CHANNELS; channel++) {
        stretch(crop, columns, channel);
        for (int row = 0; row < height; row++) {
          blend(rows.from()[row] * width, rows.to()[row] * width, rows.weight()[row]);
          erasing.apply(line, row);
          target.put(line);
        }
      }
    }
  }

  /** Normalizes the rows of the crop and brings them to the full width. */
  private void stretch(CropBox crop, Bilinear columns, int channel) {
    float[] level = levels[channel];
    int[] from = columns.from();
    int[] to = columns.to();
    float[] weight = columns.weight();
    for (int row = 0; row < crop.height(); row++) {
      int source = (crop.top() + row) * width * CHANNELS + channel;
      int at = row * width;
      for (int x = 0; x < width; x++) {
        float before = level[pixels[source + CHANNELS * from[x]] & 0xff];
        float after = level[pixels[source + CHANNELS * to[x]] & 0xff];
        stretched[at + x] = before + weight[x] * (after - before);
      }
    }
  }

  /** One output line between two rows of the crop. */
  private void blend(int above, int below, float weight) {
    for (int x = 0; x < width; x++) {
      float before = stretched[above + x];
      line[x] = before + weight * (stretched[below + x] - before);
    }
  }
}
