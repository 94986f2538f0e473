package io.github.blemore.network;

import io.github.blemore.media.Frames;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Windows of equally many frames. Of a clip with too few frames the last one is repeated.
 *
 * @param windows in time order
 * @param notes what a reader of the result should know
 */
public record FrameWindows(List<Frames> windows, List<String> notes) {

  /**
   * Cuts frames into windows, one after the other.
   *
   * @param frames at most {@code windows * perWindow}
   */
  public static FrameWindows of(String encoderId, Frames frames, int windows, int perWindow) {
    int wanted = windows * perWindow;
    List<Frames> cut = new ArrayList<>();
    for (int w = 0; w < windows; w++) {
      int first = w * perWindow;
      int last = frames.count() - 1;
      cut.add(
          frames.select(
              IntStream.range(first, first + perWindow).map(i -> Math.min(i, last)).toArray()));
    }
    return new FrameWindows(
        List.copyOf(cut), notes(encoderId, frames, wanted, "the last is repeated"));
  }

  /**
   * What a reader of the result should know of the frames.
   *
   * @param wanted how many the encoder asked for
   * @param rule what is done if there are fewer
   */
  public static List<String> notes(String encoderId, Frames frames, int wanted, String rule) {
    List<String> notes = new ArrayList<>();
    if (frames.count() < wanted) {
      notes.add(
          "%s needs %d frames: there are %d, %s"
              .formatted(encoderId, wanted, frames.count(), rule));
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
