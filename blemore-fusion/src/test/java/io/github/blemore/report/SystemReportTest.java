package io.github.blemore.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.Blend;
import io.github.blemore.Embedding;
import io.github.blemore.EmbeddingSource;
import io.github.blemore.Emotion;
import io.github.blemore.EncoderInfo;
import io.github.blemore.EncoderOrigin;
import io.github.blemore.Encoding;
import io.github.blemore.License;
import io.github.blemore.Modality;
import io.github.blemore.calibration.CalibrationMethod;
import io.github.blemore.challenge.Metadata;
import io.github.blemore.challenge.MetadataRow;
import io.github.blemore.experiment.Experiment;
import io.github.blemore.experiment.ExperimentResult;
import io.github.blemore.experiment.FusionDesign;
import io.github.blemore.experiment.Protocol;
import io.github.blemore.fusion.Pooling;
import io.github.blemore.fusion.WeightSearch;
import io.github.blemore.head.HeadTraining;
import io.github.blemore.media.MediaNeeds;
import io.github.blemore.salience.Adaptation;
import io.github.blemore.system.BlendSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemReportTest {

  private static final String CHECKPOINT = "ab".repeat(32);

  @TempDir private Path folder;

  /** All 36 kinds of clips of each of three actors. */
  private static Metadata metadata() {
    List<MetadataRow> rows = new ArrayList<>();
    for (int actor = 0; actor < 3; actor++) {
      for (Blend label : Blend.all()) {
        rows.add(Results.clip("A%d_take%d".formatted(actor, rows.size()), label, actor));
      }
    }
    return Metadata.of(rows);
  }

  /** The soft label in noise; {@code random} has made-up weights, {@code seen} a checkpoint. */
  private record Noisy(Metadata metadata) implements EmbeddingSource {

    @Override
    public List<EncoderOrigin> encoders() {
      return List.of(
          EncoderOrigin.of(info("random").madeUpWeights().build()),
          EncoderOrigin.of(
                  info("seen")
                      .checkpoint(CHECKPOINT, new License("MIT", "https://example.org/w", true))
                      .build())
              .withSpec("seen:/models/<seen>"));
    }

    private static EncoderInfo.Builder info(String id) {
      return EncoderInfo.builder(id, Modality.BODY, MediaNeeds.none()).dimension(Emotion.COUNT);
    }

    @Override
    public Set<String> clipIds(String encoderId) {
      return metadata.rows().stream().map(MetadataRow::clipId).collect(Collectors.toSet());
    }

    @Override
    public Optional<Encoding> find(String encoderId, String clipId) {
      Random noise = new Random((encoderId + clipId).hashCode());
      return metadata.rows().stream()
          .filter(row -> row.clipId().equals(clipId))
          .findFirst()
          .map(
              row -> {
                double[] label = row.label().softLabel().toArray();
                float[] values = new float[label.length];
                for (int i = 0; i < values.length; i++) {
                  values[i] = (float) (label[i] + 0.2 * noise.nextGaussian());
                }
                return Embedding.of(encoderId, values);
              });
    }
  }

  private static Experiment experiment(Protocol protocol) {
    Metadata metadata = metadata();
    return Experiment.builder(
            metadata,
            new Noisy(metadata),
            HeadTraining.builder().hidden(5).learningRate(0.1).epochs(2).seed(1).build())
        .designs(
            List.of(
                FusionDesign.builder("even", WeightSearch.equal(Pooling.ARITHMETIC))
                    .calibration(CalibrationMethod.TEMPERATURE)
                    .personalized(Adaptation.BOTH)
                    .risk(0.5)
                    .build()))
        .protocol(protocol)
        .threads(1)
        .build();
  }

  private static BlendSystem system(Protocol... protocols) {
    List<ExperimentResult> evaluations = new ArrayList<>();
    for (Protocol protocol : protocols) {
      evaluations.add(experiment(protocol).run(() -> {}));
    }
    Experiment experiment = experiment(Protocol.NESTED);
    return BlendSystem.of(experiment, experiment.fit(() -> {}), evaluations, Set.of("seen"));
  }

  private Page page(BlendSystem system) throws IOException {
    Path file = folder.resolve("system.html");
    SystemReport.of(system).write(file);
    return Page.read(file);
  }

  @Test
  void aSystemThatWasSavedIsShownAsAWhole() throws IOException {
    BlendSystem system = system(Protocol.NESTED, Protocol.CHALLENGE);
    system.save(folder.resolve("system"));
    Page page = page(BlendSystem.load(folder.resolve("system")));

    String text = page.text();
    assertThat(text)
        .contains("system of [random, seen], fitted on 108 clips of 3 people")
        .contains("Made-up weights: random.")
        .contains("Protocol nested", "The same by the other protocol:", "Protocol challenge")
        .contains("after calibration")
        .contains("Beta was adapted to each person")
        .contains("of its answers uncertain")
        .contains("have 50\u00a0% of the weight together");
    assertThat(page.elements("h2"))
        .extracting(heading -> heading.getTextContent())
        .containsExactly(
            "Scores",
            "Weights",
            "If one encoder is missing",
            "What was confused",
            "Thresholds",
            "Folds",
            "Do probabilities mean what they say?",
            "Does it know when it is wrong?",
            "People",
            "Worst clips",
            "The system itself",
            "Where it comes from");
    assertThat(text)
        .contains(CHECKPOINT, "MIT, from https://example.org/w", "opened asseen:<seen>")
        .as("folders stay private")
        .doesNotContain("/models")
        .contains("5 hidden units, at most 2 epochs of Adam")
        .contains("108 clips of 3 people in 3 folds")
        .contains(system.origin().labelsSha256(), system.origin().created().toString());
    assertThat(page.source()).doesNotContain("src=", "href=", "url(", "<script");
  }

  @Test
  void anEncoderOnMadeUpWeightsIsMarkedWhereverItStands() throws IOException {
    List<String> cells =
        page(system(Protocol.NESTED)).elements("td").stream()
            .map(cell -> cell.getTextContent())
            .filter(text -> text.contains("random"))
            .toList();

    assertThat(cells)
        .hasSizeGreaterThan(5)
        .allMatch(text -> text.contains("random (made-up weights)"));
  }

  @Test
  void aSystemWithoutAnEvaluationSaysSo() throws IOException {
    Page page = page(system());

    assertThat(page.text()).contains("This system was not evaluated").doesNotContain("± 0");
    assertThat(page.elements("h2"))
        .extracting(heading -> heading.getTextContent())
        .containsExactly("The system itself", "Where it comes from");
    assertThat(page.rows())
        .contains(
            "seen||0.500|adapted to the task", "random (made-up weights)||0.500|general-purpose");
  }

  @Test
  void scoresOfTheProtocolChallengeAloneAreSaidToBeOptimistic() throws IOException {
    assertThat(page(system(Protocol.CHALLENGE)).text())
        .contains("Chosen on the people it is scored on: optimistic.")
        .contains("Protocol challenge");
  }

  @Test
  void aFolderThatIsNotThereIsNamed() {
    Path file = folder.resolve("missing").resolve("page.html");

    assertThatThrownBy(() -> SystemReport.of(system()).write(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("missing is no folder; create it first");
  }
}
