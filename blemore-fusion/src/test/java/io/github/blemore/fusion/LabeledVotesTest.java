package io.github.blemore.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.Blend;
import io.github.blemore.Emotion;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.NoVoteException;
import io.github.blemore.ThresholdRule;
import io.github.blemore.Vote;
import io.github.blemore.metrics.Scores;
import io.github.blemore.threshold.Probabilities;
import io.github.blemore.threshold.ThresholdSearch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LabeledVotesTest {

  private static final Blend ANGER = Blend.single(Emotion.ANGER);
  private static final EmotionDistribution SOME =
      EmotionDistribution.of(0.5, 0.1, 0.1, 0.1, 0.1, 0.1);
  private static final List<String> IDS = List.of("e0", "e1", "e2");
  private static final Map<String, Double> WEIGHTS = Map.of("e0", 0.5, "e1", 0.0, "e2", 0.25);

  @Test
  void holdsWhatItIsMadeOf() {
    List<LabeledVotes.Clip> clips = RandomVotes.clips(1, 3, 20, 0.3);

    LabeledVotes votes = LabeledVotes.of(IDS, clips);

    assertThat(votes.clips()).isEqualTo(20);
    assertThat(votes.encoderIds()).isEqualTo(IDS);
    assertThat(votes.clipIds()).isEqualTo(clips.stream().map(LabeledVotes.Clip::id).toList());
    assertThat(votes.people()).isEqualTo(clips.stream().map(LabeledVotes.Clip::person).toList());
    assertThat(votes.truth()).isEqualTo(clips.stream().map(LabeledVotes.Clip::truth).toList());
    for (int clip = 0; clip < 20; clip++) {
      for (int encoder = 0; encoder < 3; encoder++) {
        Optional<EmotionDistribution> vote = clips.get(clip).votes().get(encoder).distribution();
        assertThat(votes.isPresent(encoder, clip)).isEqualTo(vote.isPresent());
        for (Emotion emotion : Emotion.classOrder()) {
          assertThat(votes.probability(encoder, clip, emotion.index()))
              .isEqualTo(vote.map(p -> p.probability(emotion)).orElse(0.0));
        }
      }
    }
  }

  @Test
  void fusesToTheBitAsTheFusionDoesClipByClip() {
    for (int seed = 0; seed < 20; seed++) {
      List<LabeledVotes.Clip> clips = RandomVotes.clips(seed, 3, 20, 0.4);
      for (Pooling pooling : Pooling.values()) {
        WeightedFusion fusion = WeightedFusion.of(WEIGHTS).withPooling(pooling);
        List<Integer> answered = new ArrayList<>();
        List<EmotionDistribution> fused = new ArrayList<>();
        for (int clip = 0; clip < clips.size(); clip++) {
          try {
            fused.add(fusion.fuse(clips.get(clip).votes()).distribution());
            answered.add(clip);
          } catch (NoVoteException e) {
            assertThat(e.votes()).hasSize(3);
          }
        }

        FusedVotes found = LabeledVotes.of(IDS, clips).fuse(fusion);

        assertThat(found.answered()).isEqualTo(answered.stream().mapToInt(i -> i).toArray());
        assertThat(answered).hasSizeBetween(1, 19);
        assertThat(rows(found.probabilities()))
            .isEqualTo(fused.stream().map(EmotionDistribution::toArray).toArray(double[][]::new));
        assertThat(found.truth())
            .isEqualTo(answered.stream().map(i -> clips.get(i).truth()).toList());
        assertThat(found.people())
            .isEqualTo(answered.stream().map(i -> clips.get(i).person()).toList());
      }
    }
  }

  private static double[][] rows(Probabilities probabilities) {
    return IntStream.range(0, probabilities.clips())
        .mapToObj(probabilities::row)
        .toArray(double[][]::new);
  }

  @Test
  void clipsWithoutAnAnswerAreWrongAndChooseNoThresholds() {
    LabeledVotes votes = RandomVotes.seeded(3, 3, 60, 0.5);
    FusedVotes fused = votes.fuse(WeightedFusion.of(WEIGHTS));

    ThresholdRule rule = fused.thresholds(ThresholdSearch.exact()).rule();
    List<Optional<Blend>> answers = fused.decide(rule);

    assertThat(rule)
        .isEqualTo(ThresholdSearch.exact().search(fused.probabilities(), fused.truth()).rule());
    assertThat(answers.stream().flatMap(Optional::stream).toList())
        .isEqualTo(fused.probabilities().decide(rule));
    assertThat(IntStream.range(0, 60).filter(i -> answers.get(i).isPresent()).toArray())
        .isEqualTo(fused.answered());
    assertThat(fused.scores(rule)).isEqualTo(Scores.ofAnswers(votes.truth(), answers));
    assertThat(fused.best(ThresholdSearch.exact())).isEqualTo(fused.scores(rule));
    assertThat(fused.scores(rule).presence())
        .isLessThan(Scores.of(fused.truth(), fused.probabilities().decide(rule)).presence());
  }

  @Test
  void whereNoClipCanBeAnsweredThereIsNothingToChooseThresholdsOn() {
    LabeledVotes votes =
        LabeledVotes.of(
            List.of("a", "b"), List.of(clip(Vote.missing("a", "no face"), Vote.cast("b", SOME))));

    FusedVotes fused = votes.fuse(WeightedFusion.equal(List.of("a")));

    assertThat(fused.answered()).isEmpty();
    assertThat(fused.decide(new ThresholdRule(0.1, 0.1))).containsExactly(Optional.empty());
    assertThatThrownBy(() -> fused.thresholds(ThresholdSearch.exact()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("none of 1 clips has a vote with a weight above 0");
  }

  @Test
  void theOrderOfEncodersAndOfVotesMakesNoDifference() {
    List<LabeledVotes.Clip> clips = RandomVotes.clips(5, 3, 30, 0.3);
    List<LabeledVotes.Clip> shuffled = new ArrayList<>();
    for (LabeledVotes.Clip clip : clips) {
      List<Vote> votes = new ArrayList<>(clip.votes());
      Collections.shuffle(votes, new Random(clip.id().hashCode()));
      shuffled.add(new LabeledVotes.Clip(clip.id(), clip.person(), clip.truth(), votes));
    }
    WeightedFusion fusion = WeightedFusion.of(WEIGHTS);

    LabeledVotes other = LabeledVotes.of(List.of("e2", "e0", "e1"), shuffled);

    assertThat(other.encoderIds()).isEqualTo(IDS);
    assertThat(rows(other.fuse(fusion).probabilities()))
        .isEqualTo(rows(LabeledVotes.of(IDS, clips).fuse(fusion).probabilities()));
  }

  @Test
  void partsHoldWhatTheWholeHolds() {
    List<LabeledVotes.Clip> clips = RandomVotes.clips(2, 3, 40, 0.3);
    LabeledVotes votes = LabeledVotes.of(IDS, clips);

    assertSame(
        votes.wherePerson("p1"::equals),
        LabeledVotes.of(IDS, clips.stream().filter(clip -> clip.person().equals("p1")).toList()));
    assertSame(
        votes.whereClip(List.of("c7", "c3")::contains),
        LabeledVotes.of(IDS, List.of(clips.get(3), clips.get(7))));
    assertSame(votes.without("e1"), LabeledVotes.of(List.of("e0", "e2"), withoutE1(clips)));
    assertSame(
        votes.whereEncoder(id -> !id.equals("e1")),
        LabeledVotes.of(List.of("e0", "e2"), withoutE1(clips)));
  }

  private static List<LabeledVotes.Clip> withoutE1(List<LabeledVotes.Clip> clips) {
    return clips.stream()
        .map(
            clip ->
                new LabeledVotes.Clip(
                    clip.id(),
                    clip.person(),
                    clip.truth(),
                    List.of(clip.votes().get(0), clip.votes().get(2))))
        .toList();
  }

  private static void assertSame(LabeledVotes part, LabeledVotes wanted) {
    assertThat(part.encoderIds()).isEqualTo(wanted.encoderIds());
    assertThat(part.clipIds()).isEqualTo(wanted.clipIds());
    assertThat(part.people()).isEqualTo(wanted.people());
    assertThat(part.truth()).isEqualTo(wanted.truth());
    for (int encoder = 0; encoder < wanted.encoderIds().size(); encoder++) {
      WeightedFusion alone = WeightedFusion.equal(List.of(wanted.encoderIds().get(encoder)));
      assertThat(part.fuse(alone).answered()).isEqualTo(wanted.fuse(alone).answered());
      assertThat(rows(part.fuse(alone).probabilities()))
          .isEqualTo(rows(wanted.fuse(alone).probabilities()));
    }
  }

  @Test
  void anEmptyPartIsRefused() {
    LabeledVotes votes = RandomVotes.seeded(1, 2, 5, 0);

    assertThatThrownBy(() -> votes.wherePerson("nobody"::equals))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("of 5 clips and 2 encoders, 0 and 2 are chosen: must be at least one of each");
    assertThatThrownBy(() -> votes.without("e7"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("encoder e7 does not vote: those that do are [e0, e1]");
    assertThatThrownBy(() -> votes.without("e0").without("e1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("5 and 0 are chosen");
  }

  @Test
  void everyClipNeedsOneVoteOfEachEncoder() {
    refused(List.of("a", "b"), "clip c has 0 votes of encoder b", Vote.cast("a", SOME));
    refused(
        List.of("a"),
        "clip c has 2 votes of encoder a",
        Vote.cast("a", SOME),
        Vote.missing("a", "x"));
    refused(
        List.of("a"),
        "clip c has a vote of encoder b: those that vote are [a]",
        Vote.cast("a", SOME),
        Vote.cast("b", SOME));
  }

  @Test
  void encodersAndClipsAreNamedOnce() {
    refused(List.of(), "encoders []: must be at least one, each once");
    refused(
        List.of("a", "a"),
        "encoders [a, a]: must be at least one, each once",
        Vote.cast("a", SOME));
    assertThatThrownBy(() -> LabeledVotes.of(List.of("a"), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one");
    LabeledVotes.Clip clip = clip(Vote.cast("a", SOME));
    assertThatThrownBy(() -> LabeledVotes.of(List.of("a"), List.of(clip, clip)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("clip c stands twice: must be once");
    assertThatThrownBy(() -> new LabeledVotes.Clip("c", " ", ANGER, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("clip \"c\" of person \" \": neither may be blank");
  }

  @Test
  void aWeightForAnEncoderThatDoesNotVoteIsRefused() {
    LabeledVotes votes = LabeledVotes.of(List.of("a"), List.of(clip(Vote.cast("a", SOME))));

    assertThatThrownBy(() -> votes.fuse(WeightedFusion.equal(List.of("a", "b"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("weights for encoders [a, b]: those that vote are [a]");
    assertThatThrownBy(() -> votes.isPresent(1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> votes.isPresent(0, 1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static LabeledVotes.Clip clip(Vote... votes) {
    return new LabeledVotes.Clip("c", "p", ANGER, Arrays.asList(votes));
  }

  private static void refused(List<String> encoders, String message, Vote... votes) {
    assertThatThrownBy(() -> LabeledVotes.of(encoders, List.of(clip(votes))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
