package io.github.blemore.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Which check a folder with a checkpoint is for: its {@code config.json} says it, not its name. */
final class EncoderFolders {

  private static final Set<String> SPEECH = Set.of("wav2vec2", "hubert", "wavlm");

  private EncoderFolders() {}

  /** Empty for a folder without a config, or with one of a network that no check is for. */
  static List<Conformance.FixtureCheck> checks(Path folder) throws IOException {
    Path file = folder.resolve("config.json");
    if (!Files.exists(file)) {
      return List.of();
    }
    JsonNode config = FixtureFiles.json(file);
    String type = config.path("model_type").asText();
    if (SPEECH.contains(type)) {
      return List.of(new SpeechCheck());
    }
    if (VisionCheck.knows(type)) {
      return List.of(new VisionCheck());
    }
    return config.has("embed_dim") && config.has("all_frames")
        ? List.of(new S4dCheck())
        : List.of();
  }
}
