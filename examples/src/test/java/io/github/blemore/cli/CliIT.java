package io.github.blemore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.blemore.challenge.ClipName;
import io.github.blemore.challenge.Metadata;
import io.github.blemore.examples.FitHeads;
import io.github.blemore.head.SoftmaxHead;
import io.github.blemore.madeup.MadeUpFamily;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The executable jar, as a user runs it. */
class CliIT {

  private static final Path RESOURCES = Path.of("../blemore-encoders/src/test/resources");
  private static final String PORTRAIT = RESOURCES.resolve("media/portrait.mov").toString();

  @TempDir private Path folder;

  private Jar.Result blemore(String... arguments) throws IOException, InterruptedException {
    return Jar.in(folder).run(List.of(arguments));
  }

  @Test
  void predictsTheBlendOfAClip() throws Exception {
    Jar.Result result = blemore("predict", "--json", PORTRAIT);

    assertThat(result.exit()).as(result.err()).isZero();
    JsonNode clip = result.json().at("/clips/0");
    assertThat(clip.get("clip").asText()).isEqualTo(PORTRAIT);
    assertThat(clip.at("/blend/0/emotion").asText()).isEqualTo("hap");
    double sum = 0;
    for (JsonNode p : clip.get("distribution")) {
      sum += p.asDouble();
    }
    assertThat(sum).isBetween(1 - 1e-6, 1 + 1e-6);
    assertThat(clip.at("/votes/0/encoder").asText()).isEqualTo("face-api");
    assertThat(clip.at("/votes/0/weight").asDouble()).isEqualTo(1);
    assertThat(clip.at("/missing/0/encoder").asText()).isEqualTo("acoustic");
    assertThat(clip.at("/missing/0/reason").asText()).contains("no head");
    assertThat(result.json().get("failed")).isEmpty();
  }

  @Test
  void oneBadClipDoesNotStopTheOthers() throws Exception {
    Path text = Files.writeString(folder.resolve("text.mov"), "this is no media");
    Jar.Result result = blemore("predict", "--json", text.toString(), PORTRAIT, "no-such.mov");

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.json().get("clips")).hasSize(1);
    assertThat(result.json().get("failed")).hasSize(2);
    assertThat(result.json().at("/failed/0/clip").asText()).isEqualTo(text.toString());
    assertThat(result.json().at("/failed/1/error").asText()).contains("no-such.mov");
    assertThat(result.err()).contains("error: no-such.mov");
  }

  @Test
  void aNameThatCannotBeOpenedIsOneFailure() throws Exception {
    Jar.Result result = blemore("predict", "--json", "", PORTRAIT);

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.json().get("clips")).hasSize(1);
    assertThat(result.json().at("/failed/0/error").asText()).contains("not a file name");
    assertThat(result.json().at("/provenance/encoders/0/weights_sha256").asText()).hasSize(64);
  }

  @Test
  void predictsForPeopleToo() throws Exception {
    Jar.Result result = blemore("predict", PORTRAIT);

    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.out())
        .startsWith(PORTRAIT + ": hap")
        .contains("face-api", "weight 1.00", "acoustic", "missing: no head");
    assertThat(result.err()).contains("nothing fitted to BLEMORE");
  }

  @Test
  void wrongArgumentsAreTwo() throws Exception {
    assertThat(blemore().exit()).isEqualTo(2);
    assertThat(blemore("predict").exit()).isEqualTo(2);
    assertThat(blemore("predict", "--no-such-option", PORTRAIT).exit()).isEqualTo(2);
    assertThat(blemore("no-such-command").exit()).isEqualTo(2);
  }

  @Test
  void helpAndVersionAreThere() throws Exception {
    assertThat(blemore("--help").out()).contains("predict", "doctor", "conformance");
    assertThat(blemore("predict", "--help").exit()).isZero();
    assertThat(blemore("--version").out()).matches("blemore \\d+\\.\\d+\\.\\d+\\S*\\R");
  }

  @Test
  void doctorFindsEverythingHere() throws Exception {
    Jar.Result result = blemore("doctor", "--json");

    assertThat(result.exit()).as(result.out() + result.err()).isZero();
    assertThat(result.json().get("findings")).hasSizeGreaterThan(4);
    assertThat(result.json().get("findings")).allMatch(finding -> finding.get("ok").asBoolean());
  }

  @Test
  void conformanceRunsTheShippedFixtures() throws Exception {
    Jar.Result result = blemore("conformance", "--json", RESOURCES.resolve("fixtures").toString());

    assertThat(result.exit()).as(result.out()).isZero();
    assertThat(result.json().get("ok").asInt()).isGreaterThan(10);
    assertThat(result.json().get("failed").asInt()).isZero();
    assertThat(result.json().at("/checks/0/max_abs_diff").isNumber()).isTrue();
  }

  @Test
  void conformanceFailsOnWrongNumbers() throws Exception {
    Path audio = Files.createDirectories(folder.resolve("fixtures/audio_preprocess"));
    Path shipped = RESOURCES.resolve("fixtures/audio_preprocess");
    try (var files = Files.list(shipped)) {
      for (Path file : files.toList()) {
        Files.copy(file, audio.resolve(file.getFileName().toString()));
      }
    }
    Path reference = audio.resolve("stereo48k_mono16k.npy");
    byte[] bytes = Files.readAllBytes(reference);
    bytes[bytes.length - 1] ^= 1;
    Files.write(reference, bytes);
    Files.delete(audio.resolve("fbank128.npy"));
    Jar.Result result = blemore("conformance", folder.resolve("fixtures").toString());

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.out()).contains("FAILED audio_preprocess  stereo48k  mono16k");
    assertThat(result.out()).contains("FAILED audio_preprocess  fbank128");
    assertThat(result.out()).contains("ok     audio_preprocess  stereo44k1  mono16k");
  }

  @Test
  void aFolderWithoutFixturesIsAFailure() throws Exception {
    Jar.Result result = blemore("conformance", folder.toString());

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err()).contains("none of the fixture folders");
    assertThat(blemore("conformance", "no-such-folder").err()).contains("is not a folder");
  }

  /** Few people: that all of it works, not how well it does. */
  @Test
  void demoRunsTheWholeExperimentAndGoesOnWhereItStopped() throws Exception {
    Path demo = folder.resolve("demo");
    String[] arguments = {
      "demo",
      "--json",
      "--with-gemini-stand-in",
      "--actors=6",
      "--clips-per-actor=12",
      "--out=" + demo
    };
    Jar.Result result = blemore(arguments);
    assertThat(result.exit()).as(result.err()).isZero();
    JsonNode first = result.json();
    assertThat(first.get("protocol").asText()).isEqualTo("nested");
    assertThat(first.get("simulated").asBoolean()).isTrue();
    assertThat(first.get("folds")).hasSize(5);
    assertThat(first.get("encoders").has("face-api")).isTrue();
    assertThat(first.get("encoders").has("acoustic")).isTrue();
    assertThat(first.at("/encoders/acoustic").has("madeUpWeights")).isFalse();
    for (MadeUpFamily family : MadeUpFamily.onePerEncoder()) {
      JsonNode encoder = first.at("/encoders/" + family.encoder());
      assertThat(encoder.at("/madeUpWeights").asBoolean()).as(family.encoder()).isTrue();
      assertThat(demo.resolve("checkpoints").resolve(family.encoder())).isDirectory();
    }
    assertThat(first.at("/withoutMadeUpWeights/encoders")).hasSize(2);
    assertThat(first.get("madeUpWeights").asText()).contains("random numbers");
    assertThat(first.get("baselines")).hasSize(3);
    assertThat(first.at("/encoders/gemini-stand-in").has("weight")).isTrue();
    assertThat(first.get("standIn").asText()).contains("is not Gemini");
    String shown = first.at("/prediction/clip").asText();
    assertThat(ClipName.parse(shown).label()).hasToString(first.at("/prediction/truth").asText());

    Path clips = demo.resolve("clips");
    assertThat(Metadata.read(clips.resolve("train_metadata.csv")).rows()).hasSize(72);
    assertThat(Files.readString(demo.resolve("report.html")))
        .contains("no recordings")
        .contains("videomae (made-up weights)");
    Path head = demo.resolve("heads/without-fold-0/acoustic.safetensors");
    assertThat(SoftmaxHead.load(head).encoderId()).isEqualTo("acoustic");

    FileTime rendered = Files.getLastModifiedTime(clips.resolve(shown + ".mov"));
    JsonNode second = blemore(arguments).json();
    assertThat(Files.getLastModifiedTime(clips.resolve(shown + ".mov"))).isEqualTo(rendered);
    assertThat(second.get("folds")).isEqualTo(first.get("folds"));
    assertThat(second.get("prediction")).isEqualTo(first.get("prediction"));
    assertThat(fitHeads(clips, demo.resolve("embeddings.sqlite")))
        .contains("face-api: presence")
        .contains("fused by score: presence");
  }

  private static String fitHeads(Path clips, Path embeddings) throws IOException {
    PrintStream stdout = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      FitHeads.main(new String[] {clips.toString(), embeddings.toString()});
    } finally {
      System.setOut(stdout);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void demoSaysWhatIsWrong() throws Exception {
    Jar.Result fewActors = blemore("demo", "--actors=4", "--out=" + folder.resolve("few"));
    assertThat(fewActors.exit()).isEqualTo(2);
    assertThat(fewActors.err()).contains("4").contains("at least 5");
    Path file = Files.writeString(folder.resolve("file"), "");
    Jar.Result nowhere = blemore("demo", "--out=" + file.resolve("inside"));
    assertThat(nowhere.exit()).isEqualTo(1);
    assertThat(nowhere.err()).contains("inside").doesNotContain("\tat ");
  }
}
