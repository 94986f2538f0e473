package io.github.blemore.simulation;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.blemore.Provenance;
import io.github.blemore.internal.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;

/**
 * What a corpus is made of: two folders with the same recipe hold the same clips. Stored beside
 * them as {@code simulation.json}.
 *
 * @param simulated true, for whoever finds the folder
 * @param notice the same in words
 * @param library version of this library
 * @param looks number of what people look and sound like: raised with every change of it
 * @param seed of everything random
 * @param actors how many people
 * @param clipsPerActor how many clips of each
 * @param salienceStyles how differently people show that one of two emotions is stronger; a corpus
 *     that does not say has {@link SalienceStyles#PERSONAL}
 * @param width of the pictures in pixels
 * @param height of the pictures in pixels
 * @param framesPerSecond of the pictures
 * @param sampleRate of the sound in Hz
 */
record CorpusRecipe(
    @JsonProperty("simulated") boolean simulated,
    @JsonProperty("notice") String notice,
    @JsonProperty("library") String library,
    @JsonProperty("looks") int looks,
    @JsonProperty("seed") long seed,
    @JsonProperty("actors") int actors,
    @JsonProperty("clips_per_actor") int clipsPerActor,
    @JsonProperty("salience_styles") SalienceStyles salienceStyles,
    @JsonProperty("width") int width,
    @JsonProperty("height") int height,
    @JsonProperty("frames_per_second") int framesPerSecond,
    @JsonProperty("sample_rate") int sampleRate) {

  static final String FILE = "simulation.json";

  /** Stands in every corpus. */
  static final String NOTICE =
      "SIMULATED: drawn people and synthetic voices, made by blemore. Nothing here is a recording"
          + " of a person or part of the BLEMORE data set, and no result on it says anything about"
          + " people.";

  private static final int LOOKS = 1;

  /** A corpus that does not say how people differ was made before it could be chosen. */
  CorpusRecipe {
    salienceStyles = Objects.requireNonNullElse(salienceStyles, SalienceStyles.PERSONAL);
  }

  /** Of a corpus as this version makes it. */
  static CorpusRecipe of(long seed, int actors, int clipsPerActor, SalienceStyles styles) {
    return new CorpusRecipe(
        true,
        NOTICE,
        Provenance.libraryVersion(),
        LOOKS,
        seed,
        actors,
        clipsPerActor,
        styles,
        PersonRenderer.WIDTH,
        PersonRenderer.HEIGHT,
        MovEncoder.FRAMES_PER_SECOND,
        MovEncoder.SAMPLE_RATE);
  }

  /**
   * The recipe in a folder.
   *
   * @throws IOException if it cannot be read or is none
   */
  static CorpusRecipe read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    try {
      return new ObjectMapper().readValue(Files.readAllBytes(file), CorpusRecipe.class);
    } catch (JsonProcessingException e) {
      throw new IOException(
          "%s does not say how a corpus was made (%s): name another folder"
              .formatted(file, e.getOriginalMessage()),
          e);
    }
  }

  /** Writes it into a folder. */
  void write(Path folder) throws IOException {
    AtomicFile.write(
        folder.resolve(FILE),
        out ->
            out.write(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(this)));
  }

  /** Such as {@code seed 7, 20 actors, 16 clips each, version 0.1.0 (looks 1), 352 x 288}. */
  String describe() {
    return "seed %d, %d actors, %d clips each, %s salience, version %s (looks %d), %d x %d"
        .formatted(
            seed,
            actors,
            clipsPerActor,
            salienceStyles.name().toLowerCase(Locale.ROOT),
            library,
            looks,
            width,
            height);
  }
}
