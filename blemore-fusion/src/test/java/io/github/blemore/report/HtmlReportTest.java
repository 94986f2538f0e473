package io.github.blemore.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.blemore.Blend;
import io.github.blemore.Confidence;
import io.github.blemore.Emotion;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.experiment.Answer;
import io.github.blemore.experiment.ExperimentResult;
import io.github.blemore.experiment.Protocol;
import io.github.blemore.experiment.SystemResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {

  private static final Blend MIXED = Blend.dominant(Emotion.ANGER, Emotion.SADNESS);
  private static final Blend SAD = Blend.single(Emotion.SADNESS);
  private static final double[] MOSTLY_ANGER = {0.6, 0, 0, 0, 0.4, 0};

  /** An id that would break a page it was not escaped on. */
  private static final String DANGEROUS = "A1_1.234567_<b>&\"take\"'";

  @TempDir private Path folder;

  /** Two blends of one person, right and wrong; one clip of another, wrong; one unanswered. */
  private static List<Answer> answers() {
    return List.of(
        Results.answer(Results.clip(DANGEROUS + ".mov", MIXED, 0), MIXED, MOSTLY_ANGER),
        Results.answer(Results.clip("A1_2", MIXED, 0), SAD, 0.1, 0, 0, 0, 0.9, 0),
        Results.answer(
            Results.clip("B2_1", SAD, 1), Blend.single(Emotion.FEAR), 0, 0, 0.75, 0, 0.25, 0),
        Results.none(Results.clip("B2_2", SAD, 1)));
  }

  private Page page(List<Answer> answers) {
    ExperimentResult result = Results.result(answers);
    return Page.of(
        folder, report -> report.headline(result).scores(result).chosen(result, Set.of("a")));
  }

  @Test
  void showsScoresWithTheirProtocolAndChance() {
    Page page = page(answers());

    assertThat(page.text())
        .contains("Protocol nested: everything chosen inside the training folds");
    assertThat(page.text()).contains("Score, the mean of the two0.250 ± 0.071guessing: 0.040");
    assertThat(page.rows())
        .contains(
            "system|Score, 0 to 0.321|ACC_presence|ACC_salience|Score",
            "fused (with made-up)||0.400 ± 0.141|0.100 ± 0.000|0.250 ± 0.071",
            "random (made-up weights)||0.100 ± 0.000|0.100 ± 0.000|0.100 ± 0.000",
            "chance||0.050 ± 0.000|0.030 ± 0.000|0.040 ± 0.000");
  }

  @Test
  void aBarReachesTheMeanAndHasADotForEachFold() {
    Page page = Page.of(folder, report -> report.scores(Results.result(answers())));

    assertThat(page.source())
        .contains(
            "<i style=\"left:0.0%;width:78.0%\"></i><s style=\"left:12.5%\"></s>"
                + "<b style=\"left:55.9%;width:44.1%\"></b>"
                + "<u style=\"left:62.4%\"></u><u style=\"left:93.5%\"></u>");
  }

  @Test
  void showsWeightsWithTheirRangeAndTheShareOfAdaptedEncoders() {
    Page page = page(answers());

    assertThat(page.rows())
        .contains(
            "a||0.700|0.400|1.000|adapted to the task",
            "random (made-up weights)||0.300|0.000|0.600|general-purpose");
    assertThat(page.text())
        .contains("have 70\u00a0% of the weight together, general-purpose ones 30\u00a0%");
  }

  @Test
  void saysThatNoEncoderWasDeclaredAdapted() {
    Page page = Page.of(folder, report -> report.weights(Map.of("a", 1.0, "b", 0.0), Set.of()));

    assertThat(page.text()).contains("No encoder was declared to be adapted to the task");
    assertThat(page.rows()).contains("a||1.000|general-purpose", "b||0.000|general-purpose");
  }

  @Test
  void showsByHowMuchTheScoreFallsWithoutAnEncoder() {
    assertThat(page(answers()).rows())
        .containsSubsequence(
            "a||-0.150|0.100|2 of 2", "random (made-up weights)||+0.025|0.275|0 of 2");
  }

  @Test
  void showsTheConfusionMatrixByRow() {
    Page page = page(answers());

    assertThat(page.source())
        .contains("title=\"ang+sad said to be ang+sad: 1 of 2\">1</td>")
        .contains("title=\"ang+sad said to be sad: 1 of 2\">1</td>");
    assertThat(page.rows())
        .anyMatch(row -> row.startsWith("ang+sad|") && row.endsWith("|2|50\u00a0%"));
    assertThat(page.text()).contains("Not in it: 1 clip without a vote of any encoder.");
  }

  @Test
  void showsThresholdsOnTheSurfaceAndInNumbers() {
    Page page = page(answers());

    // At both thresholds one set of emotions of three is right, and no salience.
    assertThat(page.rows())
        .contains("fold 0|0.125|0.250|0.200|0.167", "fold 1|0.225|0.250|0.300|0.167");
    assertThat(page.ofClass("rect", "cell")).hasSize(26 * 26);
    assertThat(page.ofClass("circle", "plate"))
        .extracting(plate -> plate.getTextContent())
        .contains("fold 0: alpha 0.125, beta 0.250", "fold 1: alpha 0.225, beta 0.250");
    assertThat(page.rows())
        .anyMatch(
            row ->
                row.startsWith("0|0.125|0.250|0.300|0.100|0.200|4|1|")
                    && row.contains("random (made-up weights) 0.600")
                    && row.endsWith("temperature scaling, T = 1.2346"));
  }

  @Test
  void showsCalibrationBeforeAndAfterOnlyIfThereWasOne() {
    assertThat(page(answers()).rows()).anyMatch(row -> row.startsWith("not calibrated|0."));

    List<Answer> calibrated = new ArrayList<>(answers());
    calibrated.set(0, Results.calibratedFrom(calibrated.get(0), 1, 0, 0, 0, 0, 0));
    Page page = page(calibrated);

    assertThat(page.rows()).anyMatch(row -> row.startsWith("before calibration|0."));
    assertThat(page.rows()).anyMatch(row -> row.startsWith("after calibration|0."));
    assertThat(page.text()).doesNotContain("not calibrated");
  }

  @Test
  void showsRiskOverCoverage() {
    List<Answer> judged = new ArrayList<>(answers());
    judged.set(0, Results.judged(judged.get(0), Confidence.sure(0.5)));
    judged.set(1, Results.judged(judged.get(1), Confidence.uncertain(0.5, "far")));
    judged.set(2, Results.judged(judged.get(2), Confidence.uncertain(0.1, "far")));

    assertThat(page(answers()).text()).contains("does not say of any answer that it is uncertain");
    Page page = page(judged);
    assertThat(page.rows()).contains("the surest 100\u00a0%|0.667");
    assertThat(page.text())
        .contains(
            "calls 67\u00a0% of its answers uncertain; of the others a share of 0.000 is wrong");
  }

  @Test
  void showsEachPersonBestFirst() {
    Page page = Page.of(folder, report -> report.people(Results.fused(answers())));

    assertThat(page.text())
        .contains("A1: emotions right on 1 of 2 clips")
        .contains("A1: saliences right on 1 of 2 blends")
        .contains("B2: emotions right on 0 of 2 clips")
        .contains("no blend");
    assertThat(page.text().indexOf("A1")).isLessThan(page.text().indexOf("B2"));
  }

  @Test
  void sixtyPeopleHaveALineEach() {
    List<Answer> answers = new ArrayList<>();
    for (int person = 0; person < 60; person++) {
      answers.add(
          Results.answer(
              Results.clip("person%03d_1".formatted(person), SAD, 0), SAD, 0, 0, 0, 0, 1, 0));
    }
    Page page = Page.of(folder, report -> report.people(Results.fused(answers)));

    assertThat(page.ofClass("circle", "dot")).hasSize(60);
    assertThat(page.text())
        .contains("person0…")
        .contains("person059: emotions right on 1 of 1 clips");
    assertThat(page.elements("svg").get(0).getAttribute("viewBox")).isEqualTo("0 0 380 978");
  }

  @Test
  void worstClipsAreThoseFurthestFromTheTruth() {
    List<String> rows =
        Page.of(folder, report -> report.worstClips(Results.fused(answers()))).rows();

    assertThat(rows)
        .containsExactly(
            "clip|truth|said|divergence|ang|disg|fea|hap|sad|neu",
            "B2_1|sad 100|fea 100|1.39|0.00|0.00|0.75|0.00|0.25|0.00",
            "A1_2|ang 70 / sad 30|sad 100|1.03|0.10|0.00|0.00|0.00|0.90|0.00",
            DANGEROUS + "|ang 70 / sad 30|ang 70 / sad 30|0.02|0.60|0.00|0.00|0.00|0.40|0.00");
  }

  @Test
  void theDivergenceIsThatOfTheSoftLabelInNats() {
    EmotionDistribution even = EmotionDistribution.ofLogits(0, 0, 0, 0, 0, 0);

    assertThat(WorstClips.divergence(SAD.softLabel(), even)).isCloseTo(Math.log(6), within(1e-12));
    assertThat(WorstClips.divergence(SAD.softLabel(), SAD.softLabel())).isZero();
    assertThat(WorstClips.divergence(SAD.softLabel(), Blend.single(Emotion.FEAR).softLabel()))
        .isCloseTo(-Math.log(1e-8), within(1e-12));
  }

  @Test
  void withoutBlendsOrAnswersPartsSayWhatIsMissing() {
    List<Answer> noBlend = List.of(answers().get(2));
    assertThat(page(noBlend).text()).contains("no blend");

    Page unanswered = page(List.of(Results.none(Results.clip("A1_1", SAD, 0))));
    assertThat(unanswered.text()).contains("No encoder had a vote on any of 1 clip.");
    assertThat(page(List.of()).text()).contains("The answers of this system were not kept.");
  }

  @Test
  void oneFoldAndOneEncoderAreEnough() {
    SystemResult fused = Results.fused(answers());
    List<SystemResult> systems =
        List.of(
            new SystemResult(
                "a", SystemResult.Kind.ENCODER, fused.folds().subList(0, 1), List.of()),
            new SystemResult(
                Results.CHOSEN, fused.kind(), fused.folds().subList(0, 1), fused.answers()));
    ExperimentResult result =
        new ExperimentResult(Protocol.CHALLENGE, systems, Results.CHOSEN, List.of());

    Page page = Page.of(folder, report -> report.scores(result).chosen(result, Set.of()));

    assertThat(page.rows()).contains("a||0.300|0.100|0.200");
    assertThat(page.text())
        .contains("One fold, so that there is no spread")
        .contains("With a single encoder there is none that could be missing.");
  }

  @Test
  void foldsWithTheSameThresholdsHavePlatesApart() {
    SystemResult fused = Results.fused(answers());
    SystemResult same =
        new SystemResult(
            "same",
            fused.kind(),
            List.of(fused.folds().get(0), fused.folds().get(0), fused.folds().get(0)),
            fused.answers());

    Page page = Page.of(folder, report -> report.thresholds(same));

    List<String> places =
        page.ofClass("circle", "plate").stream()
            .filter(plate -> plate.getAttribute("r").equals("8.0"))
            .map(plate -> plate.getAttribute("cx") + " " + plate.getAttribute("cy"))
            .toList();
    assertThat(places).hasSize(3).doesNotHaveDuplicates();
  }

  @Test
  void loadsNothingAndEscapesText() throws IOException {
    Path picture = Files.write(folder.resolve("p.png"), new byte[] {1, 2, 3});
    HtmlReport report = new HtmlReport("A <title> & more", new SystemNames(Set.of()));
    Path file = folder.resolve("report.html");
    report
        .note("made \"up\"")
        .worstClips(Results.fused(answers()))
        .picture(picture, "a \"picture\"")
        .write(file);
    Page page = Page.read(file);

    assertThat(page.source())
        .contains("<h1>A &lt;title&gt; &amp; more</h1>")
        .contains("alt=\"a &quot;picture&quot;\"")
        .contains("A1_1.234567_&lt;b&gt;&amp;&quot;take&quot;&#39;")
        .contains(
            "src=\"data:image/png;base64,"
                + Base64.getEncoder().encodeToString(new byte[] {1, 2, 3}))
        .doesNotContain("http:", "https:", "<script", "url(", "@import", "<link", "href=");
    assertThat(page.elements("b")).isEmpty();
  }

  @Test
  void everyPictureSaysWhatItShows() {
    Page page = page(answers());

    assertThat(page.elements("svg"))
        .hasSize(4)
        .allSatisfy(
            svg -> {
              assertThat(svg.getAttribute("role")).isEqualTo("img");
              assertThat(svg.getAttribute("aria-label")).isNotBlank();
              assertThat(svg.getElementsByTagName("title").item(0).getTextContent())
                  .isEqualTo(svg.getAttribute("aria-label"));
            });
  }
}
