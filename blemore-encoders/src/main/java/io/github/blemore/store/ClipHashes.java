package io.github.blemore.store;

import io.github.blemore.MediaException;
import io.github.blemore.internal.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** SHA-256 of clips, read once in an extraction. Safe to share between threads. */
final class ClipHashes {

  private final ConcurrentMap<Path, String> known = new ConcurrentHashMap<>();

  /**
   * The SHA-256 of a file.
   *
   * @throws MediaException if it cannot be read
   */
  String of(Path file) {
    return known.computeIfAbsent(file, ClipHashes::read);
  }

  private static String read(Path file) {
    try {
      return Sha256.of(file);
    } catch (IOException e) {
      throw new MediaException("clip %s cannot be read: %s".formatted(file, e), e);
    }
  }
}
