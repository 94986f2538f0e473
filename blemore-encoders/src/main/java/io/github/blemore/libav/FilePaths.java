package io.github.blemore.libav;

import io.github.blemore.MediaException;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files by name: what is wrong with one, and how libav is told of it. */
final class FilePaths {

  private FilePaths() {}

  /**
   * Finds the common mistakes, which libav would only give a number for.
   *
   * @throws MediaException if there is no readable, non-empty file there
   */
  static void requireReadable(Path path) {
    if (path.getFileSystem() != FileSystems.getDefault()) {
      throw problem(path, "it is not on disk but in " + path.getFileSystem(), "copy it to disk");
    }
    if (!Files.exists(path)) {
      throw problem(path, "there is no such file", "check the path");
    }
    if (Files.isDirectory(path)) {
      throw problem(path, "it is a directory", "name a media file in it");
    }
    if (!Files.isRegularFile(path)) {
      throw problem(path, "it is not a regular file", "save it to a file first");
    }
    if (!Files.isReadable(path)) {
      throw problem(path, "this process may not read it", "change its permissions");
    }
    try {
      if (Files.size(path) == 0) {
        throw problem(path, "it is empty (0 bytes)", "copy or record it again");
      }
    } catch (IOException e) {
      throw new MediaException("cannot read %s: %s".formatted(path, e), e);
    }
  }

  /** Says that libav does not know what this file is. */
  static MediaException notMedia(Path path, String reason) {
    if (isMp4(path)) {
      return problem(
          path,
          "its index (moov atom) is missing or broken (%s)".formatted(reason),
          "the recording was not finished or the file is cut off: record or copy it again");
    }
    return problem(
        path,
        "it is no media file that libav knows (%s)".formatted(reason),
        "name a .mov, .mp4, .mkv, .webm, .avi or .wav file, or convert it");
  }

  static MediaException problem(Path path, String what, String advice) {
    return new MediaException("cannot read %s: %s; %s".formatted(path, what, advice));
  }

  /** ISO/IEC 14496-12: a box is a length of four bytes, then its type. */
  private static boolean isMp4(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] head = in.readNBytes(8);
      String type = head.length < 8 ? "" : new String(head, 4, 4, StandardCharsets.ISO_8859_1);
      return type.equals("ftyp") || type.equals("mdat") || type.equals("wide");
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * The path as a libav URL with a terminating zero. The scheme keeps a colon in a name from being
   * taken for one.
   */
  static byte[] url(Path path) {
    ByteArrayOutputStream url = new ByteArrayOutputStream();
    url.writeBytes("file:".getBytes(StandardCharsets.US_ASCII));
    url.writeBytes(
        File.separatorChar == '/'
            ? unixName(path)
            : path.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8));
    url.write(0);
    return url.toByteArray();
  }

  /**
   * The name's bytes as the system has them: toString would lose those that the locale's charset
   * does not have, the URI escapes every one.
   */
  private static byte[] unixName(Path path) {
    String escaped = path.toAbsolutePath().toUri().getRawPath();
    ByteArrayOutputStream name = new ByteArrayOutputStream(escaped.length());
    for (int i = 0; i < escaped.length(); i++) {
      char c = escaped.charAt(i);
      if (c == '%') {
        name.write(Integer.parseInt(escaped, i + 1, i + 3, 16));
        i += 2;
      } else {
        name.write(c);
      }
    }
    return name.toByteArray();
  }
}
