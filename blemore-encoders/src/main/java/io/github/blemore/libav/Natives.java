package io.github.blemore.libav;

import io.github.blemore.ModelException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/** The native libraries: loaded, silenced, or missing with advice. */
final class Natives {

  private static final String FFMPEG = "8.0.1-1.5.13";
  private static final String JAVACPP = "1.5.13";

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
    try {
      return "org.bytedeco:ffmpeg:%s and org.bytedeco:javacpp:%s, each with classifier %s, on the class path"
          .formatted(version("ffmpeg", FFMPEG), version("javacpp", JAVACPP), Loader.getPlatform());
    } catch (LinkageError e) {
      return "org.bytedeco:ffmpeg:%s and org.bytedeco:javacpp:%s on the class path, once plain and once with this platform's classifier"
          .formatted(FFMPEG, JAVACPP);
    }
  }

  private static String version(String artifact, String builtWith) {
    try {
      String found = Loader.getVersion("org.bytedeco", artifact);
      return found == null ? builtWith : found;
    } catch (IOException | RuntimeException e) {
      return builtWith;
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
