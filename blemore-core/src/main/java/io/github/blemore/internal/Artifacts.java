package io.github.blemore.internal;

import io.github.blemore.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Maven coordinates of native artifacts, for messages that say what to add. Whoever needs one has a
 * file {@code artifacts.properties} beside its class, which the build fills in.
 */
public final class Artifacts {

  private static final String FILE = "artifacts.properties";

  private Artifacts() {}

  /**
   * The coordinates of an artifact in the version a jar was built with.
   *
   * @param user the class beside which the file stands
   * @param groupAndName such as {@code org.bytedeco:ffmpeg}
   * @return such as {@code org.bytedeco:ffmpeg:8.0.1-1.5.13}
   */
  public static String withVersion(Class<?> user, String groupAndName) {
    Properties versions = new Properties();
    try (InputStream in = user.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new ModelException(
            "%s of %s is not there: its jar is damaged".formatted(FILE, user.getPackageName()));
      }
      versions.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String version = versions.getProperty(groupAndName);
    if (version == null) {
      throw new IllegalArgumentException(
          "%s is not in %s of %s".formatted(groupAndName, FILE, user.getPackageName()));
    }
    return groupAndName + ":" + version;
  }
}
