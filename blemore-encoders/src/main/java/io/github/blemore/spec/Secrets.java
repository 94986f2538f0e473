package io.github.blemore.spec;

import java.util.regex.Pattern;

/** Keeps out of messages what should not have been written into a specification. */
final class Secrets {

  private static final String HIDDEN = "[hidden]";

  /** What is set for a name that ends like a secret's, up to where the next begins. */
  private static final Pattern VALUE =
      Pattern.compile("(?i)(key|token|secret|password)=[^,&\\s\"]+");

  /** Before the host of an address. */
  private static final Pattern USER = Pattern.compile("://[^@,\\s\"]*@");

  /** How keys of Google's begin, wherever they stand. */
  private static final Pattern GOOGLE = Pattern.compile("AIza[A-Za-z0-9_-]{8,}");

  private Secrets() {}

  /** The text with {@code [hidden]} for each. */
  static String hide(String text) {
    String hidden = VALUE.matcher(text).replaceAll("$1=" + HIDDEN);
    hidden = USER.matcher(hidden).replaceAll("://" + HIDDEN + "@");
    return GOOGLE.matcher(hidden).replaceAll(HIDDEN);
  }
}
