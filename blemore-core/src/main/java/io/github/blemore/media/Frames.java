package io.github.blemore.media;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Sampled frames of one clip, all of one size: uint8 RGB {@code [count, height, width, 3]}.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class Frames {

  private final int width;
  private final int height;
  private final byte[][] images;
  private final double[] seconds;

  private Frames(int width, int height, byte[][] images, double[] seconds) {
    this.width = width;
    this.height = height;
    this.images = images;
    this.seconds = seconds;
  }

  /**
   * Frames from their pixels. The arrays are taken over, not copied: the caller must not change
   * them afterwards. One array may stand for several frames.
   *
   * @param width in pixels
   * @param height in pixels
   * @param images one or more, each uint8 RGB {@code [height, width, 3]}
   * @param seconds when each frame is on screen, from the clip's first frame, not descending
   * @throws IllegalArgumentException if a length does not fit or a time is less than the one before
   */
  public static Frames of(int width, int height, List<byte[]> images, double[] seconds) {
    if (images.isEmpty() || images.size() != seconds.length) {
      throw new IllegalArgumentException(
          "%d images and %d times: must be as many, and at least one"
              .formatted(images.size(), seconds.length));
    }
    int size = Math.multiplyExact(Math.multiplyExact(width, height), 3);
    for (byte[] image : images) {
      if (image.length != size) {
        throw new IllegalArgumentException(
            "image has %d bytes: must have %d x %d x 3 = %d"
                .formatted(image.length, height, width, size));
      }
    }
    for (int i = 1; i < seconds.length; i++) {
      if (!(seconds[i] >= seconds[i - 1])) {
        throw new IllegalArgumentException(
            "frame %d is at %s s, frame %d at %s s: must not descend"
                .formatted(i - 1, seconds[i - 1], i, seconds[i]));
      }
    }
    return new Frames(width, height, images.toArray(byte[][]::new), seconds.clone());
  }

  /** How many. */
  public int count() {
    return images.length;
  }

  /** In pixels. */
  public int width() {
    return width;
  }

  /** In pixels. */
  public int height() {
    return height;
  }

  /** A read-only view of one frame's pixels, uint8 RGB {@code [height, width, 3]}. */
  public ByteBuffer frame(int index) {
    return ByteBuffer.wrap(images[index]).asReadOnlyBuffer();
  }

  /**
   * Some of these frames, in this order; one may stand more than once. They are shared, not copied.
   *
   * @param indices at least one, not descending
   * @throws IllegalArgumentException if there is none, or they descend in time
   * @throws IndexOutOfBoundsException if there is no such frame
   */
  public Frames select(int... indices) {
    return of(
        width,
        height,
        Arrays.stream(indices).mapToObj(i -> images[i]).toList(),
        Arrays.stream(indices).mapToDouble(i -> seconds[i]).toArray());
  }

  /** When a frame is on screen, in seconds from the clip's first frame. */
  public double seconds(int index) {
    return seconds[index];
  }

  /**
   * Appends all frames, uint8 {@code [count, height, width, 3]}.
   *
   * @param target has room for {@code count * height * width * 3} bytes
   */
  public void copyTo(ByteBuffer target) {
    for (byte[] image : images) {
      target.put(image);
    }
  }

  @Override
  public String toString() {
    return "Frames[%d of %d x %d at %s s]"
        .formatted(count(), width, height, Arrays.toString(seconds));
  }
}
