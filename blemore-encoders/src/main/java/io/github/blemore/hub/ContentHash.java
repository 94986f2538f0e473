package io.github.blemore.hub;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * By what the hub knows a file's content: the SHA-256 of large files (Git LFS), for others the
 * object name that git gives them, SHA-1 of {@code "blob " + size + "\0"} and the bytes.
 *
 * @param algorithm as Java calls it
 * @param hex lower-case digits
 */
record ContentHash(String algorithm, String hex) {

  private static final String GIT = "SHA-1";
  private static final String LFS = "SHA-256";
  private static final int BUFFER_BYTES = 1 << 18;

  /**
   * Reads an ETag of the hub.
   *
   * @return empty if it is neither kind of hash
   */
  static Optional<ContentHash> ofEtag(String etag) {
    String hex = etag.replaceFirst("^W/", "").replace("\"", "");
    if (hex.matches("[0-9a-f]{64}")) {
      return Optional.of(new ContentHash(LFS, hex));
    }
    return hex.matches("[0-9a-f]{40}") ? Optional.of(new ContentHash(GIT, hex)) : Optional.empty();
  }

  /** The hash of the same kind of a file. */
  ContentHash of(Path file) throws IOException {
    MessageDigest digest = digest();
    if (algorithm.equals(GIT)) {
      digest.update("blob %d\0".formatted(Files.size(file)).getBytes(US_ASCII));
    }
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return new ContentHash(algorithm, HexFormat.of().formatHex(digest.digest()));
  }

  private MessageDigest digest() {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + algorithm, e);
    }
  }

  @Override
  public String toString() {
    return algorithm + " " + hex;
  }
}
