package io.github.blemore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.blemore.Blend;
import io.github.blemore.Emotion;
import io.github.blemore.challenge.Submission;
import io.github.blemore.system.BlendSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From clips to a submission with the executable jar, on few simulated people: that all of it
 * works, not how well it does.
 */
class SystemIT {

  private static final int CLIPS = 72;

  /** Without two of five folds, without one, and on all; of two encoders. */
  private static final int TRAININGS = 2 * (10 + 5 + 1);

  @TempDir private static Path shared;

  @TempDir private Path own;

  private static Jar.Result blemore(List<String> arguments)
      throws IOException, InterruptedException {
    return Jar.in(shared).run(arguments);
  }

  private static Jar.Result blemore(String... arguments) throws IOException, InterruptedException {
    return blemore(List.of(arguments));
  }

  private static String at(String name) {
    return shared.resolve(name).toString();
  }

  @BeforeAll
  static void makeEmbeddings() throws Exception {
    blemore("simulate", "--out", at("clips"), "--actors", "6", "--clips-per-actor", "12").ok();
    blemore(
            "encode",
            "--clips",
            at("clips"),
            "--store",
            at("store.sqlite"),
            "--encoder",
            "face-api",
            "--encoder",
            "acoustic")
        .ok();
  }

  private static List<String> experiment(String command, Path work, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command, "--store", at("store.sqlite")));
    arguments.addAll(List.of("--metadata", at("clips/train_metadata.csv")));
    arguments.addAll(List.of("--hidden", "0", "--learning-rate", "0.01"));
    arguments.addAll(List.of("--work", work.toString()));
    arguments.addAll(List.of(more));
    return arguments;
  }

  private static Map<String, FileTime> trainings(Path work) throws IOException {
    Map<String, FileTime> times = new TreeMap<>();
    if (!Files.isDirectory(work)) {
      return times;
    }
    try (Stream<Path> files = Files.list(work)) {
      for (Path file : files.filter(name -> name.toString().endsWith(".votes.json")).toList()) {
        times.put(file.getFileName().toString(), Files.getLastModifiedTime(file));
      }
    }
    return times;
  }

  @Test
  void fromClipsToASubmission() throws Exception {
    Path work = own.resolve("trainings");
    String system = own.resolve("system").toString();
    String[] design = {"--epochs", "8", "--personal", "--risk", "0.3", "--json"};
    List<String> fit = experiment("fit", work, design);
    fit.addAll(List.of("--system", system));
    JsonNode fitted = blemore(fit).ok().json();
    assertThat(fitted.at("/evaluation/folds")).hasSize(5);
    Map<String, FileTime> trained = trainings(work);
    assertThat(trained).hasSize(TRAININGS);

    JsonNode nested = blemore(experiment("evaluate", work, design)).ok().json();
    assertEvaluation(nested, "nested");
    assertThat(nested.get("mean")).isEqualTo(fitted.at("/evaluation/mean"));
    List<String> challenge = experiment("evaluate", work, "--epochs", "8", "--json");
    challenge.addAll(List.of("--protocol", "challenge"));
    assertEvaluation(blemore(challenge).ok().json(), "challenge");
    assertThat(trainings(work)).as("nothing is trained again").containsAllEntriesOf(trained);

    fit.add("--no-evaluation");
    Map<String, FileTime> before = trainings(work);
    JsonNode again = blemore(fit).ok().json();
    assertThat(trainings(work)).isEqualTo(before);
    assertThat(again.has("evaluation")).isFalse();
    assertThat(again.get("weights")).isEqualTo(fitted.get("weights"));
    assertThat(BlendSystem.load(Path.of(system)).evaluations()).isEmpty();

    Map<String, Blend> submitted = submitted(system, fitted.get("beta").asDouble());
    predictsTheSame(system, submitted, fitted.get("beta").asDouble());
  }

  private static void assertEvaluation(JsonNode json, String protocol) {
    assertThat(json.get("protocol").asText()).isEqualTo(protocol);
    assertThat(json.get("folds")).hasSize(5);
    for (JsonNode fold : json.get("folds")) {
      for (String field : List.of("fold", "alpha", "beta", "presence", "salience", "score")) {
        assertThat(fold.path(field).isNumber()).as("%s of %s", field, fold).isTrue();
      }
    }
    for (String field : List.of("presence", "salience", "score")) {
      assertThat(json.at("/mean/" + field).isNumber()).isTrue();
      assertThat(json.at("/std/" + field).isNumber()).isTrue();
      assertThat(json.at("/encoders/face-api/" + field).isNumber()).isTrue();
    }
    assertThat(
            json.at("/encoders/face-api/weight").asDouble()
                + json.at("/encoders/acoustic/weight").asDouble())
        .isBetween(1 - 1e-9, 1 + 1e-9);
  }

  private Map<String, Blend> submitted(String system, double beta) throws Exception {
    Path zip = own.resolve("submission.zip");
    List<String> submit =
        List.of(
            "submit",
            "--system",
            system,
            "--clips",
            at("clips"),
            "--out",
            zip.toString(),
            "--any-clips",
            "--json");
    Jar.Result result = blemore(submit).ok();
    JsonNode json = result.json();
    assertThat(json.get("written").asBoolean()).isTrue();
    assertThat(json.get("clips").asInt()).isEqualTo(CLIPS);
    assertThat(json.get("failed")).isEmpty();
    assertThat(json.get("beta").asDouble()).isEqualTo(beta);
    assertThat(json.get("uncertain").isNumber()).isTrue();
    assertThat(result.err()).containsOnlyOnce("nobody is named (--people)");
    assertThat(own.resolve("submission.sqlite")).isRegularFile();
    Map<String, Blend> predictions = Submission.read(zip).predictions();
    assertThat(predictions).hasSize(CLIPS);
    assertThat(json.get("blends").asInt())
        .isEqualTo((int) predictions.values().stream().filter(Blend::isBlend).count());
    return predictions;
  }

  private void predictsTheSame(String system, Map<String, Blend> submitted, double beta)
      throws Exception {
    List<String> names = submitted.keySet().stream().limit(8).toList();
    List<String> predict = new ArrayList<>(List.of("predict", "--system", system, "--json"));
    names.forEach(name -> predict.add(at("clips/" + name)));
    Jar.Result common = blemore(predict).ok();
    assertThat(common.err()).containsOnlyOnce("nobody is named (--person, --people)");
    for (int i = 0; i < names.size(); i++) {
      JsonNode clip = common.json().at("/clips/" + i);
      assertThat(blend(clip)).isEqualTo(submitted.get(names.get(i)));
      assertThat(clip.get("beta").asDouble()).isEqualTo(beta);
      assertThat(clip.get("confidence").isNumber()).isTrue();
      assertThat(clip.has("uncertain")).isTrue();
      assertThat(clip.has("person")).isFalse();
    }

    predict.addAll(List.of("--person", "Ann"));
    JsonNode hers = blemore(predict).ok().json();
    assertThat(hers.at("/provenance/decision").asText()).contains("knowing 1 people");
    JsonNode first = hers.at("/clips/0");
    assertThat(hers.get("clips")).hasSize(names.size());
    assertThat(hers.get("clips"))
        .allSatisfy(clip -> assertThat(clip.get("beta")).isEqualTo(first.get("beta")));
    assertThat(first.get("person").asText()).isEqualTo("Ann");
    assertThat(first.get("distribution")).isEqualTo(common.json().at("/clips/0/distribution"));
  }

  private static Blend blend(JsonNode clip) {
    List<Blend.Part> parts = new ArrayList<>();
    for (JsonNode part : clip.get("blend")) {
      parts.add(
          new Blend.Part(
              Emotion.ofCode(part.get("emotion").asText()), part.get("salience").asInt()));
    }
    return Blend.of(parts);
  }

  @Test
  void labelsOfOtherClipsAreCounted() throws Exception {
    Path labels = own.resolve("labels.csv");
    Files.writeString(
        labels,
        Files.readString(shared.resolve("clips/train_metadata.csv"))
            .replaceAll("(?m)^(A\\w+_neu_)", "Z$1"));
    List<String> fit = new ArrayList<>(experiment("fit", own.resolve("work"), "--epochs", "1"));
    fit.set(fit.indexOf("--metadata") + 1, labels.toString());
    fit.addAll(
        List.of("--system", own.resolve("system").toString(), "--no-evaluation", "--allow-absent"));
    Jar.Result refused = blemore(fit);
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err())
        .containsPattern("\\d+ of 72 labeled clips were never encoded by face-api: ZA")
        .containsPattern("\\d+ clips encoded by face-api have no label: A")
        .doesNotContain("\tat ");
    assertThat(trainings(own.resolve("work"))).isEmpty();

    fit.add("--allow-missing");
    Jar.Result allowed = blemore(fit).ok();
    assertThat(allowed.err()).contains("missing: ").contains("have no label");
    assertThat(BlendSystem.load(own.resolve("system")).origin().clips()).isBetween(50, CLIPS - 1);
  }

  @Test
  void whatCannotWorkIsKnownBeforeTraining() throws Exception {
    Path work = own.resolve("work");
    Path file = Files.writeString(own.resolve("file"), "");
    List<String> nowhere = experiment("fit", work, "--system", file.toString());
    Jar.Result unwritable = blemore(nowhere);
    assertThat(unwritable.exit()).isEqualTo(1);
    assertThat(unwritable.err()).contains("cannot be made or written to").doesNotContain("\tat ");
    List<String> unknown = experiment("fit", work, "--system", own.resolve("system").toString());
    unknown.addAll(List.of("--use", "telepathy"));
    Jar.Result use = blemore(unknown);
    assertThat(use.exit()).isEqualTo(1);
    assertThat(use.err())
        .contains("there are no embeddings of encoder telepathy: only of [acoustic, face-api]");
    assertThat(trainings(work)).isEmpty();
  }

  @Test
  void killedWhileFittingItGoesOn() throws Exception {
    Path work = own.resolve("trainings");
    List<String> fit =
        experiment("fit", work, "--epochs", "1000", "--system", own.resolve("system").toString());
    Process process = Jar.in(shared).start(fit);
    while (process.isAlive() && trainings(work).size() < 3) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    process.destroyForcibly().waitFor();
    Map<String, FileTime> kept = trainings(work);
    assertThat(kept).hasSizeBetween(3, TRAININGS - 1);
    assertThat(own.resolve("system").resolve("system.json")).doesNotExist();

    blemore(fit).ok();
    assertThat(trainings(work)).hasSize(TRAININGS).containsAllEntriesOf(kept);
    assertThat(BlendSystem.load(own.resolve("system")).evaluations()).hasSize(1);
  }
}
