package io.github.blemore;

import io.github.blemore.npy.NpyArray;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files made by the original Python code. */
public final class Fixtures {

  private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");

  private Fixtures() {}

  /** The bytes of a file in {@code fixtures}. */
  public static byte[] bytes(String name) throws IOException {
    try (InputStream in = Fixtures.class.getResourceAsStream("/fixtures/" + name)) {
      return in.readAllBytes();
    }
  }

  /** A text file. */
  public static String text(String name) throws IOException {
    return new String(bytes(name), StandardCharsets.UTF_8);
  }

  /** An array. */
  public static NpyArray npy(String name) throws IOException {
    return NpyArray.parse(bytes(name));
  }

  /** A JSON list of strings without escapes. */
  public static List<String> strings(String name) throws IOException {
    List<String> strings = new ArrayList<>();
    Matcher matcher = QUOTED.matcher(text(name));
    while (matcher.find()) {
      strings.add(matcher.group(1));
    }
    return strings;
  }
}
