package io.github.blemore.metrics;

import io.github.blemore.Blend;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How often one system was right on the clips of each person: all that {@link Scores} and {@link
 * PairedBootstrap} need to know of its answers.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class PersonCounts {

  /**
   * The counts of one person.
   *
   * @param clips how many clips
   * @param blends how many of them truly are blends
   * @param present on how many clips the set of emotions is right
   * @param salient on how many of the true blends the saliences are right, too
   */
  public record Counts(int clips, int blends, int present, int salient) {

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if there is no clip, a count is negative, or more are right
     *     than there are
     */
    public Counts {
      boolean possible =
          clips > 0
              && 0 <= salient
              && salient <= Math.min(blends, present)
              && Math.max(blends, present) <= clips;
      if (!possible) {
        throw new IllegalArgumentException(
            ("%d clips, %d blends, %d present, %d salient: must be 0 <= salient <= blends <= clips,"
                    + " salient <= present <= clips, and at least one clip")
                .formatted(clips, blends, present, salient));
      }
    }

    private Counts plus(Counts other) {
      return new Counts(
          clips + other.clips,
          blends + other.blends,
          present + other.present,
          salient + other.salient);
    }
  }

  private final SortedMap<String, Counts> people;

  private PersonCounts(SortedMap<String, Counts> people) {
    this.people = Collections.unmodifiableSortedMap(people);
  }

  /**
   * Counts answers, a missing one being wrong.
   *
   * @param people whose clip each is
   * @param truth what each clip shows, in the same order
   * @param answers what was predicted for each, in the same order
   * @throws IllegalArgumentException if there is no clip, or the lists differ in length
   */
  public static PersonCounts of(
      List<String> people, List<Blend> truth, List<Optional<Blend>> answers) {
    if (truth.isEmpty() || people.size() != truth.size() || answers.size() != truth.size()) {
      throw new IllegalArgumentException(
          "%d people, %d true blends and %d answers: must be as many, and at least one"
              .formatted(people.size(), truth.size(), answers.size()));
    }
    SortedMap<String, Counts> counts = new TreeMap<>();
    for (int clip = 0; clip < truth.size(); clip++) {
      counts.merge(people.get(clip), count(truth.get(clip), answers.get(clip)), Counts::plus);
    }
    return new PersonCounts(counts);
  }

  private static Counts count(Blend truth, Optional<Blend> answer) {
    int present = answer.filter(truth::hasSameEmotions).isPresent() ? 1 : 0;
    int salient = truth.isBlend() && answer.filter(truth::equals).isPresent() ? 1 : 0;
    return new Counts(1, truth.isBlend() ? 1 : 0, present, salient);
  }

  /**
   * Counts made elsewhere.
   *
   * @param people person to counts
   * @throws IllegalArgumentException if there is nobody
   */
  public static PersonCounts of(Map<String, Counts> people) {
    if (people.isEmpty()) {
      throw new IllegalArgumentException("counts of nobody: must be of at least one person");
    }
    return new PersonCounts(new TreeMap<>(people));
  }

  /**
   * This and another, such as of a second corpus or of the same clips under a second seed: counts
   * of people of the same name are added up, so people of two corpora need two names.
   */
  public PersonCounts plus(PersonCounts other) {
    SortedMap<String, Counts> sum = new TreeMap<>(people);
    other.people.forEach((person, counts) -> sum.merge(person, counts, Counts::plus));
    return new PersonCounts(sum);
  }

  /** Person to counts; a read-only view. */
  public SortedMap<String, Counts> people() {
    return people;
  }

  /** The accuracies over all clips. */
  public Scores scores() {
    Counts all = people.values().stream().reduce(Counts::plus).orElseThrow();
    return new Scores(
        all.present() / (double) all.clips(),
        all.blends() == 0 ? 0 : all.salient() / (double) all.blends());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PersonCounts that && people.equals(that.people);
  }

  @Override
  public int hashCode() {
    return people.hashCode();
  }

  @Override
  public String toString() {
    return people.toString();
  }
}
