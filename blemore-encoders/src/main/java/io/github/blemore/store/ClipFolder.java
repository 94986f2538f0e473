package io.github.blemore.store;

import io.github.blemore.Clip;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The clips of a folder. */
public final class ClipFolder {

  private static final Set<String> EXTENSIONS =
      Set.of("mov", "mp4", "m4v", "mkv", "webm", "avi", "mpg", "mpeg", "wmv", "wav", "mp3", "m4a");

  private ClipFolder() {}

  /**
   * All clips in a folder and in those below it, by name. A clip's id is its file name without the
   * extension, as in BLEMORE's metadata. Hidden files and folders are left out.
   *
   * @throws IOException if the folder cannot be read or holds no clip
   * @throws IllegalArgumentException if two clips have one id; the message names them
   */
  public static List<Clip> list(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new NotDirectoryException(folder + " is no folder: name the one that holds the clips");
    }
    Map<String, Clip> clips = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file :
          files
              .filter(path -> isClip(folder.relativize(path)) && Files.isRegularFile(path))
              .toList()) {
        Clip clip = Clip.of(file).withId(withoutExtension(file));
        Clip other = clips.put(clip.id(), clip);
        if (other != null) {
          throw new IllegalArgumentException(
              "%s and %s are both clip %s: rename one".formatted(other.path(), file, clip.id()));
        }
      }
    } catch (UncheckedIOException e) {
      throw new IOException("%s cannot be listed: %s".formatted(folder, e.getMessage()), e);
    }
    if (clips.isEmpty()) {
      throw new IOException(
          "%s holds no clips: looked for %s"
              .formatted(folder, EXTENSIONS.stream().sorted().toList()));
    }
    return new ArrayList<>(clips.values());
  }

  private static boolean isClip(Path inFolder) {
    for (Path part : inFolder) {
      if (part.toString().startsWith(".")) {
        return false;
      }
    }
    String name = String.valueOf(inFolder.getFileName());
    return EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT))
        && name.lastIndexOf('.') > 0;
  }

  private static String withoutExtension(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(0, name.lastIndexOf('.'));
  }
}
