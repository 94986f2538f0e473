package io.github.blemore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.blemore.Blend;
import io.github.blemore.Emotion;
import io.github.blemore.challenge.Submission;
import io.github.blemore.npy.NpyArray;
import io.github.blemore.npy.NpzWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code predict --system} and {@code submit}. */
class SystemCommandsTest {

  private static final Path PORTRAIT =
      Path.of("../blemore-encoders/src/test/resources/media/portrait.mov");

  @TempDir private Path folder;

  private Path system = Path.of("");
  private Path clips = Path.of("");
  private String mine = "";

  @BeforeEach
  void makeClips() throws IOException {
    system = folder.resolve("system");
    clips = Files.createDirectory(folder.resolve("clips"));
    Files.copy(PORTRAIT, clips.resolve("one.mov"));
    Files.copy(PORTRAIT, clips.resolve("two.mov")); // the same bytes under another name
    mine = "npz:" + features("mine.npz", SmallSystem.DIMENSION);
  }

  /** Features of clip {@code one} only. */
  private Path features(String name, int dimension) throws IOException {
    Path file = folder.resolve(name);
    float[] x = new float[dimension];
    x[0] = 1;
    new NpzWriter()
        .numbers("X", NpyArray.ofFloats(x, 1, dimension))
        .texts("filenames", List.of("one"))
        .write(file);
    return file;
  }

  private CommandRun predict(String... more) {
    List<String> arguments = new ArrayList<>(List.of("predict", "--system", system.toString()));
    arguments.add(clips.resolve("one.mov").toString());
    arguments.add(clips.resolve("two.mov").toString());
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  private CommandRun submit(String... more) {
    List<String> arguments = new ArrayList<>(List.of("submit", "--system", system.toString()));
    arguments.addAll(List.of("--clips", clips.toString()));
    arguments.addAll(List.of("--out", folder.resolve("out.zip").toString()));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  @Test
  void predictsBySystemAndSaysWhatIsMissing() throws IOException {
    SmallSystem.save(system, Optional.of(mine), true);
    CommandRun json = predict("--json");

    assertThat(json.exit()).as(json.err()).isZero();
    assertThat(json.err())
        .contains("system of [acoustic, mine], fitted on 108 clips of 3 people")
        .containsOnlyOnce("nobody is named (--person, --people)");
    JsonNode one = json.json().at("/clips/0");
    JsonNode two = json.json().at("/clips/1");
    assertThat(one.get("votes")).hasSize(2);
    assertThat(one.at("/votes/0/weight").asDouble()).isEqualTo(0.5);
    assertThat(one.get("confidence").isNumber()).isTrue();
    assertThat(one.has("uncertain")).isTrue();
    assertThat(one.get("beta").isNumber()).isTrue();
    assertThat(two.get("votes")).hasSize(1);
    assertThat(two.at("/votes/0/weight").asDouble()).isEqualTo(1.0);
    assertThat(two.at("/missing/0/encoder").asText()).isEqualTo("mine");
    assertThat(two.at("/missing/0/reason").asText()).contains("is not in");
    assertThat(json.json().at("/provenance/confidence").asText()).contains("uncertain");

    CommandRun text = predict("--person", "Ann");
    assertThat(text.exit()).as(text.err()).isZero();
    assertThat(text.err()).doesNotContain("nobody is named");
    assertThat(text.out())
        .contains(", that of Ann", "  confidence ", "weight 0.50", "weight 1.00", "missing: clip");
  }

  @Test
  void peopleComeFromAFile() throws IOException {
    SmallSystem.save(system, Optional.of(mine), true);
    Path people =
        Files.writeString(
            folder.resolve("people.csv"), "\ufeffclip,person\none,Ann\nthree.mov,Bob\n");
    CommandRun named = predict("--json", "--people", people.toString());

    assertThat(named.exit()).as(named.err()).isZero();
    assertThat(named.err())
        .contains("1 of 2 clips are not in " + people)
        .contains("1 of 2 rows of " + people + " are of other clips");
    assertThat(named.json().at("/clips/0/person").asText()).isEqualTo("Ann");
    assertThat(named.json().at("/clips/1").has("person")).isFalse();

    for (String wrong :
        List.of(
            "clip,person\nx,Ann\n",
            "clip,name\none,Ann\n",
            "clip,person\none,\n",
            "",
            "clip,person\none,Ann\none,Bob\n")) {
      Files.writeString(people, wrong);
      CommandRun refused = predict("--people", people.toString());
      assertThat(refused.exit()).as(wrong).isEqualTo(1);
      assertThat(refused.err()).contains(people.toString()).doesNotContain("\tat ");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--alpha=0.2 | --alpha does not go with --system",
        "--beta=0.2 | --beta does not go with --system",
        "--head=acoustic=x.safetensors | --head does not go with --system",
        "--encoder=face-api | encoder face-api: must be one of the system's, [acoustic, mine]",
        "--person=Ann | --person: this system does not adapt to people",
        "--people=none.csv | there is no such file",
        "--person= | --person is blank",
      })
  void wrongOptionsAreRefused(String option, String problem) throws IOException {
    SmallSystem.save(system, Optional.of(mine), false);
    CommandRun result = predict(option);

    assertThat(result.exit()).as(result.err()).isEqualTo(option.startsWith("--people") ? 1 : 2);
    assertThat(result.err()).contains(problem);
  }

  @Test
  void peopleAreForSystems() {
    CommandRun result = CommandRun.of("predict", "--person", "Ann", PORTRAIT.toString());
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).contains("--person is for a system that adapts to people");
  }

  @Test
  void saysHowToFindAnEncoder() throws IOException {
    SmallSystem.save(system, Optional.empty(), false);
    CommandRun unknown = predict();
    assertThat(unknown.exit()).isEqualTo(2);
    assertThat(unknown.err())
        .contains("the system does not know how its encoder mine is opened: say it by --encoder");
    assertThat(predict("--encoder", mine).exit()).isZero();
    CommandRun twice = predict("--encoder", mine, "--encoder", mine);
    assertThat(twice.exit()).isEqualTo(2);
    assertThat(twice.err()).contains("each once");

    SmallSystem.save(system, Optional.of("npz:" + folder.resolve("gone.npz")), false);
    CommandRun moved = predict();
    assertThat(moved.exit()).isEqualTo(1);
    assertThat(moved.err())
        .contains("gone.npz of the system cannot be opened")
        .contains("say where it is now by --encoder SPEC")
        .doesNotContain("\tat ");
    assertThat(predict("--encoder", mine).exit()).isZero();
    Path elsewhere = features("elsewhere.npz", SmallSystem.DIMENSION);
    assertThat(predict("--encoder", "npz:" + elsewhere + ":id=mine").exit()).isZero();

    CommandRun other = predict("--encoder", "npz:" + features("wide.npz", 5) + ":id=mine");
    assertThat(other.exit()).isEqualTo(1);
    assertThat(other.err()).contains("dimension is 5, the system was fitted with 4");
    CommandRun settings = predict("--encoder", mine, "--encoder", "acoustic:max-seconds=1");
    assertThat(settings.exit()).isEqualTo(1);
    assertThat(settings.err())
        .contains("encoder acoustic is not the one")
        .contains("preprocessing");
  }

  @Test
  void aSystemThatIsNoneIsOne() {
    CommandRun result = predict();
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err()).contains("cannot be loaded: there is no").doesNotContain("\tat ");
  }

  @Test
  void submitsWhatItCan() throws IOException {
    SmallSystem.save(system, Optional.of(mine), true);
    Files.writeString(clips.resolve("broken.mov"), "this is no media");
    Path zip = folder.resolve("out.zip");
    CommandRun failed = submit("--any-clips", "--json");

    assertThat(failed.exit()).as(failed.err()).isEqualTo(1);
    assertThat(failed.json().get("written").asBoolean()).isFalse();
    assertThat(failed.json().at("/failed/0/clip").asText()).isEqualTo("broken.mov");
    assertThat(failed.json().at("/failed/0/error").asText()).startsWith("acoustic: ");
    assertThat(failed.json().at("/missing/mine").asInt()).isEqualTo(1);
    assertThat(zip).doesNotExist();
    CommandRun text = submit("--any-clips");
    assertThat(text.exit()).isEqualTo(1);
    assertThat(text.out())
        .contains("broken.mov: failed: acoustic: ")
        .contains("is not written: of 3 clips, 1 have no prediction, 0 one without all encoders");

    CommandRun guessed = submit("--any-clips", "--fallback", "hap", "--people", people());
    assertThat(guessed.exit()).as(guessed.err()).isZero();
    assertThat(guessed.out())
        .contains("broken.mov: hap, the fallback: acoustic: ")
        .contains(" for Ann")
        .contains("mine had no vote on 1 of 2 clips")
        .contains("submission of 3 clips");
    Submission written = Submission.read(zip);
    assertThat(written.predictions())
        .containsOnlyKeys("broken.mov", "one.mov", "two.mov")
        .containsEntry("broken.mov", Blend.single(Emotion.HAPPINESS));
  }

  /** Of a clip that one encoder failed on, what the others say is kept, and said to be partial. */
  @Test
  void aFallbackReplacesNoDecision() throws IOException {
    SmallSystem.save(system, Optional.of(mine), true);
    Files.writeString(clips.resolve("one.mov"), "this is no media");
    CommandRun partial = submit("--any-clips", "--json");

    assertThat(partial.exit()).as(partial.err()).isEqualTo(1);
    assertThat(partial.json().get("failed")).isEmpty();
    assertThat(partial.json().at("/partial/0/clip").asText()).isEqualTo("one.mov");
    assertThat(folder.resolve("out.zip")).doesNotExist();

    CommandRun taken = submit("--any-clips", "--fallback", "neu", "--people", people("one,Bob"));
    assertThat(taken.exit()).as(taken.err()).isZero();
    assertThat(taken.out())
        .contains("one.mov: decided by the other encoders: acoustic: ")
        .as("people of one clip have the common beta")
        .doesNotContain(" for Bob");
    assertThat(Submission.read(folder.resolve("out.zip")).predictions().get("one.mov"))
        .isNotEqualTo(Blend.single(Emotion.NEUTRAL));
  }

  private String people() throws IOException {
    return people("one,Ann", "two,Ann");
  }

  private String people(String... rows) throws IOException {
    String csv = "clip,person\n" + String.join("\n", rows) + "\n";
    return Files.writeString(folder.resolve("people.csv"), csv).toString();
  }

  /** With the clips' embeddings in the store, the encoder's files are not read again. */
  @Test
  void goesOnWithWhatIsInTheStore() throws IOException {
    SmallSystem.save(system, Optional.of(mine), false);
    Path store = folder.resolve("kept.sqlite");
    CommandRun first = submit("--any-clips", "--json", "--store", store.toString());
    assertThat(first.exit()).as(first.err()).isZero();
    byte[] zip = Files.readAllBytes(folder.resolve("out.zip"));
    CommandRun encoded =
        CommandRun.of(
            "encode",
            "--json",
            "--clips",
            clips.toString(),
            "--store",
            store.toString(),
            "--encoder",
            "acoustic");
    assertThat(encoded.json().at("/encoders/acoustic/made").asInt()).isZero();
    assertThat(encoded.json().at("/encoders/acoustic/kept").asInt()).isEqualTo(2);
    assertThat(submit("--any-clips", "--store", store.toString()).exit()).isZero();
    assertThat(Files.readAllBytes(folder.resolve("out.zip"))).isEqualTo(zip);
  }

  @Test
  void wrongSubmissionsAreRefusedBeforeAnythingIsEncoded() throws IOException {
    SmallSystem.save(system, Optional.of(mine), false);
    CommandRun few = submit();
    assertThat(few.exit()).isEqualTo(1);
    assertThat(few.err())
        .contains("lacks 594 clips [test_0001.mov,")
        .contains("has 2 clips not asked for [one.mov, two.mov]")
        .contains("--any-clips takes what is there");
    CommandRun fallback = submit("--any-clips", "--fallback", "boredom");
    assertThat(fallback.exit()).isEqualTo(2);
    assertThat(fallback.err()).contains("\"boredom\" is none of");
    CommandRun people = submit("--any-clips", "--people", people());
    assertThat(people.exit()).isEqualTo(2);
    assertThat(people.err()).contains("--people: this system does not adapt to people");
    CommandRun nowhere =
        CommandRun.of(
            "submit",
            "--any-clips",
            "--system=" + system,
            "--clips=" + clips,
            "--out=" + folder.resolve("no/out.zip"));
    assertThat(nowhere.exit()).isEqualTo(1);
    assertThat(nowhere.err()).contains("must be a file in a folder that is there");
    assertThat(folder.resolve("out.sqlite")).doesNotExist();
  }
}
