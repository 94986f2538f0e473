package io.github.blemore.finetune.augment;

import io.github.blemore.media.Frames;
import java.util.List;

/** Of values {@code [clips, frames, 3, height, width]}. */
record BatchShape(int clips, int frames, int height, int width) {

  private static final int CHANNELS = 3;

  /**
   * That of these clips.
   *
   * @throws IllegalArgumentException if there is none, they differ, or the labels do not fit them
   */
  static BatchShape of(List<Frames> clips, List<float[]> softLabels) {
    if (clips.isEmpty() || clips.size() != softLabels.size()) {
      throw new IllegalArgumentException(
          "%d clips and %d soft labels: must be as many, and at least one"
              .formatted(clips.size(), softLabels.size()));
    }
    Frames first = clips.get(0);
    int classes = softLabels.get(0).length;
    for (int i = 1; i < clips.size(); i++) {
      Frames clip = clips.get(i);
      if (clip.count() != first.count()
          || clip.width() != first.width()
          || clip.height() != first.height()) {
        throw new IllegalArgumentException(
            "clip %d has %s, clip 0 has %s: all of a batch must be alike"
                .formatted(i, size(clip), size(first)));
      }
      if (softLabels.get(i).length != classes) {
        throw new IllegalArgumentException(
            "soft label %d has %d values, soft label 0 has %d: must be as many"
                .formatted(i, softLabels.get(i).length, classes));
      }
    }
    return new BatchShape(clips.size(), first.count(), first.height(), first.width());
  }

  private static String size(Frames clip) {
    return "%d frames of %d x %d pixels".formatted(clip.count(), clip.width(), clip.height());
  }

  /** Pictures of one channel in one clip. */
  int planes() {
    return frames * CHANNELS;
  }

  /**
   * What the values take as float32.
   *
   * @throws IllegalArgumentException if it is more than one buffer holds
   */
  int bytes() {
    double bytes = (double) Float.BYTES * clips * planes() * height * width;
    if (bytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "%d clips of %d frames of %d x %d pixels take %.1f GiB: at most 2 fit, use smaller batches"
              .formatted(clips, frames, width, height, bytes / (1 << 30)));
    }
    return (int) bytes;
  }
}
