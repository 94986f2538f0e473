package io.github.blemore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.blemore.Blend;
import io.github.blemore.Embedding;
import io.github.blemore.EmbeddingSource;
import io.github.blemore.Emotion;
import io.github.blemore.EncoderInfo;
import io.github.blemore.EncoderOrigin;
import io.github.blemore.Encoding;
import io.github.blemore.Modality;
import io.github.blemore.challenge.Metadata;
import io.github.blemore.challenge.MetadataRow;
import io.github.blemore.experiment.Experiment;
import io.github.blemore.head.HeadTraining;
import io.github.blemore.media.MediaNeeds;
import io.github.blemore.system.BlendSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {

  @TempDir private Path folder;

  /** The soft label of each clip as its embedding. */
  private record Seen(Metadata metadata) implements EmbeddingSource {

    @Override
    public List<EncoderOrigin> encoders() {
      return List.of(
          EncoderOrigin.of(
              EncoderInfo.builder("seen", Modality.BODY, MediaNeeds.none())
                  .dimension(Emotion.COUNT)
                  .build()));
    }

    @Override
    public Set<String> clipIds(String encoderId) {
      return metadata.rows().stream().map(MetadataRow::clipId).collect(Collectors.toSet());
    }

    @Override
    public Optional<Encoding> find(String encoderId, String clipId) {
      return metadata.rows().stream()
          .filter(row -> row.clipId().equals(clipId))
          .findFirst()
          .map(
              row -> {
                double[] label = row.label().softLabel().toArray();
                float[] values = new float[label.length];
                for (int i = 0; i < values.length; i++) {
                  values[i] = (float) label[i];
                }
                return Embedding.of(encoderId, values);
              });
    }
  }

  /** A system of one encoder, not evaluated. */
  private Path system() throws IOException {
    List<MetadataRow> rows = new ArrayList<>();
    for (int actor = 0; actor < 3; actor++) {
      for (Blend label : Blend.all()) {
        rows.add(
            new MetadataRow(
                "A%d_%d".formatted(actor, rows.size()),
                "v",
                label,
                1,
                OptionalInt.empty(),
                OptionalInt.empty(),
                actor));
      }
    }
    Metadata metadata = Metadata.of(rows);
    Experiment experiment =
        Experiment.builder(
                metadata,
                new Seen(metadata),
                HeadTraining.builder().learningRate(0.1).epochs(1).seed(1).build())
            .threads(1)
            .build();
    Path system = folder.resolve("system");
    BlendSystem.of(experiment, experiment.fit(() -> {}), List.of(), Set.of()).save(system);
    return system;
  }

  private CommandRun report(Path system, Path html) {
    return CommandRun.of("report", "--system", system.toString(), "--out", html.toString());
  }

  @Test
  void writesThePageOfASystem() throws IOException {
    Path html = folder.resolve("page.html");

    CommandRun result = report(system(), html);

    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.out()).isEqualToIgnoringNewLines("report     " + html);
    assertThat(Files.readString(html))
        .contains("system of [seen], fitted on 108 clips of 3 people")
        .contains("This system was not evaluated");
  }

  @Test
  void aFolderWithoutASystemOrToWriteToIsTheWorksFailure() throws IOException {
    Path nothing = Files.createDirectory(folder.resolve("nothing"));

    assertFails(report(nothing, folder.resolve("page.html")), "nothing cannot be loaded");
    assertFails(
        report(system(), folder.resolve("missing").resolve("page.html")),
        "missing is no folder; create it first");
    assertThat(folder.resolve("page.html")).doesNotExist();
  }

  private static void assertFails(CommandRun result, String message) {
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("error: ").contains(message).hasLineCount(1);
  }

  @Test
  void bothOptionsAreNeeded() {
    CommandRun result = CommandRun.of("report", "--system", folder.toString());

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).contains("Missing required option: '--out=HTML'");
  }
}
