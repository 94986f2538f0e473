package io.github.blemore.experiment;

import io.github.blemore.Embedding;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.Encoding;
import io.github.blemore.NoEmbedding;
import io.github.blemore.ProbabilityHead;
import io.github.blemore.ThresholdRule;
import io.github.blemore.Vote;
import io.github.blemore.challenge.Metadata;
import io.github.blemore.challenge.MetadataRow;
import io.github.blemore.fusion.WeightedFusion;
import io.github.blemore.head.HeadTraining;
import io.github.blemore.head.SoftmaxHead;
import io.github.blemore.head.TrainedHead;
import io.github.blemore.head.TrainingSet;
import io.github.blemore.threshold.ThresholdSearch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Fits everything for one left-out fold, then scores it on that fold. */
final class FoldFit {

  /** One system on one fold. */
  record OneSystem(String name, SystemResult.Kind kind, FoldScore score, List<Answer> answers) {}

  /** All systems on one fold. */
  record Outcome(List<OneSystem> systems, FoldModel model) {}

  /** A head, and the votes of its encoder: on the clips things are chosen on, and the scored. */
  private record Fitted(SoftmaxHead head, Map<String, Vote> chosenOn, Map<String, Vote> scored) {}

  private final Metadata metadata;

  /** Encoder id to clip id to what the encoder made of it. */
  private final Map<String, Map<String, Encoding>> encodings;

  /** Encoder id to the SHA-256 of its weights, where it has any. */
  private final Map<String, String> checkpoints;

  private final List<String> encoders;
  private final HeadTraining training;
  private final Protocol protocol;
  private final ThresholdSearch search;

  /** Encoder id to all clips it could encode: their features are held once. */
  private final Map<String, TrainingSet> sets = new ConcurrentHashMap<>();

  FoldFit(
      Metadata metadata,
      Map<String, Map<String, Encoding>> encodings,
      Map<String, String> checkpoints,
      HeadTraining training,
      Protocol protocol,
      ThresholdSearch search) {
    this.metadata = metadata;
    this.encodings = encodings;
    this.checkpoints = checkpoints;
    this.encoders = List.copyOf(encodings.keySet());
    this.training = training;
    this.protocol = protocol;
    this.search = search;
  }

  int trainingsPerFold() {
    return encoders.size() * (protocol == Protocol.NESTED ? metadata.folds().size() : 1);
  }

  Outcome run(int fold, Runnable afterTraining) {
    List<MetadataRow> inside = metadata.trainingFor(fold);
    List<MetadataRow> outside = metadata.inFold(fold);
    Ballot chosenOn = new Ballot(protocol == Protocol.NESTED ? inside : outside);
    Ballot scored = new Ballot(outside);
    Map<String, SoftmaxHead> heads = new LinkedHashMap<>();
    for (String encoder : encoders) {
      Fitted fitted =
          protocol == Protocol.NESTED
              ? nested(encoder, fold, afterTraining)
              : challenge(encoder, fold, afterTraining);
      heads.put(encoder, fitted.head());
      chosenOn.cast(encoder, fitted.chosenOn());
      scored.cast(encoder, fitted.scored());
    }
    return score(fold, chosenOn, scored, heads);
  }

  private Fitted challenge(String encoder, int fold, Runnable afterTraining) {
    List<MetadataRow> outside = metadata.inFold(fold);
    TrainedHead trained = fit(encoder, List.of(fold), outside);
    afterTraining.run();
    Map<String, Vote> votes = votes(trained.head(), outside);
    return new Fitted(trained.head(), votes, votes);
  }

  private Fitted nested(String encoder, int fold, Runnable afterTraining) {
    Map<String, Vote> outOfFold = new HashMap<>();
    long epochs = 0;
    int inner = 0;
    for (int left : metadata.folds()) {
      if (left != fold) {
        List<MetadataRow> leftOut = metadata.inFold(left);
        TrainedHead trained = fit(encoder, List.of(fold, left), leftOut);
        afterTraining.run();
        outOfFold.putAll(votes(trained.head(), leftOut));
        epochs += trained.best().epoch();
        inner++;
      }
    }
    int usual = Math.max(1, Math.round(epochs / (float) inner));
    SoftmaxHead head = fit(encoder, fold, usual).head();
    afterTraining.run();
    return new Fitted(head, outOfFold, votes(head, metadata.inFold(fold)));
  }

  /** Trains without some folds, the epoch chosen on these clips. */
  private TrainedHead fit(String encoder, List<Integer> leftOut, List<MetadataRow> validation) {
    return saying(
        encoder,
        leftOut,
        () ->
            described(encoder, leftOut, "best on fold " + leftOut.get(leftOut.size() - 1))
                .fit(set(encoder, without(leftOut)), set(encoder, validation)));
  }

  /** Trains without one fold, for a number of epochs. */
  private TrainedHead fit(String encoder, int leftOut, int epochs) {
    String chosen =
        "mean of the best ones when another fold was left out too, of at most "
            + training.settings().epochs();
    List<Integer> folds = List.of(leftOut);
    return saying(
        encoder,
        folds,
        () ->
            described(encoder, folds, chosen)
                .fit(set(encoder, metadata.trainingFor(leftOut)), epochs));
  }

  private HeadTraining described(String encoder, List<Integer> leftOut, String epoch) {
    return training.describedBy(
        Optional.ofNullable(checkpoints.get(encoder)),
        Map.of(
            "protocol", protocol.code(),
            "folds", metadata.folds().toString(),
            "foldsLeftOut", leftOut.toString(),
            "epochChosen", epoch));
  }

  private List<MetadataRow> without(List<Integer> folds) {
    return metadata.rows().stream().filter(row -> !folds.contains(row.fold())).toList();
  }

  private static TrainedHead saying(
      String encoder, List<Integer> leftOut, Supplier<TrainedHead> work) {
    try {
      return work.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "encoder %s, without folds %s: %s".formatted(encoder, leftOut, e.getMessage()), e);
    }
  }

  private TrainingSet set(String encoder, List<MetadataRow> clips) {
    Set<String> ids = clips.stream().map(MetadataRow::clipId).collect(Collectors.toSet());
    return sets.computeIfAbsent(encoder, this::allClips).where(ids::contains);
  }

  private TrainingSet allClips(String encoder) {
    TrainingSet.Builder set = TrainingSet.builder(encoder);
    for (MetadataRow clip : metadata.rows()) {
      if (encoding(encoder, clip) instanceof Embedding embedding) {
        set.add(clip.clipId(), clip.label(), embedding);
      }
    }
    return set.build();
  }

  private Encoding encoding(String encoder, MetadataRow clip) {
    return Objects.requireNonNull(
        Objects.requireNonNull(encodings.get(encoder)).get(clip.clipId()));
  }

  private Map<String, Vote> votes(ProbabilityHead head, List<MetadataRow> clips) {
    Map<String, Vote> votes = new HashMap<>();
    List<String> ids = new ArrayList<>();
    List<Embedding> present = new ArrayList<>();
    for (MetadataRow clip : clips) {
      Encoding encoding = encoding(head.encoderId(), clip);
      if (encoding instanceof Embedding embedding) {
        ids.add(clip.clipId());
        present.add(embedding);
      } else {
        votes.put(clip.clipId(), Vote.missing(head.encoderId(), ((NoEmbedding) encoding).reason()));
      }
    }
    List<EmotionDistribution> distributions = head.predict(present);
    for (int i = 0; i < ids.size(); i++) {
      votes.put(ids.get(i), Vote.cast(present.get(i), distributions.get(i)));
    }
    return votes;
  }

  private Outcome score(int fold, Ballot chosenOn, Ballot scored, Map<String, SoftmaxHead> heads) {
    List<OneSystem> systems = new ArrayList<>();
    Map<String, Double> scores = new LinkedHashMap<>();
    for (String encoder : encoders) {
      WeightedFusion alone = WeightedFusion.equal(List.of(encoder));
      List<Optional<EmotionDistribution>> votes = chosenOn.fuse(alone);
      ThresholdRule rule = chosenOn.search(search, votes).rule();
      scores.put(encoder, Ballot.score(chosenOn.answers(rule, votes)).score());
      systems.add(system(encoder, SystemResult.Kind.ENCODER, fold, scored, alone, rule));
    }
    WeightedFusion equal = WeightedFusion.equal(encoders);
    ThresholdRule equalRule = chooseRule(chosenOn, equal);
    systems.add(
        system(ExperimentResult.EQUAL, SystemResult.Kind.FUSION, fold, scored, equal, equalRule));
    boolean anyScore = scores.values().stream().anyMatch(score -> score > 0);
    WeightedFusion byScore = anyScore ? WeightedFusion.of(scores) : equal;
    ThresholdRule rule = chooseRule(chosenOn, byScore);
    systems.add(
        system(ExperimentResult.BY_SCORE, SystemResult.Kind.FUSION, fold, scored, byScore, rule));
    systems.addAll(Baselines.of(fold, metadata));
    return new Outcome(systems, new FoldModel(fold, heads, byScore, rule));
  }

  private ThresholdRule chooseRule(Ballot chosenOn, WeightedFusion fusion) {
    return chosenOn.search(search, chosenOn.fuse(fusion)).rule();
  }

  private static OneSystem system(
      String name,
      SystemResult.Kind kind,
      int fold,
      Ballot scored,
      WeightedFusion fusion,
      ThresholdRule rule) {
    List<Optional<EmotionDistribution>> fused = scored.fuse(fusion);
    List<Answer> answers = scored.answers(rule, fused);
    int unanswered = (int) fused.stream().filter(Optional::isEmpty).count();
    FoldScore score =
        new FoldScore(
            fold,
            answers.size(),
            unanswered,
            Optional.of(rule),
            fusion.weights(),
            Ballot.score(answers));
    return new OneSystem(name, kind, score, answers);
  }
}
