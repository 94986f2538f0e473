package io.github.blemore.simulation;

import io.github.blemore.libav.MovieContainer;
import io.github.blemore.libav.MovieEncoder;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/**
 * Pictures and sound to the bytes of a .mov file: H.264 and AAC. The same input gives the same
 * bytes.
 *
 * <p>For one thread at a time.
 */
final class MovEncoder implements AutoCloseable {

  /** Of the pictures. */
  static final int FRAMES_PER_SECOND = 25;

  /** Of the sound, in Hz: what cameras record. */
  static final int SAMPLE_RATE = 48_000;

  private static final int BITS_PER_SECOND = 800_000;

  private final MovieEncoder encoder;
  private int count;

  /**
   * Starts a file.
   *
   * @param width of the pictures in pixels, even
   * @param height of the pictures in pixels, even
   * @param comment for whoever looks at the file's properties
   * @throws io.github.blemore.ModelException if libav is missing or lacks an encoder
   * @throws io.github.blemore.MediaException if it cannot encode these
   */
  MovEncoder(int width, int height, String comment) {
    encoder =
        MovieEncoder.builder(MovieContainer.MOV, width, height)
            .framesPerSecond(FRAMES_PER_SECOND)
            .ticksPerSecond(FRAMES_PER_SECOND)
            .bitsPerSecond(BITS_PER_SECOND)
            .sound(SAMPLE_RATE)
            .comment(comment)
            .build();
  }

  /** All of the sound, once: float32 {@code [samples]} at 48 kHz, full scale is -1..1. */
  void sound(float[] samples) {
    encoder.sound(samples);
  }

  /** The next picture: of the file's size, TYPE_INT_RGB. */
  void picture(BufferedImage picture) {
    int[] pixels = ((DataBufferInt) picture.getRaster().getDataBuffer()).getData();
    encoder.picture(pixels, count++, 1);
  }

  /** The whole file; nothing can be added afterwards. */
  byte[] finish() {
    return encoder.finish();
  }

  @Override
  public void close() {
    encoder.close();
  }
}
