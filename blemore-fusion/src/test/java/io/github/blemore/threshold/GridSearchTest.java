package io.github.blemore.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.Blend;
import io.github.blemore.DecisionRule;
import io.github.blemore.ThresholdRule;
import io.github.blemore.challenge.ClipName;
import io.github.blemore.metrics.Scores;
import io.github.blemore.npy.NpyArray;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Against the search of the challenge's baseline, and one that decides every clip at every point.
 */
class GridSearchTest {

  private static final int SETS = 200;
  private static final Pattern TEXT = Pattern.compile("\"([^\"]+)\"");
  private static final Pattern NUMBER = Pattern.compile("\"[a-z_]+\": ([0-9.]+)");

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = GridSearchTest.class.getResourceAsStream("/fixtures/blemore/" + name)) {
      return in.readAllBytes();
    }
  }

  private static NpyArray npy(String name) throws IOException {
    return NpyArray.parse(resource(name));
  }

  private static List<String> found(Pattern pattern, String resource) throws IOException {
    String text = new String(resource(resource), StandardCharsets.UTF_8);
    return pattern.matcher(text).results().map((MatchResult match) -> match.group(1)).toList();
  }

  private static double[] numbers(String resource) throws IOException {
    return found(NUMBER, resource).stream().mapToDouble(Double::parseDouble).toArray();
  }

  private static List<Blend> truth() throws IOException {
    return found(TEXT, "filenames.json").stream()
        .map(name -> ClipName.parse(name).label())
        .toList();
  }

  private static double[] numbers(Thresholds found) {
    return new double[] {
      found.rule().alpha(),
      found.rule().beta(),
      found.scores().presence(),
      found.scores().salience(),
      found.bestPresence(),
      found.bestSalience()
    };
  }

  @Test
  void hasTheAxesOfTheBaseline() throws IOException {
    double[] axis = npy("grid_axis.npy").toDoubles();

    assertThat(axis).hasSize(20);
    assertThat(ThresholdSearch.grid().alphas()).isEqualTo(axis);
    assertThat(ThresholdSearch.grid().betas()).isEqualTo(axis);
  }

  @Test
  void hasTheWholeSurfaceOfTheBaseline() throws IOException {
    List<GridPoint> surface =
        ThresholdSearch.grid().surface(Probabilities.of(npy("probs.npy").toDoubles()), truth());

    double[] values =
        surface.stream()
            .flatMapToDouble(
                point ->
                    DoubleStream.of(
                        point.rule().alpha(),
                        point.rule().beta(),
                        point.scores().presence(),
                        point.scores().salience()))
            .toArray();
    assertThat(values).isEqualTo(npy("grid.npy").toDoubles());
  }

  @Test
  void findsWhatTheBaselineFinds() throws IOException {
    Probabilities float64 = Probabilities.of(npy("probs.npy").toDoubles());
    Probabilities float32 = Probabilities.of(npy("probs.npy").toFloats());

    assertThat(numbers(ThresholdSearch.grid().search(float64, truth())))
        .isEqualTo(numbers("grid_search_result.json"));
    assertThat(numbers(ThresholdSearch.grid().search(float32, truth())))
        .isEqualTo(numbers("grid_search_result_float32.json"));
  }

  @Test
  void findsWhatTheBaselineFindsWithOtherWeights() throws IOException {
    Probabilities probabilities = Probabilities.of(npy("probs.npy").toDoubles());
    double[] expected = numbers("grid_search_result_other_weights.json");

    assertThat(expected).hasSize(2 * 7);
    for (int i = 0; i < expected.length; i += 7) {
      Thresholds found =
          ThresholdSearch.grid().withPresenceWeight(expected[i]).search(probabilities, truth());
      assertThat(numbers(found)).isEqualTo(Arrays.copyOfRange(expected, i + 1, i + 7));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyPointScoresAsIfEveryClipWereDecidedThere(boolean float32) {
    for (int seed = 0; seed < SETS; seed++) {
      RandomClips clips = RandomClips.seeded(seed, float32);
      List<GridPoint> expected = new ArrayList<>();
      for (double alpha : clips.alphas()) {
        for (double beta : clips.betas()) {
          ThresholdRule rule = DecisionRule.of(alpha, beta);
          expected.add(new GridPoint(rule, clips.scores(rule)));
        }
      }
      GridSearch search =
          ThresholdSearch.grid().withAlphas(array(clips.alphas())).withBetas(array(clips.betas()));

      assertThat(search.surface(clips.probabilities(), clips.truth()))
          .as("seed %d", seed)
          .isEqualTo(expected);
    }
  }

  private static double[] array(Collection<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  @Test
  void theFirstOfEquallyGoodPointsWins() {
    for (int seed = 0; seed < SETS; seed++) {
      RandomClips clips = RandomClips.seeded(seed, false);
      List<GridPoint> surface =
          ThresholdSearch.grid().surface(clips.probabilities(), clips.truth());
      double best =
          surface.stream().mapToDouble(point -> point.scores().score()).max().orElseThrow();
      GridPoint first =
          surface.stream()
              .filter(point -> point.scores().score() == best)
              .findFirst()
              .orElseThrow();

      Thresholds found = ThresholdSearch.grid().search(clips.probabilities(), clips.truth());
      assertThat(found.rule()).as("seed %d", seed).isEqualTo(first.rule());
      assertThat(found.scores()).as("seed %d", seed).isEqualTo(first.scores());
    }
  }

  @Test
  void aNegativeZeroIsAThresholdOfZero() {
    Probabilities tie = Probabilities.of(new double[] {0.5, 0, 0, 0.5, 0, 0});
    List<Blend> truth = tie.decide(DecisionRule.of(0, 0));

    assertThat(ThresholdSearch.grid().withAlphas(-0.0).withBetas(-0.0).search(tie, truth).scores())
        .isEqualTo(new Scores(1, 1));
  }

  @Test
  void axesMustAscendWithinZeroToOne() {
    assertThatThrownBy(() -> ThresholdSearch.grid().withAlphas())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("alphas are []: must be at least one, each 0..1 and above the one before");
    assertThatThrownBy(() -> ThresholdSearch.grid().withAlphas(0.5, 0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("alphas are [0.5, 0.5]");
    assertThatThrownBy(() -> ThresholdSearch.grid().withBetas(0.5, 1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("betas are [0.5, 1.5]");
    assertThatThrownBy(() -> ThresholdSearch.grid().withBetas(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("betas are [NaN]");
  }

  @Test
  void axesAreCopied() {
    double[] axis = {0.25, 0.5};
    GridSearch search = ThresholdSearch.grid().withAlphas(axis);
    axis[0] = 0.75;
    search.alphas()[1] = 0.75;

    assertThat(search.alphas()).containsExactly(0.25, 0.5);
    assertThat(search.toString())
        .startsWith(
            "grid of 2 x 20 thresholds, presence weighing 0.5: alphas [0.25, 0.5], betas [");
  }

  @Test
  void theTruthMustBeThatOfEachClip() {
    Probabilities one = Probabilities.of(new double[] {1, 0, 0, 0, 0, 0});

    assertThatThrownBy(() -> ThresholdSearch.grid().search(one, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 true blends and probabilities of 1 clips");
  }
}
