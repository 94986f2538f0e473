package io.github.blemore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.blemore.Blend;
import io.github.blemore.Embedding;
import io.github.blemore.Emotion;
import io.github.blemore.head.HeadTraining;
import io.github.blemore.head.TrainingSet;
import io.github.blemore.madeup.MadeUpCheckpoint;
import io.github.blemore.madeup.MadeUpFamily;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredictCommandTest {

  private static final String PORTRAIT =
      "../blemore-encoders/src/test/resources/media/portrait.mov";
  private static final int TINY_WIDTH = 64;

  @TempDir private Path folder;

  private String videoMae() throws IOException {
    return "videomae:" + MadeUpCheckpoint.of(MadeUpFamily.VIDEOMAE).write(folder.resolve("mae"));
  }

  /** A head fitted on noise. */
  private Path head(String encoder, int width) throws IOException {
    TrainingSet.Builder set = TrainingSet.builder(encoder);
    Random random = new Random(1);
    for (Emotion emotion : Emotion.classOrder()) {
      for (int i = 0; i < 3; i++) {
        float[] vector = new float[width];
        for (int j = 0; j < width; j++) {
          vector[j] = (float) random.nextGaussian();
        }
        set.add(emotion.code() + i, Blend.single(emotion), Embedding.of(encoder, vector));
      }
    }
    Path file = folder.resolve(encoder + ".safetensors");
    HeadTraining.builder().linear().epochs(1).build().fit(set.build(), 1).head().save(file);
    return file;
  }

  @Test
  void encodersWithHeadsAreFusedAndMadeUpWeightsAreTold() throws IOException {
    String mae = videoMae();
    String head = "videomae=" + head("videomae", TINY_WIDTH);
    CommandRun json =
        CommandRun.of(
            "predict",
            "--json",
            "--encoder",
            "face-api",
            "--encoder",
            mae,
            "--encoder",
            "acoustic",
            "--head",
            head,
            "--alpha",
            "0.2",
            "--beta",
            "0.3",
            PORTRAIT);

    assertThat(json.exit()).as(json.err()).isZero();
    JsonNode votes = json.json().at("/clips/0/votes");
    assertThat(votes).hasSize(2);
    assertThat(votes.get(0).get("weight").asDouble()).isEqualTo(0.5);
    assertThat(votes.get(0).has("madeUpWeights")).isFalse();
    assertThat(votes.get(1).get("encoder").asText()).isEqualTo("videomae");
    assertThat(votes.get(1).get("madeUpWeights").asBoolean()).isTrue();
    assertThat(json.json().at("/clips/0/missing/0/encoder").asText()).isEqualTo("acoustic");
    assertThat(json.json().at("/clips/0/notes").toString()).contains("made-up weights");
    assertThat(json.json().at("/provenance/encoders/1/madeUpWeights").asBoolean()).isTrue();
    assertThat(json.json().at("/provenance/decision").asText()).contains("0.2").contains("0.3");

    CommandRun text = CommandRun.of("predict", "--encoder", mae, "--head", head, PORTRAIT);
    assertThat(text.exit()).as(text.err()).isZero();
    assertThat(text.out())
        .contains("weight 1.00  (made-up weights)")
        .contains("videomae runs on made-up weights: its vote means nothing");
    assertThat(text.err()).contains("decision").doesNotContain("nothing fitted to BLEMORE");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--encoder=telepathy | \"telepathy\" is no encoder: must be one of face-api",
        "--encoder=videomae:none:layers=1-2 | videomae has no option \"layers\"",
        "--encoder=face-api:frames=0 | encoder \"face-api:frames=0\"",
        "--encoder=acoustic | no encoder has a head",
        "--alpha=1.5 | alpha is 1.5: must be 0..1",
        "--head=face-api | must be ENCODER=FILE",
        "--head=face-api= | must be ENCODER=FILE",
        "--head=vit=x.safetensors | --head is for vit: no encoder has that id",
      })
  void wrongOptionsAreTwo(String option, String problem) {
    CommandRun result = CommandRun.of("predict", option, PORTRAIT);

    assertThat(result.exit()).as(result.err()).isEqualTo(2);
    assertThat(result.err()).contains(problem);
  }

  @Test
  void whatDoesNotFitIsTwo() throws IOException {
    String twice = "--encoder=face-api";
    assertThat(CommandRun.of("predict", twice, twice, PORTRAIT).err()).contains("added twice");
    assertThat(CommandRun.of("predict", twice, twice, PORTRAIT).exit()).isEqualTo(2);
    CommandRun narrow =
        CommandRun.of("predict", "--head=acoustic=" + head("acoustic", 5), PORTRAIT);
    assertThat(narrow.exit()).isEqualTo(2);
    assertThat(narrow.err()).contains("head takes 5 values");
    CommandRun heads = CommandRun.of("predict", "--head=acoustic=a", "--head=acoustic=b", PORTRAIT);
    assertThat(heads.exit()).isEqualTo(2);
    assertThat(heads.err()).contains("--head of acoustic is given twice");
  }

  @Test
  void filesThatCannotBeLoadedAreOne() throws IOException {
    CommandRun encoder =
        CommandRun.of("predict", "--encoder=videomae:" + folder.resolve("no"), PORTRAIT);
    assertThat(encoder.exit()).isEqualTo(1);
    assertThat(encoder.err()).contains("is not there").doesNotContain("\tat ");
    Path text = Files.writeString(folder.resolve("text.safetensors"), "no head");
    CommandRun head = CommandRun.of("predict", "--head=acoustic=" + text, PORTRAIT);
    assertThat(head.exit()).isEqualTo(1);
    assertThat(head.err()).contains("text").doesNotContain("\tat ");
  }

  @Test
  void helpListsTheEncoders() {
    assertThat(CommandRun.of("predict", "--help").out())
        .contains("acoustic[:max-seconds=X]")
        .contains("videomae:DIR");
  }
}
