package io.github.blemore.system;

import io.github.blemore.BlendRecognizer;
import io.github.blemore.EmbeddingSource;
import io.github.blemore.Encoder;
import io.github.blemore.EncoderForm;
import io.github.blemore.EncoderOrigin;
import io.github.blemore.ModelException;
import io.github.blemore.Provenance;
import io.github.blemore.challenge.Metadata;
import io.github.blemore.challenge.MetadataRow;
import io.github.blemore.experiment.Experiment;
import io.github.blemore.experiment.ExperimentResult;
import io.github.blemore.experiment.FittedFusion;
import io.github.blemore.experiment.FittedModel;
import io.github.blemore.experiment.Protocol;
import io.github.blemore.fusion.WeightedFusion;
import io.github.blemore.gate.GatedFusion;
import io.github.blemore.internal.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Everything that was fitted: a head for each encoder, how their votes are fused and decided on,
 * where it all comes from, and how it did on people who were left out. It does not hold the
 * encoders' weights; it knows them by their SHA-256.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class BlendSystem {

  private final List<SystemMember> members;
  private final FittedFusion fitted;
  private final SystemOrigin origin;
  private final List<ExperimentResult> evaluations;

  /**
   * Puts the parts together.
   *
   * @throws IllegalArgumentException if there is no encoder or one twice, or weights are of others
   */
  BlendSystem(
      List<SystemMember> members,
      FittedFusion fitted,
      SystemOrigin origin,
      List<ExperimentResult> evaluations) {
    requireFitting(members, fitted);
    this.members = List.copyOf(members);
    this.fitted = fitted;
    this.origin = origin;
    this.evaluations = List.copyOf(evaluations);
  }

  private static void requireFitting(List<SystemMember> members, FittedFusion fitted) {
    List<String> ids = members.stream().map(SystemMember::id).toList();
    if (ids.isEmpty() || new HashSet<>(ids).size() != ids.size()) {
      throw new IllegalArgumentException(
          "system of encoders %s: must be at least one, each once".formatted(ids));
    }
    if (fitted.fusion() instanceof WeightedFusion weighted
        && !weighted.weights().keySet().equals(Set.copyOf(ids))) {
      throw new IllegalArgumentException(
          "weights are of encoders %s, the system has %s"
              .formatted(weighted.weights().keySet(), ids));
    }
    if (fitted.fusion() instanceof GatedFusion gated
        && !Set.copyOf(gated.encoderIds()).equals(Set.copyOf(ids))) {
      throw new IllegalArgumentException(
          "the gate is for encoders %s, the system has %s".formatted(gated.encoderIds(), ids));
    }
  }

  /**
   * The system that an experiment fitted.
   *
   * @param experiment which
   * @param model what it fitted on all clips
   * @param evaluations how its design did, by one or several protocols; may be empty
   * @param taskAdapted ids of the encoders whose weights were adapted to the task
   * @throws IllegalArgumentException if one of those ids is of no encoder of the system
   */
  public static BlendSystem of(
      Experiment experiment,
      FittedModel model,
      List<ExperimentResult> evaluations,
      Set<String> taskAdapted) {
    List<SystemMember> members = new ArrayList<>();
    Set<String> unknown = new HashSet<>(taskAdapted);
    for (EncoderOrigin encoder : experiment.origins()) {
      members.add(
          new SystemMember(
              encoder,
              Objects.requireNonNull(model.heads().get(encoder.id())),
              unknown.remove(encoder.id())));
    }
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "task-adapted encoders %s: the system has %s"
              .formatted(unknown, members.stream().map(SystemMember::id).toList()));
    }
    Metadata metadata = experiment.metadata();
    SortedMap<String, Integer> foldOf = new TreeMap<>();
    StringBuilder labels = new StringBuilder();
    for (MetadataRow row : metadata.rows()) {
      foldOf.put(row.actor(), row.fold());
      labels.append("%s %s %d\n".formatted(row.clipId(), row.label(), row.fold()));
    }
    SystemOrigin origin =
        new SystemOrigin(
            Provenance.libraryVersion(),
            Instant.now().truncatedTo(ChronoUnit.SECONDS),
            experiment.chosen().toString(),
            experiment.training().settings(),
            metadata.rows().size(),
            foldOf,
            Sha256.of(labels.toString().getBytes(StandardCharsets.UTF_8)));
    return new BlendSystem(members, model.fitted(), origin, evaluations);
  }

  /**
   * Reads a system that was saved, by this version or an older one.
   *
   * @throws ModelException if a file is missing, was changed or does not belong to the others, or
   *     it was saved by a newer version; the message says which and what is wrong
   */
  public static BlendSystem load(Path folder) {
    return SystemFolder.load(folder);
  }

  /**
   * Saves this system. A system that is in the folder is replaced; if this fails, it stays.
   *
   * @param folder made if it is not there
   * @throws IOException if it cannot be made or written to, or holds other files than a system
   */
  public void save(Path folder) throws IOException {
    SystemFolder.save(this, folder);
  }

  /**
   * Checks that a system can be saved in a folder, before long work; one that is there stays.
   *
   * @throws IOException if it cannot, as {@link #save} says
   */
  public static void requireUsable(Path folder) throws IOException {
    SystemFolder.requireUsable(folder);
  }

  /** Its encoders with their heads. */
  public List<SystemMember> members() {
    return members;
  }

  /** What the encoders must be, and how they are opened again. */
  public List<EncoderOrigin> origins() {
    return members.stream().map(SystemMember::origin).toList();
  }

  /**
   * The weight of each encoder where all vote.
   *
   * @return encoder id to weight, summing to one; empty if weights differ from clip to clip
   */
  public Map<String, Double> weights() {
    return fitted.fusion() instanceof WeightedFusion weighted ? weighted.weights() : Map.of();
  }

  /**
   * The weight that the encoders adapted to the task have together, which is 62 % in
   * arXiv:2603.23650.
   *
   * @return 0..1; empty if weights differ from clip to clip
   */
  public OptionalDouble taskAdaptedShare() {
    Set<String> adapted =
        members.stream()
            .filter(SystemMember::taskAdapted)
            .map(SystemMember::id)
            .collect(Collectors.toSet());
    return fitted.fusion() instanceof WeightedFusion weighted
        ? OptionalDouble.of(weighted.share(adapted))
        : OptionalDouble.empty();
  }

  /** How votes become blends. */
  public FittedFusion fitted() {
    return fitted;
  }

  /** Where it comes from. */
  public SystemOrigin origin() {
    return origin;
  }

  /** How its design did on people who were left out, by the protocols that were asked for. */
  public List<ExperimentResult> evaluations() {
    return evaluations;
  }

  /**
   * A recognizer of this system, to which more can be added; the caller builds it, which hands the
   * encoders over to it.
   *
   * @param open opens an encoder; those it gave are closed if this fails
   * @throws ModelException if an encoder is not the one the system was fitted with: has other
   *     weights, other preprocessing, or another dimension; the message says in what they differ
   */
  public BlendRecognizer.Builder recognizer(Function<SystemMember, Encoder> open) {
    List<Encoder> opened = new ArrayList<>();
    try {
      BlendRecognizer.Builder recognizer =
          BlendRecognizer.builder().fusion(fitted.calibrated()).decision(fitted.decision());
      fitted.abstention().ifPresent(recognizer::confidence);
      for (SystemMember member : members) {
        Encoder encoder = open.apply(member);
        opened.add(encoder);
        member.requireSame(EncoderForm.of(encoder.info()));
      }
      for (int i = 0; i < opened.size(); i++) {
        recognizer.add(opened.get(i), members.get(i).head());
      }
      return recognizer;
    } catch (RuntimeException | Error e) {
      opened.forEach(Encoder::close);
      throw e;
    }
  }

  /**
   * Decides on clips whose embeddings were made earlier: as a {@link #recognizer} does, but for
   * people, whose clips are all known here. A system that adapts to people adapts to those that are
   * named, by all clips of theirs among these.
   *
   * @param embeddings of the system's encoders, perhaps of others too
   * @param clipIds which clips; an encoder that was never asked about one has no vote on it
   * @param people clip id to who is seen in it, where that is known; others may be in it
   * @return one for each clip, in order
   * @throws ModelException if there are no embeddings of an encoder of the system, or they are not
   *     of the form it was fitted with; the message says in what they differ
   * @throws io.github.blemore.MediaException if what was kept cannot be read
   */
  public List<ClipDecision> decide(
      EmbeddingSource embeddings, List<String> clipIds, Map<String, String> people) {
    return new StoredVotes(members, embeddings).decide(fitted, clipIds, people);
  }

  /** The evaluation by one protocol. */
  public Optional<ExperimentResult> evaluation(Protocol protocol) {
    return evaluations.stream().filter(one -> one.protocol() == protocol).findFirst();
  }

  /** Such as {@code system of [face-api, acoustic], fitted on 2456 clips of 47 people}. */
  @Override
  public String toString() {
    return "system of %s, fitted on %d clips of %d people"
        .formatted(
            members.stream().map(SystemMember::id).toList(),
            origin.clips(),
            origin.foldOf().size());
  }
}
