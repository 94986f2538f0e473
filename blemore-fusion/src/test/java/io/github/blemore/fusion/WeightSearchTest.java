package io.github.blemore.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.Vote;
import io.github.blemore.threshold.ThresholdSearch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every search promises. */
class WeightSearchTest {

  private static final List<String> IDS = List.of("e0", "e1", "e2", "e3");

  static List<WeightSearch> all() {
    return Stream.of(Pooling.values())
        .<WeightSearch>flatMap(
            pooling ->
                Stream.concat(Stream.of(WeightSearch.equal(pooling)), lookingAtVotes(pooling)))
        .toList();
  }

  static List<WeightSearch> lookingAtVotes() {
    return Stream.of(Pooling.values()).flatMap(WeightSearchTest::lookingAtVotes).toList();
  }

  private static Stream<WeightSearch> lookingAtVotes(Pooling pooling) {
    return Stream.of(
        WeightSearch.byScore(pooling),
        WeightSearch.greedy(pooling).withRounds(8).startingWith(2),
        WeightSearch.likelihood(pooling),
        WeightSearch.direct(pooling).withEvaluations(100).withSeed(7));
  }

  @ParameterizedTest
  @MethodSource("all")
  void weighsEveryEncoder(WeightSearch search) {
    WeightedFusion found = search.search(RandomVotes.seeded(1, 4, 80, 0.1));

    assertThat(found.weights()).containsOnlyKeys(IDS);
    assertThat(search.toString()).contains(found.pooling().description());
  }

  @ParameterizedTest
  @MethodSource("all")
  void theOrderOfTheEncodersMakesNoDifference(WeightSearch search) {
    List<LabeledVotes.Clip> clips = RandomVotes.clips(2, 4, 80, 0.1);
    List<LabeledVotes.Clip> turned =
        clips.stream()
            .map(
                clip -> {
                  List<Vote> votes = new ArrayList<>(clip.votes());
                  Collections.rotate(votes, 1 + clip.id().length());
                  return new LabeledVotes.Clip(clip.id(), clip.person(), clip.truth(), votes);
                })
            .toList();

    assertThat(search.search(LabeledVotes.of(List.of("e3", "e1", "e0", "e2"), turned)))
        .isEqualTo(search.search(LabeledVotes.of(IDS, clips)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void severalThreadsFindWhatOneFinds(WeightSearch search) throws Exception {
    LabeledVotes votes = RandomVotes.seeded(3, 4, 60, 0.1);
    WeightedFusion alone = search.search(votes);
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      Callable<WeightedFusion> task = () -> search.search(votes);

      for (Future<WeightedFusion> found : threads.invokeAll(Collections.nCopies(6, task))) {
        assertThat(found.get()).isEqualTo(alone);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @MethodSource("lookingAtVotes")
  void anEncoderThatNeverVotesWeighsNothingAndChangesNothing(WeightSearch search) {
    List<LabeledVotes.Clip> clips = RandomVotes.clips(4, 4, 60, 0.1);
    List<LabeledVotes.Clip> withSilent =
        clips.stream()
            .map(
                clip -> {
                  List<Vote> votes = new ArrayList<>(clip.votes());
                  votes.add(Vote.missing("a silent one", "no sound"));
                  return new LabeledVotes.Clip(clip.id(), clip.person(), clip.truth(), votes);
                })
            .toList();
    List<String> ids = new ArrayList<>(IDS);
    ids.add("a silent one");

    WeightedFusion found = search.search(LabeledVotes.of(ids, withSilent));
    WeightedFusion wanted = search.search(LabeledVotes.of(IDS, clips));

    assertThat(found.weights())
        .containsEntry("a silent one", 0.0)
        .containsAllEntriesOf(wanted.weights());
  }

  @ParameterizedTest
  @MethodSource("lookingAtVotes")
  void oneEncoderHasAllWeight(WeightSearch search) {
    assertThat(search.search(RandomVotes.seeded(5, 1, 30, 0.1)).weights())
        .containsExactly(Map.entry("e0", 1.0));
  }

  @ParameterizedTest
  @MethodSource("lookingAtVotes")
  void withoutAVoteThereIsNothingToChooseBy(WeightSearch search) {
    LabeledVotes none = RandomVotes.seeded(1, 2, 3, 1);

    assertThatThrownBy(() -> search.search(none))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("none of 3 clips has a vote: there is nothing to choose weights by");
  }

  @Test
  void equalWeightsDoNotLookAtVotes() {
    assertThat(WeightSearch.equal(Pooling.GEOMETRIC).search(RandomVotes.seeded(1, 4, 3, 1)))
        .isEqualTo(WeightedFusion.equal(IDS).withPooling(Pooling.GEOMETRIC));
  }

  @Test
  void saysWhatItSearchesFor() {
    assertThat(WeightSearch.equal(Pooling.ARITHMETIC))
        .hasToString("equal weights, weighted average");
    assertThat(WeightSearch.byScore(Pooling.ARITHMETIC))
        .hasToString(
            "weights in proportion to the Score alone, with all thresholds, presence weighing 0.5,"
                + " weighted average");
    assertThat(WeightSearch.greedy(Pooling.GEOMETRIC).withThresholds(ThresholdSearch.grid()))
        .hasToString(
            "greedy ensemble selection with replacement from the best 1, 50 rounds, on Score with "
                + ThresholdSearch.grid()
                + ", weighted geometric mean");
    assertThat(WeightSearch.likelihood(Pooling.GEOMETRIC))
        .hasToString("maximum likelihood of the soft labels, weighted geometric mean");
    assertThat(WeightSearch.direct(Pooling.ARITHMETIC).withSeed(3))
        .hasToString(
            "CMA-ES from maximum likelihood, 2000 evaluations, seed 3, on Score with all"
                + " thresholds, presence weighing 0.5, weighted average");
  }
}
