package io.github.blemore.experiment;

import io.github.blemore.Blend;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.NoVoteException;
import io.github.blemore.ThresholdRule;
import io.github.blemore.Vote;
import io.github.blemore.challenge.MetadataRow;
import io.github.blemore.fusion.WeightedFusion;
import io.github.blemore.metrics.Scores;
import io.github.blemore.threshold.Probabilities;
import io.github.blemore.threshold.ThresholdSearch;
import io.github.blemore.threshold.Thresholds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The encoders' votes on some clips. */
final class Ballot {

  private final List<MetadataRow> clips;

  /** Encoder id to clip id to vote. */
  private final Map<String, Map<String, Vote>> votes = new LinkedHashMap<>();

  Ballot(List<MetadataRow> clips) {
    this.clips = clips;
  }

  void cast(String encoderId, Map<String, Vote> byClip) {
    votes.put(encoderId, byClip);
  }

  /** One distribution for each clip; empty where none of the fusion's encoders has a vote. */
  List<Optional<EmotionDistribution>> fuse(WeightedFusion fusion) {
    List<Optional<EmotionDistribution>> fused = new ArrayList<>(clips.size());
    for (MetadataRow clip : clips) {
      List<Vote> cast = new ArrayList<>();
      for (String id : fusion.weights().keySet()) {
        cast.add(Objects.requireNonNull(Objects.requireNonNull(votes.get(id)).get(clip.clipId())));
      }
      fused.add(fuse(cast, fusion));
    }
    return fused;
  }

  private static Optional<EmotionDistribution> fuse(List<Vote> cast, WeightedFusion fusion) {
    try {
      return Optional.of(fusion.fuse(cast).distribution());
    } catch (NoVoteException e) {
      return Optional.empty();
    }
  }

  /**
   * The thresholds that are best on these clips; those without a distribution are wrong at any
   * thresholds and do not take part.
   *
   * @throws IllegalArgumentException if no clip has a distribution
   */
  Thresholds search(ThresholdSearch search, List<Optional<EmotionDistribution>> distributions) {
    List<EmotionDistribution> known = new ArrayList<>();
    List<Blend> truth = new ArrayList<>();
    List<String> people = new ArrayList<>();
    for (int i = 0; i < clips.size(); i++) {
      MetadataRow clip = clips.get(i);
      distributions
          .get(i)
          .ifPresent(
              distribution -> {
                known.add(distribution);
                truth.add(clip.label());
                people.add(clip.actor());
              });
    }
    return search.search(Probabilities.of(known), truth, people);
  }

  List<Answer> answers(ThresholdRule rule, List<Optional<EmotionDistribution>> distributions) {
    List<Answer> answers = new ArrayList<>(clips.size());
    for (int i = 0; i < clips.size(); i++) {
      Optional<EmotionDistribution> distribution = distributions.get(i);
      answers.add(new Answer(clips.get(i), distribution, distribution.map(rule::decide)));
    }
    return answers;
  }

  static Scores score(List<Answer> answers) {
    return Scores.ofAnswers(
        answers.stream().map(answer -> answer.clip().label()).toList(),
        answers.stream().map(Answer::blend).toList());
  }
}
