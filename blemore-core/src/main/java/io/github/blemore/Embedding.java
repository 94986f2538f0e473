package io.github.blemore;

import java.util.Arrays;
import java.util.List;

/**
 * What an encoder sees in one clip: a vector for each window of the clip, float32 {@code [windows,
 * dimension]}, all finite. Most encoders make one window of a whole clip.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class Embedding implements Encoding {

  private final String encoderId;
  private final float[][] windows;
  private final List<String> notes;

  private Embedding(String encoderId, float[][] windows, List<String> notes) {
    this.encoderId = encoderId;
    this.windows = windows;
    this.notes = notes;
  }

  /**
   * The embedding of one window, or of several in time order.
   *
   * @param encoderId the encoder that made it
   * @param windows float32 {@code [windows >= 1, dimension >= 1]}; copied
   * @throws IllegalArgumentException if there is no window, their lengths differ, or a value is NaN
   *     or infinite (which one is said)
   */
  public static Embedding of(String encoderId, float[]... windows) {
    if (windows.length == 0 || windows[0].length == 0) {
      throw new IllegalArgumentException(
          "embedding of %s is empty: must have at least one window of at least one value"
              .formatted(encoderId));
    }
    float[][] copy = new float[windows.length][];
    for (int w = 0; w < windows.length; w++) {
      if (windows[w].length != windows[0].length) {
        throw new IllegalArgumentException(
            "window %d of the embedding of %s has %d values, window 0 has %d: must be equal"
                .formatted(w, encoderId, windows[w].length, windows[0].length));
      }
      for (int i = 0; i < windows[w].length; i++) {
        if (!Float.isFinite(windows[w][i])) {
          throw new IllegalArgumentException(
              "value %d of window %d of the embedding of %s is %s: must be finite"
                  .formatted(i, w, encoderId, windows[w][i]));
        }
      }
      copy[w] = windows[w].clone();
    }
    return new Embedding(encoderId, copy, List.of());
  }

  /** The same with what a reader of the result should know, such as that frames were repeated. */
  public Embedding withNotes(List<String> values) {
    return new Embedding(encoderId, windows, List.copyOf(values));
  }

  /** What a reader of the result should know; not compared by {@link #equals}. */
  public List<String> notes() {
    return notes;
  }

  @Override
  public String encoderId() {
    return encoderId;
  }

  /** Values per window. */
  public int dimension() {
    return windows[0].length;
  }

  /** How many windows of the clip were encoded. */
  public int windowCount() {
    return windows.length;
  }

  /** A copy of one window's vector, float32 {@code [dimension]}. */
  public float[] window(int index) {
    return windows[index].clone();
  }

  /**
   * A copy of the only window's vector, float32 {@code [dimension]}.
   *
   * @throws IllegalStateException if there are several windows: use {@link #window}
   */
  public float[] vector() {
    if (windows.length != 1) {
      throw new IllegalStateException(
          "embedding of %s has %d windows: ask for one of them"
              .formatted(encoderId, windows.length));
    }
    return window(0);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Embedding that
        && encoderId.equals(that.encoderId)
        && Arrays.deepEquals(windows, that.windows);
  }

  @Override
  public int hashCode() {
    return 31 * encoderId.hashCode() + Arrays.deepHashCode(windows);
  }

  @Override
  public String toString() {
    return "Embedding[%s, %d x %d]".formatted(encoderId, windows.length, dimension());
  }
}
