package io.github.blemore.media;

/**
 * A stretch of a clip.
 *
 * @param start in seconds from the clip's beginning
 * @param end in seconds from the clip's beginning
 */
public record MediaSpan(double start, double end) {

  /**
   * Checks the order.
   *
   * @throws IllegalArgumentException unless {@code 0 <= start <= end}, both finite
   */
  public MediaSpan {
    if (!(start >= 0 && start <= end) || Double.isInfinite(end)) {
      throw new IllegalArgumentException(
          "span %s..%s s: must be 0 <= start <= end, finite".formatted(start, end));
    }
  }

  /** The smallest span holding both. */
  public MediaSpan union(MediaSpan other) {
    return new MediaSpan(Math.min(start, other.start), Math.max(end, other.end));
  }
}
