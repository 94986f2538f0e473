package io.github.blemore.finetune.files;

import com.fasterxml.jackson.databind.node.TextNode;
import io.github.blemore.Emotion;
import io.github.blemore.License;
import io.github.blemore.checkpoint.Checkpoint;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * The model card of an adapted checkpoint: its license is the source's, and it never tells a path.
 *
 * @param adaptedFrom what the config says about it
 * @param settings how it was trained: lines of text
 */
record AdaptedCard(Checkpoint source, String adaptedFrom, String settings) {

  private static final String CACHED = "models--";

  /**
   * What to call the checkpoint in a folder: {@code ORG/NAME} for one in the hub's cache, which is
   * {@code models--ORG--NAME/snapshots/COMMIT}; else the folder's name.
   */
  static String name(Path folder) {
    Path whole = folder.toAbsolutePath().normalize();
    Path repository = whole.resolve("../..").normalize();
    String cached = String.valueOf(repository.getFileName());
    if (cached.startsWith(CACHED)) {
      return cached.substring(CACHED.length()).replace("--", "/");
    }
    return whole.getFileName() == null ? "checkpoint" : whole.getFileName().toString();
  }

  /**
   * The card.
   *
   * @param trained how many tensors were trained
   * @param kept how many are the source's
   */
  String text(int trained, int kept) {
    String name = name(source.folder());
    String emotions =
        Emotion.classOrder().stream().map(Emotion::code).collect(Collectors.joining(", "));
    return """
        ---
        %sbase_model: %s
        ---

        # %s, adapted

        Adapted by blemore to the six emotions %s (class 0 to 5), from: %s.
        %d of its tensors were trained, %d are the source's, unchanged.
        What it tells is expression as people labeled it, not what a person feels.

        Settings:

        %s
        """
        .formatted(
            license(source.license()),
            quoted(name),
            name,
            emotions,
            adaptedFrom,
            trained,
            kept,
            settings.strip().indent(4).stripTrailing());
  }

  private static String license(License license) {
    if (license.name().equals("not stated")) {
      return "";
    }
    String stated = "license: %s\n".formatted(quoted(license.name()));
    return license.source().startsWith("https://")
        ? stated + "license_link: %s\n".formatted(quoted(license.source()))
        : stated;
  }

  /** A text of JSON is one of YAML. */
  private static String quoted(String text) {
    return TextNode.valueOf(text).toString();
  }
}
