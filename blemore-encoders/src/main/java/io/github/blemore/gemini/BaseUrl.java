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
  private final String place;

  private BaseUrl(String text, String host, String place) {
    this.text = text;
    this.host = host;
    this.place = place;
  }

  /**
   * Checks an address.
   *
   * @param source what it is, in words: for messages
   * @throws IllegalArgumentException if it is none, or neither https nor on this machine
   */
  static BaseUrl of(String text, String source) {
    URI address;
    try {
      address = new URI(text.strip());
    } catch (URISyntaxException e) {
      // Its message would quote what may hold a secret.
      throw new IllegalArgumentException(
          "%s is no address: must be https://HOST, such as %s".formatted(source, GOOGLE));
    }
    String host = address.getHost() == null ? "" : address.getHost().toLowerCase(Locale.ROOT);
    String scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
    if (host.isEmpty() || !(scheme.equals("https") || scheme.equals("http"))) {
      throw new IllegalArgumentException(
          "%s must be https://HOST, such as %s".formatted(source, GOOGLE));
    }
    if (address.getRawUserInfo() != null
        || address.getRawQuery() != null
        || address.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "%s at %s holds a user, query or fragment: must be https://HOST or https://HOST/PATH"
              .formatted(source, host));
    }
    if (scheme.equals("http") && !LOOPBACK.matcher(host).matches()) {
      throw new IllegalArgumentException(
          "%s, http://%s, would send clips and the key unencrypted: must be https, but on this machine (127.0.0.1)"
              .formatted(source, host));
    }
    String port = address.getPort() < 0 ? "" : ":" + address.getPort();
    String path = address.getRawPath().replaceAll("/+$", "");
    return new BaseUrl("%s://%s%s%s".formatted(scheme, host, port, path), host, host + port + path);
  }

  /** Who gets the clips, in lower case. */
  String host() {
    return host;
  }

  /** Host, port if one is given, and path: the same for the same service. */
  String place() {
    return place;
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
