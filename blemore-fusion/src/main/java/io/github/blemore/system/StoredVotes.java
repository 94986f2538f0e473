package io.github.blemore.system;

import io.github.blemore.Blend;
import io.github.blemore.Embedding;
import io.github.blemore.EmbeddingSource;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.EncoderOrigin;
import io.github.blemore.Encoding;
import io.github.blemore.Fused;
import io.github.blemore.LateFusion;
import io.github.blemore.ModelException;
import io.github.blemore.NoEmbedding;
import io.github.blemore.NoVoteException;
import io.github.blemore.ThresholdRule;
import io.github.blemore.Vote;
import io.github.blemore.experiment.FittedFusion;
import io.github.blemore.salience.PersonalizedDecision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The votes of a system's heads on embeddings that were made earlier. */
final class StoredVotes {

  private final List<SystemMember> members;
  private final EmbeddingSource embeddings;

  StoredVotes(List<SystemMember> members, EmbeddingSource embeddings) {
    this.members = members;
    this.embeddings = embeddings;
    List<EncoderOrigin> there = embeddings.encoders();
    for (SystemMember member : members) {
      EncoderOrigin origin =
          there.stream()
              .filter(one -> one.id().equals(member.id()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new ModelException(
                          "there are no embeddings of encoder %s of this system: only of %s in %s"
                              .formatted(
                                  member.id(),
                                  there.stream().map(EncoderOrigin::id).toList(),
                                  embeddings)));
      member.requireSame(origin.form());
    }
  }

  /** A clip that is not decided on yet. */
  private record Open(
      String clipId, Optional<String> person, List<Vote> votes, Optional<Fused> fused) {}

  List<ClipDecision> decide(FittedFusion fitted, List<String> clipIds, Map<String, String> people) {
    LateFusion fusion = fitted.calibrated();
    List<Open> clips = new ArrayList<>();
    for (String clip : clipIds) {
      List<Vote> votes = members.stream().map(member -> vote(member, clip)).toList();
      clips.add(
          new Open(
              clip,
              Optional.ofNullable(people.get(clip)),
              votes.stream().map(StoredVotes::withoutEmbedding).toList(),
              fuse(fusion, votes)));
    }
    Optional<PersonalizedDecision> adapted = fitted.personal().map(own -> adapted(own, clips));
    return clips.stream().map(clip -> decided(clip, fitted, adapted)).toList();
  }

  private Vote vote(SystemMember member, String clip) {
    Optional<Encoding> found = embeddings.find(member.id(), clip);
    if (found.isPresent() && found.get() instanceof Embedding embedding) {
      return Vote.cast(embedding, member.head().predict(List.of(embedding)).get(0));
    }
    String reason =
        found.isPresent() && found.get() instanceof NoEmbedding none
            ? none.reason()
            : "it was never asked about this clip";
    return Vote.missing(member.id(), reason);
  }

  /** So that not all embeddings are held together. */
  private static Vote withoutEmbedding(Vote vote) {
    return vote.distribution().map(p -> Vote.cast(vote.encoderId(), p)).orElse(vote);
  }

  private static Optional<Fused> fuse(LateFusion fusion, List<Vote> votes) {
    try {
      return Optional.of(fusion.fuse(votes));
    } catch (NoVoteException e) {
      return Optional.empty();
    }
  }

  private static PersonalizedDecision adapted(PersonalizedDecision own, List<Open> clips) {
    List<EmotionDistribution> distributions = new ArrayList<>();
    List<String> people = new ArrayList<>();
    for (Open clip : clips) {
      if (clip.person().isPresent() && clip.fused().isPresent()) {
        distributions.add(clip.fused().get().distribution());
        people.add(clip.person().get());
      }
    }
    return own.adaptedTo(distributions, people);
  }

  private static ClipDecision decided(
      Open clip, FittedFusion fitted, Optional<PersonalizedDecision> adapted) {
    String person = clip.person().orElse("");
    ThresholdRule rule = adapted.map(own -> own.ruleOf(person)).orElse(fitted.rule());
    Optional<ClipDecision.Verdict> verdict =
        clip.fused()
            .map(
                fused -> {
                  EmotionDistribution p = fused.distribution();
                  Blend blend =
                      adapted.map(own -> own.decide(person, p)).orElseGet(() -> rule.decide(p));
                  return new ClipDecision.Verdict(
                      fused, rule, blend, fitted.abstention().map(one -> one.judge(p, blend)));
                });
    return new ClipDecision(clip.clipId(), clip.person(), clip.votes(), verdict);
  }
}
