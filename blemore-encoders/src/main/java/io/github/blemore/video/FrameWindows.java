package io.github.blemore.video;

import io.github.blemore.media.Frames;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Windows of equally many frames. Of a clip with too few frames the last one is repeated.
 *
 * @param windows in time order
 * @param notes what a reader of the result should know
 */
record FrameWindows(List<Frames> windows, List<String> notes) {

  /**
   * Cuts frames into windows, one after the other.
   *
   * @param frames at most {@code windows * perWindow}
   */
  static FrameWindows of(String encoderId, Frames frames, int windows, int perWindow) {
    int wanted = windows * perWindow;
    List<Frames> cut = new ArrayList<>();
    for (int w = 0; w < windows; w++) {
      List<byte[]> images = new ArrayList<>();
      double[] seconds = new double[perWindow];
      for (int i = 0; i < perWindow; i++) {
        int index = Math.min(w * perWindow + i, frames.count() - 1);
        images.add(bytes(frames.frame(index)));
        seconds[i] = frames.seconds(index);
      }
      cut.add(Frames.of(frames.width(), frames.height(), images, seconds));
    }
    return new FrameWindows(List.copyOf(cut), notes(encoderId, frames, wanted));
  }

  private static byte[] bytes(ByteBuffer frame) {
    byte[] bytes = new byte[frame.remaining()];
    frame.get(bytes);
    return bytes;
  }

  private static List<String> notes(String encoderId, Frames frames, int wanted) {
    List<String> notes = new ArrayList<>();
    if (frames.count() < wanted) {
      notes.add(
          "%s needs %d frames: there are %d, the last is repeated"
              .formatted(encoderId, wanted, frames.count()));
    }
    int different = 1;
    for (int i = 1; i < frames.count(); i++) {
      different += frames.seconds(i) > frames.seconds(i - 1) ? 1 : 0;
    }
    if (different < frames.count()) {
      notes.add(
          "%s looked at %d frames: only %d are different, some stand more than once"
              .formatted(encoderId, frames.count(), different));
    }
    return notes;
  }
}
