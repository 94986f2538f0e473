package io.github.blemore.gemini;

import org.jspecify.annotations.Nullable;

/** A secret: shown nowhere, and taken out of all texts that go anywhere. */
final class ApiKey {

  private static final String PAGE = "a key is made at https://aistudio.google.com/apikey";
  private static final String HIDDEN = "[key]";
  private static final int CONTROL_END = 0x20;
  private static final int DELETE = 0x7f;
  private static final int MAX_TEXT = 300;

  private final String value;

  private ApiKey(String value) {
    this.value = value;
  }

  /**
   * Checks a key without showing it.
   *
   * @param source where it is from, in words
   * @throws IllegalArgumentException if there is none, or it cannot be one
   */
  static ApiKey of(@Nullable String value, String source) {
    if (value == null) {
      throw new IllegalArgumentException(
          "no API key: call apiKey(...) or set %s; %s".formatted(GeminiEncoder.KEY_VARIABLE, PAGE));
    }
    if (value.isBlank()) {
      throw new IllegalArgumentException(
          "the API key of %s is blank: set it to a key, or leave it out; %s"
              .formatted(source, PAGE));
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c <= CONTROL_END || c >= DELETE) {
        throw new IllegalArgumentException(
            "the API key of %s holds %s as character %d of %d: copy it again without that"
                .formatted(source, describe(c), i + 1, value.length()));
      }
    }
    return new ApiKey(value);
  }

  private static String describe(char c) {
    if (c == '\n' || c == '\r') {
      return "a line break";
    }
    if (c == ' ') {
      return "a space";
    }
    return c < CONTROL_END || c == DELETE ? "a control character" : "a character beyond ASCII";
  }

  /** For the header of a request, and nothing else. */
  String value() {
    return value;
  }

  /** A text from outside as one line of at most 300 characters, without the key. */
  String redact(String text) {
    String clean = text.replace(value, HIDDEN).replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return clean.length() <= MAX_TEXT ? clean : clean.substring(0, MAX_TEXT) + "...";
  }

  /** An exception to be named as a cause; null if it or one of its own causes holds the key. */
  @Nullable Throwable harmless(Throwable cause) {
    for (Throwable at = cause; at != null; at = at.getCause()) {
      if (at.toString().contains(value)) {
        return null;
      }
    }
    return cause;
  }

  @Override
  public String toString() {
    return HIDDEN;
  }
}
