package io.github.blemore.simulation;

import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import io.github.blemore.MediaException;
import java.nio.charset.StandardCharsets;

/** What libav's functions give back. */
final class Libav {

  private static final int TEXT_BYTES = 256;

  private Libav() {}

  /**
   * Requires that a call did what it should.
   *
   * @param result negative for an error
   * @param step what was tried
   * @throws MediaException if it is an error: the step, and libav's words for it
   */
  static void check(int result, String step) {
    if (result < 0) {
      throw new MediaException("%s failed: %s (%d)".formatted(step, describe(result), result));
    }
  }

  private static String describe(int error) {
    byte[] text = new byte[TEXT_BYTES];
    av_strerror(error, text, text.length);
    String padded = new String(text, StandardCharsets.UTF_8);
    return padded.substring(0, padded.indexOf('\0'));
  }
}
