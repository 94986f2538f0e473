package io.github.blemore.network;

import ai.djl.ndarray.NDArray;
import io.github.blemore.Embedding;
import io.github.blemore.Encoding;
import io.github.blemore.media.Frames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Windows of equally many frames. Of a clip with too few frames the last one is repeated.
 *
 * @param windows in time order
 * @param notes what a reader of the result should know
 */
public record FrameWindows(List<Frames> windows, List<String> notes) {

  /** Of one clip: more give no more than a longer list of vectors. */
  public static final int MAX_WINDOWS = 64;

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
   * Embeds clips, one vector for each window: the first windows of all clips together, then the
   * second ones.
   *
   * @param clips of equally many windows
   * @param network from one window of each clip to float32 {@code [clips, width]}; its arrays live
   *     until the window is done
   */
  public static List<Encoding> embed(
      String encoderId, List<FrameWindows> clips, Function<List<Frames>, NDArray> network) {
    int count = clips.get(0).windows().size();
    float[][][] vectors = new float[clips.size()][count][];
    for (int w = 0; w < count; w++) {
      int window = w;
      List<Frames> together = clips.stream().map(clip -> clip.windows().get(window)).toList();
      float[] values = Scopes.values(() -> network.apply(together));
      int width = values.length / clips.size();
      for (int i = 0; i < vectors.length; i++) {
        vectors[i][w] = Arrays.copyOfRange(values, i * width, (i + 1) * width);
      }
    }
    List<Encoding> encodings = new ArrayList<>();
    for (int i = 0; i < vectors.length; i++) {
      encodings.add(Embedding.of(encoderId, vectors[i]).withNotes(clips.get(i).notes()));
    }
    return encodings;
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
