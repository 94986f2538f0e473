package io.github.blemore.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.Blend;
import io.github.blemore.DecisionRule;
import io.github.blemore.Emotion;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.ThresholdRule;
import io.github.blemore.metrics.Scores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StableSearchTest {

  /** Every resample decided clip by clip. */
  private static final class Slow {

    private final SimulatedPeople clips;
    private final List<List<Integer>> resamples = new ArrayList<>();

    Slow(SimulatedPeople clips, long seed, int count) {
      this.clips = clips;
      List<String> names = List.copyOf(new TreeSet<>(clips.people()));
      SplittableRandom random = new SplittableRandom(seed);
      for (int i = 0; i < count; i++) {
        List<Integer> drawn = new ArrayList<>();
        for (int draw = 0; draw < names.size(); draw++) {
          String name = names.get(random.nextInt(names.size()));
          IntStream.range(0, clips.people().size())
              .filter(clip -> clips.people().get(clip).equals(name))
              .forEach(drawn::add);
        }
        resamples.add(drawn);
      }
    }

    double lowerQuantile(ThresholdRule rule, Objective objective, int rank) {
      List<Blend> decided = clips.distributions().stream().map(rule::decide).toList();
      List<Double> objectives = new ArrayList<>();
      for (List<Integer> drawn : resamples) {
        Scores scores =
            Scores.of(
                drawn.stream().map(clips.truth()::get).toList(),
                drawn.stream().map(decided::get).toList());
        objectives.add(objective.of(scores));
      }
      Collections.sort(objectives);
      return objectives.get(rank - 1);
    }
  }

  @Test
  void noCandidateHasABetterLowerQuantile() {
    for (int seed = 0; seed < 12; seed++) {
      SimulatedPeople clips = SimulatedPeople.seeded(seed, 2 + seed % 3, 6);
      Objective objective = new Objective(seed % 2 == 0 ? 0.5 : 0.3);
      StableSearch search =
          ThresholdSearch.stable()
              .withSeed(seed)
              .withResamples(11)
              .withQuantile(0.25)
              .withPresenceWeight(objective.presenceWeight());
      Slow slow = new Slow(clips, seed, 11);
      List<UndecidedClip> undecided =
          LabeledClips.of(clips.probabilities(), clips.truth()).undecided();
      double best = 0;
      for (double alpha : StableSearch.alphas(undecided).values()) {
        for (double beta : StableSearch.betas(undecided).values()) {
          best = Math.max(best, slow.lowerQuantile(DecisionRule.of(alpha, beta), objective, 3));
        }
      }
      Thresholds found = clips.search(search);

      assertThat(slow.lowerQuantile(found.rule(), objective, 3))
          .as("seed %d", seed)
          .isEqualTo(best);
      assertThat(found.scores())
          .isEqualTo(
              Scores.of(
                  clips.truth(),
                  clips.distributions().stream().map(found.rule()::decide).toList()));
    }
  }

  @Test
  void withFewClipsTheCandidatesAreAllThresholds() {
    for (int seed = 0; seed < 200; seed++) {
      RandomClips clips = RandomClips.seeded(seed, seed % 2 == 0);
      List<UndecidedClip> undecided =
          LabeledClips.of(clips.probabilities(), clips.truth()).undecided();
      GridSearch candidates =
          ThresholdSearch.grid()
              .withAlphas(StableSearch.alphas(undecided).values())
              .withBetas(StableSearch.betas(undecided).values());

      assertThat(candidates.search(clips.probabilities(), clips.truth()).scores().score())
          .as("seed %d", seed)
          .isEqualTo(
              ThresholdSearch.exact()
                  .search(clips.probabilities(), clips.truth())
                  .scores()
                  .score());
    }
  }

  @Test
  void peopleWhoAreAllAlikeGiveTheExactThresholds() {
    // Every resample is the same set of clips, so its score is the score.
    for (int seed = 0; seed < 20; seed++) {
      SimulatedPeople one = SimulatedPeople.seeded(seed, 1, 12);
      List<Integer> twice = IntStream.range(0, 24).mapToObj(clip -> clip % 12).toList();
      SimulatedPeople two =
          new SimulatedPeople(
              one.select(twice).distributions(),
              one.select(twice).truth(),
              IntStream.range(0, 24).mapToObj(clip -> "p" + clip / 12).toList());

      assertThat(two.search(ThresholdSearch.stable()).scores().score())
          .as("seed %d", seed)
          .isEqualTo(two.search(ThresholdSearch.exact()).scores().score());
    }
  }

  @Test
  void thePersonWithMostClipsDoesNotDecideForAll() {
    // Two people's blends are right with a beta below 0.4, the third's with one from there on.
    // Without the third, in 8 of 27 draws, none is right there; without the others, in 1 of 27,
    // none is right below.
    EmotionDistribution seen = EmotionDistribution.of(0.7, 0.3, 0, 0, 0, 0);
    Blend stronger = Blend.dominant(Emotion.ANGER, Emotion.DISGUST);
    Blend equal = Blend.equal(Emotion.ANGER, Emotion.DISGUST);
    SimulatedPeople clips =
        new SimulatedPeople(
            Collections.nCopies(5, seen),
            List.of(stronger, stronger, equal, equal, equal),
            List.of("a", "b", "c", "c", "c"));

    assertThat(clips.search(ThresholdSearch.exact()).rule().beta()).isGreaterThan(0.4);
    assertThat(clips.search(ThresholdSearch.stable().withQuantile(0.15)).rule().beta())
        .isLessThan(0.4);
  }

  @Test
  void theOrderOfTheClipsMakesNoDifferenceAndTheSeedDoes() {
    SimulatedPeople clips = SimulatedPeople.seeded(5, 6, 30);
    StableSearch search = ThresholdSearch.stable().withResamples(21);

    assertThat(clips.shuffled(1).search(search)).isEqualTo(clips.search(search));
    assertThat(
            IntStream.range(0, 20)
                .mapToObj(seed -> clips.search(search.withSeed(seed)).rule())
                .distinct())
        .hasSizeGreaterThan(1);
  }

  @Test
  void whatAnyThresholdsReachIsThatOfTheExactSearch() {
    SimulatedPeople clips = SimulatedPeople.seeded(6, 5, 20);
    Thresholds exact = clips.search(ThresholdSearch.exact());
    Thresholds stable = clips.search(ThresholdSearch.stable());

    assertThat(stable.bestPresence()).isEqualTo(exact.bestPresence());
    assertThat(stable.bestSalience()).isEqualTo(exact.bestSalience());
    assertThat(stable.scores().score()).isLessThanOrEqualTo(exact.scores().score());
  }

  @Test
  void withoutPeopleEachClipIsAPersonOfItsOwn() {
    SimulatedPeople clips = SimulatedPeople.seeded(7, 4, 10);
    List<String> own = IntStream.range(0, 40).mapToObj(String::valueOf).toList();

    assertThat(ThresholdSearch.stable().search(clips.probabilities(), clips.truth()))
        .isEqualTo(ThresholdSearch.stable().search(clips.probabilities(), clips.truth(), own));
  }

  @Test
  void theOtherSearchesTakeNoNoticeOfPeople() {
    SimulatedPeople clips = SimulatedPeople.seeded(8, 4, 25);
    for (ThresholdSearch search : List.of(ThresholdSearch.grid(), ThresholdSearch.exact())) {
      assertThat(clips.search(search))
          .isEqualTo(search.search(clips.probabilities(), clips.truth()));
    }
  }

  @Test
  void onePersonIsRefused() {
    SimulatedPeople clips = SimulatedPeople.seeded(9, 1, 5);

    assertThatThrownBy(() -> clips.search(ThresholdSearch.stable()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("one person, p0", "ThresholdSearch.exact()");
  }

  @Test
  void everyClipMustBeSomebodys() {
    SimulatedPeople clips = SimulatedPeople.seeded(9, 2, 5);
    for (ThresholdSearch search :
        List.of(ThresholdSearch.grid(), ThresholdSearch.exact(), ThresholdSearch.stable())) {
      assertThatThrownBy(() -> search.search(clips.probabilities(), clips.truth(), List.of("p0")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("1 people and 10 true blends");
    }
  }

  @Test
  void badOptionsAreRefused() {
    assertThatThrownBy(() -> ThresholdSearch.stable().withResamples(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("resamples are 0: must be at least 1");
    assertThatThrownBy(() -> ThresholdSearch.stable().withQuantile(1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("quantile is 1.5: must be 0..1");
    assertThatThrownBy(() -> ThresholdSearch.stable().withPresenceWeight(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("presence weight");
  }

  @Test
  void theSurfaceIsThatOfTheGrid() {
    SimulatedPeople clips = SimulatedPeople.seeded(10, 3, 30);
    double[] alphas = {0.05, 0.1, 0.2};
    double[] betas = {0.1, 0.3};
    ScoreSurface surface = ScoreSurface.of(clips.probabilities(), clips.truth(), alphas, betas);

    assertThat(surface.alphas()).isEqualTo(alphas);
    assertThat(surface.betas()).isEqualTo(betas);
    assertThat(surface.score()).hasDimensions(3, 2);
    for (int a = 0; a < alphas.length; a++) {
      for (int b = 0; b < betas.length; b++) {
        ThresholdRule rule = DecisionRule.of(alphas[a], betas[b]);
        Scores scores =
            Scores.of(clips.truth(), clips.distributions().stream().map(rule::decide).toList());
        assertThat(surface.at(a, b)).isEqualTo(scores);
        assertThat(surface.score()[a][b]).isEqualTo(scores.score());
      }
    }
    assertThat(Arrays.stream(surface.score()).flatMapToDouble(Arrays::stream).distinct().count())
        .isGreaterThan(1);
  }
}
