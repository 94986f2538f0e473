package io.github.blemore.internal;

import io.github.blemore.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Maven coordinates of native artifacts, for messages that say what to add. */
public final class Artifacts {

  private static final String FILE = "artifacts.properties";

  private Artifacts() {}

  /**
   * The coordinates of an artifact in the version this jar was built with.
   *
   * @param groupAndName such as {@code org.bytedeco:ffmpeg}
   * @return such as {@code org.bytedeco:ffmpeg:8.0.1-1.5.13}
   */
  public static String withVersion(String groupAndName) {
    Properties versions = new Properties();
    try (InputStream in = Artifacts.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new ModelException(FILE + " is not in the jar of blemore-encoders: it is damaged");
      }
      versions.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String version = versions.getProperty(groupAndName);
    if (version == null) {
      throw new IllegalArgumentException(groupAndName + " is not in " + FILE);
    }
    return groupAndName + ":" + version;
  }
}
