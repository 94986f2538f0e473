package io.github.blemore.challenge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Labeled clips with their folds: the challenge's {@code train_metadata.csv}.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class Metadata {

  private final List<MetadataRow> rows;

  private Metadata(List<MetadataRow> rows) {
    this.rows = rows;
  }

  /**
   * The metadata of these clips.
   *
   * @throws IllegalArgumentException if there is none, a clip stands twice (which one), or an actor
   *     is in two folds (who)
   */
  public static Metadata of(List<MetadataRow> rows) {
    if (rows.isEmpty()) {
      throw new IllegalArgumentException("metadata has no clips: must have at least one");
    }
    Map<String, MetadataRow> byClip = new HashMap<>();
    Map<String, MetadataRow> byActor = new HashMap<>();
    for (MetadataRow row : rows) {
      if (byClip.put(row.clipId(), row) != null) {
        throw new IllegalArgumentException("clip %s stands twice".formatted(row.clipId()));
      }
      MetadataRow other = byActor.putIfAbsent(row.actor(), row);
      if (other != null && other.fold() != row.fold()) {
        throw new IllegalArgumentException(
            "actor %s is in fold %d (%s) and in fold %d (%s): folds must not share a person"
                .formatted(
                    row.actor(), other.fold(), other.filename(), row.fold(), row.filename()));
      }
    }
    return new Metadata(List.copyOf(rows));
  }

  /** All clips, in the file's order. */
  public List<MetadataRow> rows() {
    return rows;
  }

  /** The folds that have clips. */
  public SortedSet<Integer> folds() {
    SortedSet<Integer> folds = new TreeSet<>();
    rows.forEach(row -> folds.add(row.fold()));
    return folds;
  }

  /** The clips of one fold, in the file's order; empty if there is no such fold. */
  public List<MetadataRow> inFold(int fold) {
    List<MetadataRow> found = new ArrayList<>(rows);
    found.removeIf(row -> row.fold() != fold);
    return List.copyOf(found);
  }
}
