package io.github.blemore.challenge;

import io.github.blemore.Blend;
import java.util.OptionalInt;

/**
 * One labeled clip of {@code train_metadata.csv}.
 *
 * @param filename the clip's name as the file has it, with or without an extension
 * @param videoId the column {@code video_id}
 * @param actor the person who is seen: the file name up to the first underscore
 * @param label what the clip is meant to show
 * @param version which take, from 1
 * @param intensity 1-4 where the row has one
 * @param situation 1-4 where the row has one
 * @param fold 0-4 in the challenge; from 0
 */
public record MetadataRow(
    String filename,
    String videoId,
    String actor,
    Blend label,
    int version,
    OptionalInt intensity,
    OptionalInt situation,
    int fold) {

  /** The row of a clip whose name says all but the fold; its video id is the actor. */
  public static MetadataRow of(ClipName name, int fold) {
    return new MetadataRow(
        name.toString(),
        name.actor(),
        name.actor(),
        name.label(),
        name.version(),
        name.intensity(),
        name.situation(),
        fold);
  }

  /** The clip's name without an extension: what embeddings and predictions go by. */
  public String clipId() {
    int dot = filename.lastIndexOf('.');
    return dot > 0 ? filename.substring(0, dot) : filename;
  }
}
