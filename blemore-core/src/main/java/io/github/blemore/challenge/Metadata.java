package io.github.blemore.challenge;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * Labeled clips with their folds: the challenge's {@code train_metadata.csv}. No clip stands twice,
 * and no person is in two folds.
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
    List<MetadataRow> copy = List.copyOf(rows);
    Problems problems = new Problems();
    if (copy.isEmpty()) {
      problems.add("metadata has no clips: must have at least one");
    }
    checkTogether(
        copy, row -> "row %d (%s)".formatted(row + 1, copy.get(row).filename()), problems);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(problems.toString());
    }
    return new Metadata(copy);
  }

  /**
   * Reads a file with the columns {@code filename, video_id, mix, emotion_1, emotion_2,
   * emotion_1_salience, emotion_2_salience, version, intensity_level, situation, fold}, in any
   * order, others being ignored; UTF-8, with or without a byte order mark.
   *
   * <p>Where a row has no value, its cell is empty or {@code nan}; numbers may be written as pandas
   * does, {@code 30.0}. The saliences of one emotion alone are absent, as in the challenge's file,
   * or 100 and 0.
   *
   * @throws IOException if it cannot be read or a row is wrong; the message names the file, and of
   *     up to {@value Problems#SHOWN} wrong rows the line, clip and column
   */
  public static Metadata read(Path file) throws IOException {
    Problems problems = new Problems();
    List<MetadataCsv.Line> lines = MetadataCsv.read(file, problems);
    List<MetadataRow> rows = lines.stream().map(MetadataCsv.Line::row).toList();
    checkTogether(rows, row -> lines.get(row).place(), problems);
    if (rows.isEmpty() && problems.isEmpty()) {
      problems.add("no clips below the header: must have at least one");
    }
    if (!problems.isEmpty()) {
      throw new IOException("%s: %s".formatted(file, problems));
    }
    return new Metadata(rows);
  }

  /** Checks what concerns several rows; {@code place} says where one stands, for messages. */
  private static void checkTogether(
      List<MetadataRow> rows, IntFunction<String> place, Problems problems) {
    Map<String, Integer> firstOfClip = new HashMap<>();
    Map<String, SortedMap<Integer, Integer>> firstOfActorByFold = new TreeMap<>();
    for (int i = 0; i < rows.size(); i++) {
      MetadataRow row = rows.get(i);
      Integer first = firstOfClip.putIfAbsent(row.clipId(), i);
      if (first != null) {
        problems.add(
            "%s: clip %s stands twice, first in %s"
                .formatted(place.apply(i), row.clipId(), place.apply(first)));
      }
      firstOfActorByFold
          .computeIfAbsent(row.actor(), actor -> new TreeMap<>())
          .putIfAbsent(row.fold(), i);
    }
    firstOfActorByFold.forEach(
        (actor, byFold) -> {
          if (byFold.size() > 1) {
            problems.add(
                "actor %s is in folds %s, as in %s; folds must not share a person"
                    .formatted(
                        actor,
                        byFold.keySet(),
                        byFold.values().stream()
                            .map(place::apply)
                            .collect(Collectors.joining(" and "))));
          }
        });
  }

  /**
   * Writes the file {@link #read} reads back equal; absent values are empty cells. A file that is
   * there is replaced, and stays as it was if this one cannot be written.
   *
   * @throws IOException if it cannot be written; the message names the file
   */
  public void write(Path file) throws IOException {
    MetadataCsv.write(file, rows);
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

  /**
   * The clips of one fold, in the file's order: those to validate on.
   *
   * @throws IllegalArgumentException if the fold has no clips; the message lists those that have
   */
  public List<MetadataRow> inFold(int fold) {
    List<MetadataRow> found = rows.stream().filter(row -> row.fold() == fold).toList();
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "fold %d has no clips: the folds are %s".formatted(fold, folds()));
    }
    return found;
  }

  /**
   * The clips of all other folds, in the file's order: those to train on where one fold is left
   * out.
   *
   * @throws IllegalArgumentException if the fold has no clips, or there is no other
   */
  public List<MetadataRow> trainingFor(int fold) {
    int leftOut = inFold(fold).size();
    if (leftOut == rows.size()) {
      throw new IllegalArgumentException(
          "fold %d has all %d clips: must leave some to train on".formatted(fold, leftOut));
    }
    return rows.stream().filter(row -> row.fold() != fold).toList();
  }

  /**
   * The same clips in new folds that share no person, by {@link Folds#actorDisjoint}.
   *
   * @throws IllegalArgumentException if there are fewer actors than folds, or fewer than two folds
   */
  public Metadata withFolds(int folds, long seed) {
    List<String> actors = rows.stream().map(MetadataRow::actor).toList();
    Map<String, Integer> foldOf = Folds.actorDisjoint(actors, folds, seed);
    List<MetadataRow> moved = new ArrayList<>(rows);
    moved.replaceAll(row -> row.withFold(Objects.requireNonNull(foldOf.get(row.actor()))));
    return new Metadata(List.copyOf(moved));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Metadata that && rows.equals(that.rows);
  }

  @Override
  public int hashCode() {
    return rows.hashCode();
  }

  /** Such as {@code 2456 clips in folds [0, 1, 2, 3, 4]}. */
  @Override
  public String toString() {
    return "%d clips in folds %s".formatted(rows.size(), folds());
  }
}
