package io.github.blemore.fusion;

import io.github.blemore.Blend;
import io.github.blemore.Emotion;
import io.github.blemore.Vote;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The votes of some encoders on labeled clips: what fusion weights and thresholds are chosen on,
 * and what they are scored on. Votes are held as float64 {@code [clips, encoders, 6]}, without the
 * embeddings they were made of.
 *
 * <p>Encoders are in the order of their ids, whatever order they came in, so that order makes no
 * difference to anything computed from them, not even by rounding.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class LabeledVotes {

  /**
   * One clip and the votes on it.
   *
   * @param id the clip
   * @param person who is seen
   * @param truth what it shows
   * @param votes one of each encoder, in any order; those it has none of are said to be missing
   */
  public record Clip(String id, String person, Blend truth, List<Vote> votes) {

    /**
     * Copies the votes.
     *
     * @throws IllegalArgumentException if the id or the person is blank
     */
    public Clip {
      if (id.isBlank() || person.isBlank()) {
        throw new IllegalArgumentException(
            "clip \"%s\" of person \"%s\": neither may be blank".formatted(id, person));
      }
      votes = List.copyOf(votes);
    }
  }

  private final List<String> encoderIds;
  private final List<String> clipIds;
  private final List<String> people;
  private final List<Blend> truth;

  /** {@code [clips, encoders, 6]}; 0 where the vote is missing. */
  private final double[] values;

  /** {@code [clips, encoders]}. */
  private final boolean[] present;

  private LabeledVotes(
      List<String> encoderIds,
      List<String> clipIds,
      List<String> people,
      List<Blend> truth,
      double[] values,
      boolean[] present) {
    this.encoderIds = encoderIds;
    this.clipIds = clipIds;
    this.people = people;
    this.truth = truth;
    this.values = values;
    this.present = present;
  }

  /**
   * The votes on these clips.
   *
   * @param encoderIds those that vote, in any order
   * @param clips at least one
   * @throws IllegalArgumentException if there is no encoder or no clip, an encoder or a clip stands
   *     twice, or a clip has not exactly one vote, cast or missing, of each of the encoders; the
   *     message names clip and encoder
   */
  public static LabeledVotes of(List<String> encoderIds, List<Clip> clips) {
    List<String> encoders = List.copyOf(new TreeSet<>(encoderIds));
    if (encoders.isEmpty() || encoders.size() < encoderIds.size()) {
      throw new IllegalArgumentException(
          "encoders %s: must be at least one, each once".formatted(encoderIds));
    }
    if (clips.isEmpty()) {
      throw new IllegalArgumentException("there is no clip to vote on: must be at least one");
    }
    double[] values = new double[clips.size() * encoders.size() * Emotion.COUNT];
    boolean[] present = new boolean[clips.size() * encoders.size()];
    Set<String> ids = new HashSet<>();
    for (int clip = 0; clip < clips.size(); clip++) {
      if (!ids.add(clips.get(clip).id())) {
        throw new IllegalArgumentException(
            "clip %s stands twice: must be once".formatted(clips.get(clip).id()));
      }
      List<Vote> votes = inOrder(encoders, clips.get(clip));
      for (int encoder = 0; encoder < votes.size(); encoder++) {
        int cell = clip * encoders.size() + encoder;
        present[cell] = votes.get(encoder).distribution().isPresent();
        votes
            .get(encoder)
            .distribution()
            .ifPresent(
                p -> System.arraycopy(p.toArray(), 0, values, cell * Emotion.COUNT, Emotion.COUNT));
      }
    }
    return new LabeledVotes(
        encoders,
        clips.stream().map(Clip::id).toList(),
        clips.stream().map(Clip::person).toList(),
        clips.stream().map(Clip::truth).toList(),
        values,
        present);
  }

  /** The votes on a clip in the encoders' order. */
  private static List<Vote> inOrder(List<String> encoders, Clip clip) {
    List<Vote> votes = new ArrayList<>();
    for (String encoder : encoders) {
      List<Vote> own =
          clip.votes().stream().filter(vote -> vote.encoderId().equals(encoder)).toList();
      if (own.size() != 1) {
        throw new IllegalArgumentException(
            "clip %s has %d votes of encoder %s: must be one, cast or missing"
                .formatted(clip.id(), own.size(), encoder));
      }
      votes.add(own.get(0));
    }
    for (Vote vote : clip.votes()) {
      if (!encoders.contains(vote.encoderId())) {
        throw new IllegalArgumentException(
            "clip %s has a vote of encoder %s: those that vote are %s"
                .formatted(clip.id(), vote.encoderId(), encoders));
      }
    }
    return votes;
  }

  /** How many clips. */
  public int clips() {
    return clipIds.size();
  }

  /** The encoders, in the order of their ids. */
  public List<String> encoderIds() {
    return encoderIds;
  }

  /** The clips' ids, in the order they came in. */
  public List<String> clipIds() {
    return clipIds;
  }

  /** Who is seen in each clip, in the same order. */
  public List<String> people() {
    return people;
  }

  /** What each clip shows, in the same order. */
  public List<Blend> truth() {
    return truth;
  }

  /**
   * Whether an encoder has a vote on a clip.
   *
   * @param encoder its place in {@link #encoderIds}
   * @param clip its place in {@link #clipIds}
   * @throws IndexOutOfBoundsException if there is no such encoder or clip
   */
  public boolean isPresent(int encoder, int clip) {
    return present[cell(encoder, clip)];
  }

  /** A probability of a vote that is present; 0 of one that is missing. */
  double probability(int encoder, int clip, int emotion) {
    return values[cell(encoder, clip) * Emotion.COUNT + emotion];
  }

  private int cell(int encoder, int clip) {
    return Objects.checkIndex(clip, clips()) * encoderIds.size()
        + Objects.checkIndex(encoder, encoderIds.size());
  }

  /**
   * Fuses the votes on each clip, to the bit as {@link WeightedFusion#fuse} does with the votes in
   * the order of their encoders' ids.
   *
   * @param fusion encoders it has no weight for do not take part
   * @throws IllegalArgumentException if it has a weight for an encoder that does not vote here
   */
  public FusedVotes fuse(WeightedFusion fusion) {
    return new VotePool(this, fusion.pooling()).fuse(fusion);
  }

  /**
   * The clips with certain ids, in the same order.
   *
   * @throws IllegalArgumentException if there are none
   */
  public LabeledVotes whereClip(Predicate<String> clipId) {
    return select(
        indices(clips(), clip -> clipId.test(clipIds.get(clip))), indices(encoders(), e -> true));
  }

  /**
   * The clips of certain people, in the same order.
   *
   * @throws IllegalArgumentException if there are none
   */
  public LabeledVotes wherePerson(Predicate<String> person) {
    return select(
        indices(clips(), clip -> person.test(people.get(clip))), indices(encoders(), e -> true));
  }

  /**
   * The votes of certain encoders, on all clips.
   *
   * @throws IllegalArgumentException if there are none
   */
  public LabeledVotes whereEncoder(Predicate<String> encoderId) {
    return select(
        indices(clips(), clip -> true),
        indices(encoders(), encoder -> encoderId.test(encoderIds.get(encoder))));
  }

  /**
   * The votes of all encoders but one, on all clips.
   *
   * @throws IllegalArgumentException if it is none of the encoders, or the only one
   */
  public LabeledVotes without(String encoderId) {
    if (!encoderIds.contains(encoderId)) {
      throw new IllegalArgumentException(
          "encoder %s does not vote: those that do are %s".formatted(encoderId, encoderIds));
    }
    return whereEncoder(other -> !other.equals(encoderId));
  }

  private int encoders() {
    return encoderIds.size();
  }

  private static int[] indices(int count, IntPredicate wanted) {
    return IntStream.range(0, count).filter(wanted).toArray();
  }

  private LabeledVotes select(int[] clips, int[] encoders) {
    if (clips.length == 0 || encoders.length == 0) {
      throw new IllegalArgumentException(
          "of %d clips and %d encoders, %d and %d are chosen: must be at least one of each"
              .formatted(clips(), encoders(), clips.length, encoders.length));
    }
    double[] someValues = new double[clips.length * encoders.length * Emotion.COUNT];
    boolean[] somePresent = new boolean[clips.length * encoders.length];
    int to = 0;
    for (int clip : clips) {
      for (int encoder : encoders) {
        int from = cell(encoder, clip);
        somePresent[to] = present[from];
        System.arraycopy(
            values, from * Emotion.COUNT, someValues, to * Emotion.COUNT, Emotion.COUNT);
        to++;
      }
    }
    return new LabeledVotes(
        at(encoders, encoderIds),
        at(clips, clipIds),
        at(clips, people),
        at(clips, truth),
        someValues,
        somePresent);
  }

  /** The elements at some places of a list, which are ascending. */
  static <T> List<T> at(int[] places, List<T> all) {
    return places.length == all.size() ? all : IntStream.of(places).mapToObj(all::get).toList();
  }

  /** Such as {@code LabeledVotes[2456 clips, encoders [acoustic, face-api]]}. */
  @Override
  public String toString() {
    return "LabeledVotes[%d clips, encoders %s]".formatted(clips(), encoderIds);
  }
}
