package io.github.blemore.challenge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.Blend;
import io.github.blemore.Emotion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubmissionTest {

  private static final Submission TWO =
      Submission.of(
          Map.of(
              "test_0002.mov", Blend.dominant(Emotion.ANGER, Emotion.DISGUST),
              "test_0001.mov", Blend.single(Emotion.SADNESS)));

  private static final String TWO_JSON =
      "{\"predictions\":{\"test_0001.mov\":[{\"emotion\":\"sad\",\"salience\":100.0}],"
          + "\"test_0002.mov\":[{\"emotion\":\"ang\",\"salience\":70.0},"
          + "{\"emotion\":\"disg\",\"salience\":30.0}]}}";

  @TempDir private Path folder;

  private Submission read(String json) throws IOException {
    return Submission.read(Files.writeString(folder.resolve("submission.json"), json));
  }

  @Test
  void isTheChallengesJson() throws IOException {
    Path file = folder.resolve("submission.json");
    TWO.writeJson(file);

    assertThat(TWO.toJson()).isEqualTo(TWO_JSON);
    assertThat(file).hasContent(TWO_JSON);
  }

  @Test
  void theZipHasTheJsonAlone() throws IOException {
    Path file = folder.resolve("submission.zip");
    TWO.writeZip(file);

    try (ZipFile zip = new ZipFile(file.toFile())) {
      assertThat(zip.stream()).extracting(ZipEntry::getName).containsExactly("predictions.json");
      assertThat(zip.getInputStream(zip.getEntry("predictions.json"))).hasContent(TWO_JSON);
    }
  }

  @Test
  void theSamePredictionsMakeTheSameBytes() throws IOException {
    TWO.writeZip(folder.resolve("a.zip"));
    Submission.of(TWO.predictions()).writeZip(folder.resolve("b.zip"));

    assertThat(folder.resolve("a.zip")).hasSameBinaryContentAs(folder.resolve("b.zip"));
  }

  @Test
  void readsBackEveryBlend() throws IOException {
    List<Blend> blends = Blend.all();
    Submission submission =
        Submission.of(
            blends.stream()
                .collect(
                    Collectors.toMap(
                        blend -> "clip \"%d\" \u00eb.mov".formatted(blends.indexOf(blend)),
                        blend -> blend)));
    submission.writeJson(folder.resolve("a.json"));
    submission.writeZip(folder.resolve("a.zip"));

    assertThat(submission.predictions()).hasSize(36);
    assertThat(Submission.read(folder.resolve("a.json"))).isEqualTo(submission);
    assertThat(Submission.read(folder.resolve("a.zip")))
        .isEqualTo(submission)
        .hasSameHashCodeAs(submission);
  }

  @Test
  void readsTheExampleOfTheChallenge() throws IOException {
    assertThat(
            read(
                """
                {"predictions": {"test_0001.mov": [{"emotion": "sad", "salience": 100.0}],
                 "test_0002.mov": [{"emotion": "disg", "salience": 30},
                                   {"salience": 70, "emotion": "ang"}]}}
                """))
        .isEqualTo(TWO);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"predictions": {"a.mov": [{"emotion": "joy", "salience": 100}]}} | clip a.mov: emotion code "joy"
          {"predictions": {"a.mov": [{"salience": 100}]}}                   | clip a.mov: emotion code ""
          {"predictions": {"a.mov": [{"emotion": "ang", "salience": 60}, {"emotion": "hap", "salience": 40}]}} | clip a.mov: blend ang 60 / hap 40
          {"predictions": {"a.mov": [{"emotion": "ang", "salience": 99.5}]}} | salience must be a whole number
          {"predictions": {"a.mov": [{"emotion": "ang", "salience": "100"}]}} | clip a.mov must have a list of emotions
          {"predictions": {"a.mov": [{"emotion": "ang", "salience": 100, "x": 1}]}} | clip a.mov must have a list of emotions
          {"predictions": {"a.mov": ["ang"]}}                               | clip a.mov must have a list of emotions
          {"predictions": {"a.mov": {}}}                                    | clip a.mov must have a list of emotions
          {"predictions": {"a.mov": []}}                                    | clip a.mov: blend
          {"predictions": {"a.mov": [{"emotion": "ang", "salience": 100}], "a.mov": []}} | a.mov
          {"predictions": {}}                                               | no prediction
          {"predictions": []}                                               | predictions must be an object
          {"a.mov": []}                                                     | must have the one field predictions
          {"predictions": {"a.mov": [{"emotion": "ang", "salience": 100}]}, "x": 1} | no more than predictions
          {"predictions": {"a.mov": [{"emotion": "ang", "salience": 100}]   | Unexpected end
          []                                                                | must be an object
          hello                                                             | hello
          """)
  void aWrongFileIsNamedAndWhatIsWrong(String json, String wrong) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("submission.json: ", wrong);
  }

  @Test
  void anEmptyFileIsAnError() {
    assertThatThrownBy(() -> read(""))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("must be an object");
  }

  @Test
  void aZipMustHaveOneFile() throws IOException {
    Path empty = folder.resolve("empty.zip");
    new ZipOutputStream(Files.newOutputStream(empty)).close();
    Path two = folder.resolve("two.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(two))) {
      zip.putNextEntry(new ZipEntry("a.json"));
      zip.putNextEntry(new ZipEntry("b.json"));
    }

    assertThatThrownBy(() -> Submission.read(empty))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("empty.zip", "must have one");
    assertThatThrownBy(() -> Submission.read(two))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("two.zip", "must have one");
  }

  @Test
  void aNameIsWithoutAFolder() {
    Blend anger = Blend.single(Emotion.ANGER);

    assertThatThrownBy(() -> Submission.of(Map.of("clips/test_0001.mov", anger)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("clip \"clips/test_0001.mov\": must be a file name without a folder");
    assertThatThrownBy(() -> Submission.of(Map.of(" ", anger)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Submission.of(Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one");
  }

  @Test
  void missingAndUnexpectedClipsAreNamed() {
    assertThat(TWO.requireClips(List.of("test_0001.mov", "test_0002.mov"))).isSameAs(TWO);
    assertThatThrownBy(() -> TWO.requireClips(List.of("test_0002.mov", "test_0003.mov")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "submission lacks 1 clips [test_0003.mov] and has 1 clips not asked for"
                + " [test_0001.mov]");
    assertThatThrownBy(() -> TWO.requireClips(Submission.testClips()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "lacks 592 clips [test_0003.mov, test_0004.mov, test_0005.mov, test_0006.mov,"
                + " test_0007.mov, test_0008.mov, test_0009.mov, test_0010.mov, test_0011.mov,"
                + " test_0012.mov, ...]");
  }

  @Test
  void clipsOfTheTestSetAreKnownBeforehand() {
    Submission.requireTestClips(Submission.testClips());
    List<String> found = new ArrayList<>(Submission.testClips());
    found.set(0, "A102_ang_int1_ver1.mov");
    assertThatThrownBy(() -> Submission.requireTestClips(found))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "set of test clips lacks 1 clips [test_0001.mov] and has 1 clips not asked for [A102_ang_int1_ver1.mov]");
  }

  @Test
  void theTestClipsAreThoseOfTheChallenge() {
    assertThat(Submission.testClips())
        .hasSize(594)
        .startsWith("test_0001.mov", "test_0002.mov")
        .endsWith("test_0594.mov");
  }

  @Test
  void aFolderThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> TWO.writeZip(folder.resolve("none/a.zip")))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("a.zip", "create it first");
  }
}
