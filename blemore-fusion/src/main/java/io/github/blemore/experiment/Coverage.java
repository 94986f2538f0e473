package io.github.blemore.experiment;

import io.github.blemore.EmbeddingSource;
import io.github.blemore.challenge.Metadata;
import io.github.blemore.challenge.MetadataRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which labeled clips have embeddings, and which embeddings have labels.
 *
 * @param clips how many labeled clips there are
 * @param neverEncoded encoder id to the labeled clips it was never asked about; encoders that lack
 *     none are not in it
 * @param unlabeled encoder id to the clips it was asked about that have no label; encoders that
 *     have none are not in it
 * @param withoutAny labeled clips that none of the encoders was asked about
 */
public record Coverage(
    int clips,
    SortedMap<String, SortedSet<String>> neverEncoded,
    SortedMap<String, SortedSet<String>> unlabeled,
    SortedSet<String> withoutAny) {

  private static final int LISTED = 5;

  /** Copies the collections. */
  public Coverage {
    neverEncoded = copy(neverEncoded);
    unlabeled = copy(unlabeled);
    withoutAny = Collections.unmodifiableSortedSet(new TreeSet<>(withoutAny));
  }

  private static SortedMap<String, SortedSet<String>> copy(
      SortedMap<String, SortedSet<String>> clips) {
    SortedMap<String, SortedSet<String>> copy = new TreeMap<>();
    clips.forEach((id, names) -> copy.put(id, Collections.unmodifiableSortedSet(names)));
    return Collections.unmodifiableSortedMap(copy);
  }

  /** That of some encoders. */
  static Coverage of(Metadata metadata, EmbeddingSource embeddings, List<String> encoders) {
    SortedSet<String> labeled =
        metadata.rows().stream()
            .map(MetadataRow::clipId)
            .collect(Collectors.toCollection(TreeSet::new));
    SortedMap<String, SortedSet<String>> neverEncoded = new TreeMap<>();
    SortedMap<String, SortedSet<String>> unlabeled = new TreeMap<>();
    SortedSet<String> withoutAny = new TreeSet<>(labeled);
    for (String encoder : encoders) {
      Set<String> encoded = embeddings.clipIds(encoder);
      put(neverEncoded, encoder, difference(labeled, encoded));
      put(unlabeled, encoder, difference(encoded, labeled));
      withoutAny.removeAll(encoded);
    }
    return new Coverage(labeled.size(), neverEncoded, unlabeled, withoutAny);
  }

  private static SortedSet<String> difference(Set<String> some, Set<String> without) {
    SortedSet<String> rest = new TreeSet<>(some);
    rest.removeAll(without);
    return rest;
  }

  private static void put(
      SortedMap<String, SortedSet<String>> all, String encoder, SortedSet<String> clips) {
    if (!clips.isEmpty()) {
      all.put(encoder, clips);
    }
  }

  /** Whether every encoder was asked about every labeled clip, and about no other. */
  public boolean isComplete() {
    return neverEncoded.isEmpty() && unlabeled.isEmpty();
  }

  /** What is missing where, a line each, with counts and the first few clips. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    neverEncoded.forEach(
        (encoder, lacking) ->
            problems.add(
                "%d of %d labeled clips were never encoded by %s: %s"
                    .formatted(lacking.size(), clips, encoder, some(lacking))));
    unlabeled.forEach(
        (encoder, unknown) ->
            problems.add(
                "%d clips encoded by %s have no label: %s"
                    .formatted(unknown.size(), encoder, some(unknown))));
    return problems;
  }

  private static String some(SortedSet<String> clips) {
    String shown = clips.stream().limit(LISTED).collect(Collectors.joining(", "));
    return clips.size() > LISTED ? shown + ", ..." : shown;
  }
}
