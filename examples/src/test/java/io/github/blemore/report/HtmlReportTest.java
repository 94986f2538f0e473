package io.github.blemore.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.blemore.Blend;
import io.github.blemore.DecisionRule;
import io.github.blemore.Emotion;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.challenge.MetadataRow;
import io.github.blemore.experiment.Answer;
import io.github.blemore.experiment.ExperimentResult;
import io.github.blemore.experiment.FoldScore;
import io.github.blemore.experiment.Protocol;
import io.github.blemore.experiment.SystemResult;
import io.github.blemore.metrics.Scores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {

  @TempDir private Path folder;

  private static FoldScore fold(int number, double presence) {
    return new FoldScore(
        number,
        4,
        1,
        Optional.of(DecisionRule.of(0.125, 0.25)),
        Map.of("a", 0.4, "b", 0.6),
        new Scores(presence, 0.1),
        List.of());
  }

  private static Answer answer(Blend truth, Blend said) {
    MetadataRow clip =
        new MetadataRow("A1_take1", "A1", truth, 1, OptionalInt.empty(), OptionalInt.empty(), 0);
    Optional<EmotionDistribution> p = Optional.of(EmotionDistribution.of(1, 0, 0, 0, 0, 0));
    return new Answer(clip, p, p, Optional.of(said), Optional.empty());
  }

  private String page() throws IOException {
    Blend mixed = Blend.dominant(Emotion.ANGER, Emotion.SADNESS);
    SystemResult system =
        new SystemResult(
            ExperimentResult.BY_SCORE,
            SystemResult.Kind.FUSION,
            List.of(fold(0, 0.3), fold(1, 0.5)),
            List.of(
                answer(mixed, mixed),
                answer(mixed, Blend.single(Emotion.SADNESS)),
                answer(mixed, mixed)));
    SystemResult random =
        new SystemResult("random", SystemResult.Kind.ENCODER, system.folds(), List.of());
    ExperimentResult result =
        new ExperimentResult(
            Protocol.NESTED, List.of(random, system), ExperimentResult.BY_SCORE, List.of());
    Path picture = Files.write(folder.resolve("p.png"), new byte[] {1, 2, 3});
    Path file = folder.resolve("report.html");
    new HtmlReport("A <title> & more", new SystemNames(Set.of("random")))
        .note("made up")
        .section("Scores")
        .scores(result)
        .folds(system)
        .confusion(system.confusion())
        .picture(picture, "a \"picture\"")
        .write(file);
    return Files.readString(file);
  }

  @Test
  void showsScoresWithTheirProtocolThresholdsAndWeights() throws IOException {
    String page = page();
    assertThat(page).contains("0.400 ± 0.141").contains("Protocol nested");
    assertThat(page).contains("<td>random (made-up weights)</td>");
    assertThat(page).contains("0.125").contains("a 0.400  b 0.600");
  }

  @Test
  void showsTheConfusionMatrixByRow() throws IOException {
    String page = page();
    assertThat(page).contains("title=\"ang+sad said to be ang+sad: 2 of 3\">2</td>");
    assertThat(page).contains("title=\"ang+sad said to be sad: 1 of 3\">1</td>");
  }

  @Test
  void loadsNothingAndEscapesText() throws IOException {
    String page = page();
    assertThat(page).contains("<h1>A &lt;title&gt; &amp; more</h1>");
    assertThat(page).contains("alt=\"a &quot;picture&quot;\"");
    assertThat(page)
        .contains(
            "data:image/png;base64," + Base64.getEncoder().encodeToString(new byte[] {1, 2, 3}));
    assertThat(page).doesNotContain("http:").doesNotContain("https:").doesNotContain("<script");
  }
}
