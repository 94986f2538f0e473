package io.github.blemore.libav;

import io.github.blemore.MediaException;
import io.github.blemore.ModelException;
import io.github.blemore.internal.Artifacts;
import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/** The native libraries: loaded, silenced, or missing with advice. */
final class Natives {

  private Natives() {}

  /**
   * Loads them; costs nothing the second time.
   *
   * @throws ModelException if they are not on the class path
   */
  static void load() {
    try {
      avutil.av_log_set_level(avutil.AV_LOG_QUIET);
      // The last library in the chain: if it is there, so are those it stands on.
      swscale.swscale_version();
    } catch (LinkageError e) {
      throw new ModelException(
          "libav cannot be loaded (%s): media need %s".formatted(e, artifacts()), e);
    }
  }

  private static String artifacts() {
    return "%s and %s, each with classifier %s, on the class path"
        .formatted(
            Artifacts.withVersion(Natives.class, "org.bytedeco:ffmpeg"),
            Artifacts.withVersion(Natives.class, "org.bytedeco:javacpp"),
            Loader.getPlatform());
  }

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

  /** What libav calls this error. */
  static String describe(int error) {
    byte[] text = new byte[256];
    avutil.av_strerror(error, text, text.length);
    int length = 0;
    while (length < text.length && text[length] != 0) {
      length++;
    }
    return new String(text, 0, length, StandardCharsets.UTF_8);
  }

  /** A C string. */
  static String string(@Nullable BytePointer text) {
    return text == null || text.isNull() ? "unknown" : text.getString(StandardCharsets.UTF_8);
  }
}
