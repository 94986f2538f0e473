package io.github.blemore.gemini;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/** Where a service is: checked, as clips and the key go there. */
final class BaseUrl {

  /** Google's own. */
  static final String GOOGLE = "https://generativelanguage.googleapis.com";

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]|\\[0:0:0:0:0:0:0:1]");

  private final String text;
  private final String host;

  private BaseUrl(String text, String host) {
    this.text = text;
    this.host = host;
  }

  /**
   * Checks an address.
   *
   * @throws IllegalArgumentException if it is none, or neither https nor on this machine
   */
  static BaseUrl of(String text) {
    URI address;
    try {
      address = new URI(text.strip());
    } catch (URISyntaxException e) {
      // Its message would quote what may hold a secret.
      throw new IllegalArgumentException(
          "the base URL is no address: must be https://HOST, such as " + GOOGLE);
    }
    String host = address.getHost();
    String scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
    if (host == null || !(scheme.equals("https") || scheme.equals("http"))) {
      throw new IllegalArgumentException(
          "the base URL must be https://HOST, such as %s".formatted(GOOGLE));
    }
    if (address.getRawUserInfo() != null
        || address.getRawQuery() != null
        || address.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "the base URL at %s holds a user, query or fragment: must be https://HOST or https://HOST/PATH"
              .formatted(host));
    }
    if (scheme.equals("http") && !LOOPBACK.matcher(host).matches()) {
      throw new IllegalArgumentException(
          "the base URL http://%s would send clips and the key unencrypted: must be https, but on this machine (127.0.0.1)"
              .formatted(host));
    }
    return new BaseUrl(address.toString().replaceAll("/+$", ""), host);
  }

  /** Who gets the clips. */
  String host() {
    return host;
  }

  /** Whether that is Google. */
  boolean isGoogle() {
    return host.equals(URI.create(GOOGLE).getHost());
  }

  /** Where a model makes embeddings. */
  URI embedContent(String model) {
    return URI.create("%s/v1beta/models/%s:embedContent".formatted(text, model));
  }
}
