package io.github.blemore.challenge;

import io.github.blemore.Blend;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * One labeled clip of {@code train_metadata.csv}.
 *
 * @param filename the clip's name as the file has it, with or without an extension, beginning with
 *     the person who is seen and an underscore; no folder
 * @param videoId the column {@code video_id}: in the challenge's file, the actor
 * @param label what the clip is meant to show
 * @param version which take, from 1
 * @param intensity 1-4 where the row has one
 * @param situation 1-4 where the row has one
 * @param fold 0-4 in the challenge; from 0
 */
public record MetadataRow(
    String filename,
    String videoId,
    Blend label,
    int version,
    OptionalInt intensity,
    OptionalInt situation,
    int fold) {

  private static final Pattern FILENAME = Pattern.compile("[^_/\\\\]+_[^/\\\\]+");

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the file name names no actor or a folder, if a number is
   *     out of range, or if the file name is in one of {@link ClipName}'s forms and says another
   *     label
   */
  public MetadataRow {
    if (!FILENAME.matcher(filename).matches()) {
      throw new IllegalArgumentException(
          ("filename is \"%s\": must be a name without a folder that begins with the actor and an"
                  + " underscore")
              .formatted(filename));
    }
    if (version < 1) {
      throw new IllegalArgumentException("version is %d: must be from 1".formatted(version));
    }
    ClipName.requireOneToFour("intensity_level", intensity);
    ClipName.requireOneToFour("situation", situation);
    if (fold < 0) {
      throw new IllegalArgumentException("fold is %d: must be from 0".formatted(fold));
    }
    ClipName.parseIfLabeled(filename)
        .filter(name -> !name.label().equals(label))
        .ifPresent(
            name -> {
              throw new IllegalArgumentException(
                  "label is %s, but filename says %s".formatted(label, name.label()));
            });
  }

  /** The row of a clip whose name says all but the fold; its video id is the actor. */
  public static MetadataRow of(ClipName name, int fold) {
    return new MetadataRow(
        name.toString(),
        name.actor(),
        name.label(),
        name.version(),
        name.intensity(),
        name.situation(),
        fold);
  }

  /** The person who is seen: the file name up to the first underscore. */
  public String actor() {
    return filename.substring(0, filename.indexOf('_'));
  }

  /** The clip's name without an extension: what embeddings and predictions go by. */
  public String clipId() {
    int dot = filename.lastIndexOf('.');
    return dot > 0 ? filename.substring(0, dot) : filename;
  }

  /** The same clip in another fold. */
  MetadataRow withFold(int other) {
    return new MetadataRow(filename, videoId, label, version, intensity, situation, other);
  }
}
