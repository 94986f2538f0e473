package io.github.blemore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.blemore.checkpoint.Checkpoint;
import io.github.blemore.finetune.files.AdaptedCheckpoint;
import io.github.blemore.madeup.MadeUpCheckpoint;
import io.github.blemore.madeup.MadeUpFamily;
import io.github.blemore.madeup.MadeUpSize;
import io.github.blemore.simulation.SimulatedCorpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FinetuneCommandTest {

  private static final int CLIPS = 20;

  @TempDir private static Path shared;

  @TempDir private Path folder;

  @BeforeAll
  static void makeClips() throws IOException {
    SimulatedCorpus.builder(shared.resolve("clips"))
        .actors(5)
        .clipsPerActor(CLIPS / 5)
        .build()
        .render(() -> {});
    MadeUpCheckpoint.of(MadeUpFamily.VIDEOMAE)
        .size(MadeUpSize.MINIATURE)
        .write(shared.resolve("small"));
  }

  private static Path metadata() {
    return shared.resolve("clips/train_metadata.csv");
  }

  /** Without {@code --encoder}; what is said twice is said by the second. */
  private CommandRun run(String... more) {
    List<String> arguments = new ArrayList<>(List.of("finetune"));
    add(arguments, "--clips", shared.resolve("clips"), more);
    add(arguments, "--metadata", metadata(), more);
    add(arguments, "--out", folder.resolve("out"), more);
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  private static void add(List<String> arguments, String option, Path value, String... more) {
    if (!List.of(more).contains(option)) {
      arguments.addAll(List.of(option, value.toString()));
    }
  }

  private CommandRun finetune(String... more) {
    List<String> arguments = new ArrayList<>(List.of("--encoder", "videomae"));
    arguments.addAll(List.of("--checkpoint", shared.resolve("small").toString()));
    arguments.addAll(List.of("--epochs", "1", "--batch", "4", "--allow-absent"));
    arguments.addAll(List.of("--folds", "3"));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  @Test
  void adaptsAnEncoderForEncodeAndEvaluate() throws IOException {
    CommandRun first = finetune("--json", "--augment", "published");
    assertThat(first.exit()).as(first.err()).isZero();
    assertThat(first.err())
        .contains("videomae, cpu", " numbers are trained", "clips decoded", CLIPS + "/" + CLIPS)
        .containsPattern("(?m)^fold 0, epoch 1: loss [0-9.]+, validation loss [0-9.]+, Score ")
        .containsPattern("(?m)^all clips, epoch 1: loss [0-9.]+$");
    assertResult(first.json());
    Path out = folder.resolve("out");
    assertThat(Checkpoint.open(out).config().text(AdaptedCheckpoint.ADAPTED_FROM))
        .isEqualTo("made-up weights");

    CommandRun again = finetune("--augment", "published");
    assertThat(again.exit()).as(again.err()).isZero();
    assertThat(again.err()).contains("fold 2 is done").doesNotContain("epoch 1: loss");
    assertThat(again.out())
        .contains("videomae, adapted from made-up weights: never pre-trained")
        .contains("mean and standard deviation of 3 folds: presence ")
        .contains("--encoder videomae:" + out)
        .contains("--store videomae-adapted=" + first.json().get("outOfFold").asText())
        .contains("never in the scored clips' own predictions");
    assertThat(usedForEvaluation(first.json()).exit()).isZero();
    CommandRun encoded =
        CommandRun.of(
            "encode",
            "--clips=" + shared.resolve("clips"),
            "--encoder=videomae:" + out,
            "--store=" + folder.resolve("store.sqlite"));
    assertThat(encoded.out()).as(encoded.err()).contains("videomae: 20 encoded");
  }

  private void assertResult(JsonNode json) {
    assertThat(json.get("encoder").asText()).isEqualTo("videomae");
    assertThat(json.get("checkpoint").asText()).isEqualTo(folder.resolve("out").toString());
    assertThat(json.get("adaptedFrom").asText()).isEqualTo("made-up weights");
    assertThat(json.get("neverPretrained").asBoolean()).isTrue();
    Path trainings = Path.of(json.get("trainings").asText());
    assertThat(trainings).isEqualTo(folder.resolve("out.trainings"));
    assertThat(Path.of(json.get("outOfFold").asText())).isRegularFile().hasParent(trainings);
    assertThat(json.get("clips").asInt()).isEqualTo(CLIPS);
    assertThat(json.get("epochs").asInt()).isEqualTo(1);
    assertThat(json.get("folds")).hasSize(3);
    int clips = 0;
    for (JsonNode fold : json.get("folds")) {
      clips += fold.get("clips").asInt();
      assertThat(fold.get("bestEpoch").asInt()).isEqualTo(1);
      assertThat(fold.get("validationFold").asInt()).isEqualTo((fold.get("fold").asInt() + 1) % 3);
      for (String field : List.of("alpha", "beta", "presence", "salience", "score")) {
        assertThat(fold.path(field).isNumber()).as(field).isTrue();
      }
      assertThat(fold.at("/validation/score").isNumber()).isTrue();
    }
    assertThat(clips).isEqualTo(CLIPS);
    assertThat(json.at("/mean/score").isNumber()).isTrue();
    assertThat(json.at("/std/presence").isNumber()).isTrue();
    assertThat(json.get("missing")).isEmpty();
    assertThat(json.at("/settings/batch").asText()).isEqualTo("4");
    assertThat(json.at("/settings/augmentation").asText()).startsWith("crop 0.08..1.0");
  }

  private static CommandRun usedForEvaluation(JsonNode json) throws IOException {
    return CommandRun.of(
        "evaluate",
        "--store=videomae-adapted=" + json.get("outOfFold").asText(),
        "--metadata=" + metadata(),
        "--hidden=0",
        "--epochs=1",
        "--allow-absent");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--encoder videomae | name its folder by --checkpoint DIR",
        "--encoder clip --checkpoint x | \"clip\" cannot be adapted: must be one of videomae, timesformer, s4d, wav2vec2, hubert, wavlm",
        "--encoder videomae:x --checkpoint y | with --checkpoint, name the encoder alone",
        "--encoder videomae:x:windows=2 | option windows does not matter to a training, only device",
        "--encoder videomae:precision=half --checkpoint x | must be float32|bf16",
        "--encoder hubert:x --flip 0.5 | --flip is an option of encoders of pictures only",
        "--encoder hubert:x --augment published | --augment is an option of encoders of pictures only",
        "--encoder s4d:x --train-feature-extractor | is an option of speech encoders only",
        "--encoder videomae:x --batch-capacity | --batch-capacity is an option of s4d only",
        "--encoder videomae:x --epochs 0 | epochs is 0: must be 1..100000",
        "--encoder videomae:x --augment some | --augment",
        "--encoder videomae:x --folds 2 | --folds is 2: must be 3 or more",
        "--encoder videomae:x --folds 6 | 6 folds of 5 actors",
      })
  void wrongArgumentsAreTwo(String options, String problem) {
    CommandRun result = run(options.split(" ", -1));

    assertThat(result.exit()).as(result.err()).isEqualTo(2);
    assertThat(result.err()).contains(problem);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatDoesNotFitTheCheckpointIsAWrongArgument() {
    CommandRun part = finetune("--freeze", "nose");

    assertThat(part.exit()).isEqualTo(2);
    assertThat(part.err()).contains("freeze is [nose]: no tensor's name has it");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatCannotWorkIsKnownBeforeTraining() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertFails(finetune("--out", file.toString()), "cannot be written to", "it is a file");
    assertFails(
        finetune("--out", shared.resolve("small").toString()),
        "it is the folder the checkpoint was made from");
    assertFails(finetune("--clips", "no-such"), "no-such is no folder");
    assertFails(finetune("--metadata", "no-such.csv"), "no-such.csv");
    assertFails(run("--encoder", "videomae:no-such"), "no-such");
    assertFails(
        run("--encoder", "hubert:" + shared.resolve("small")), "\"model_type\" is videomae");
  }

  private static void assertFails(CommandRun result, String... problems) {
    assertThat(result.exit()).as(result.err()).isEqualTo(1);
    assertThat(result.err())
        .contains("error: ")
        .contains(problems)
        .doesNotContain("\tat ")
        .doesNotContain("epoch 1");
  }

  @Test
  void clipsThatAreMissingAreAllowedOrNot() throws IOException {
    Path labels = folder.resolve("labels.csv");
    Files.writeString(
        labels, Files.readString(metadata()).replaceFirst("(?m)^A901_\\w+", "A901_ang_int1_ver9"));
    CommandRun refused = finetune("--metadata", labels.toString());
    assertFails(
        refused,
        "1 of 20 clips cannot be used: A901_ang_int1_ver9: no file of this clip",
        "--allow-missing goes on without them");

    CommandRun allowed =
        finetune("--metadata", labels.toString(), "--allow-missing", "--freeze-layers", "3");
    assertThat(allowed.exit()).as(allowed.err()).isZero();
    assertThat(allowed.out())
        .contains("1 clips were left out", "  A901_ang_int1_ver9: no file of this clip")
        .contains("trained on all 19 clips");

    CommandRun others = finetune("--metadata", labels.toString(), "--allow-missing", "--seed", "1");
    assertFails(others, "other settings", "frozenLayers: was 3, is 0", "seed: was 0, is 1");
  }

  @Test
  void emotionsThatNobodyShowsMustBeAllowed() throws IOException {
    Path labels = folder.resolve("labels.csv");
    List<String> rows = Files.readAllLines(metadata());
    rows.removeIf(row -> row.contains("_neu_"));
    Files.write(labels, rows);
    CommandRun absent =
        run(
            "--encoder=videomae:" + shared.resolve("small"),
            "--metadata",
            labels.toString(),
            "--folds=3");

    assertFails(absent, "the clips to learn from show", "--allow-absent goes on without");
  }

  @Test
  void stoppedItSaysThatTheSameCommandGoesOn() {
    Thread.currentThread().interrupt();
    CommandRun stopped;
    try {
      stopped = finetune();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }

    assertThat(stopped.exit()).isEqualTo(1);
    assertThat(stopped.out()).isEmpty();
    assertThat(stopped.err())
        .contains("stopped: the same command goes on after the last whole epoch")
        .doesNotContain("error: ", "\tat ");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void helpTellsTheDefaults() {
    assertThat(CommandRun.of("finetune", "--help").out())
        .contains("(default: 30)", "(default: 0.75)", "accept-nc=yes");
    assertThat(CommandRun.of("--help").out()).contains("finetune");
  }
}
