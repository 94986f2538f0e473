package io.github.blemore.challenge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.Blend;
import io.github.blemore.Emotion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataTest {

  /** The columns of the challenge's file, in its order. */
  private static final String HEADER =
      "filename,video_id,gender,mix,emotion_1,version,intensity_level,situation,emotion_2,"
          + "emotion_1_salience,emotion_2_salience,fold\n";

  private static final String SINGLE = "A102_ang_int1_ver1,A102,f,0,ang,1,1.0,,,,,1\n";

  @TempDir private Path folder;

  private Metadata read(String text) throws IOException {
    return Metadata.read(Files.writeString(folder.resolve("train.csv"), text));
  }

  private static MetadataRow row(String name, int fold) {
    return MetadataRow.of(ClipName.parse(name), fold);
  }

  @Test
  void readsTheChallengesColumns() throws IOException {
    Metadata metadata =
        read(
            HEADER
                + SINGLE
                + "A303_neu_sit2_ver1,A303,m,0,neu,1,,2.0,,,,0\n"
                + "A411_mix_ang_hap_30_70_ver2,A411,f,1,ang,2,,,hap,30.0,70.0,1\n");

    assertThat(metadata.rows())
        .containsExactly(
            row("A102_ang_int1_ver1", 1),
            row("A303_neu_sit2_ver1", 0),
            row("A411_mix_ang_hap_30_70_ver2", 1));
    assertThat(metadata.folds()).containsExactly(0, 1);
    assertThat(metadata).hasToString("3 clips in folds [0, 1]");
  }

  @Test
  void takesTheLabelFromTheColumnsWhereTheNameSaysNone() throws IOException {
    Metadata metadata = read(HEADER + "anna_clip 7.mp4,\"a, b\",f,1,hap,3,,,ang,30,70,0\n");

    assertThat(metadata.rows())
        .containsExactly(
            new MetadataRow(
                "anna_clip 7.mp4",
                "a, b",
                Blend.dominant(Emotion.ANGER, Emotion.HAPPINESS),
                3,
                OptionalInt.empty(),
                OptionalInt.empty(),
                0));
    assertThat(metadata.rows().get(0).actor()).isEqualTo("anna");
    assertThat(metadata.rows().get(0).clipId()).isEqualTo("anna_clip 7");
  }

  @Test
  void readsWhatSpreadsheetsAndPandasWrite() throws IOException {
    Metadata expected = read(HEADER + SINGLE);

    assertThat(read("\ufeff" + (HEADER + SINGLE).replace("\n", "\r\n"))).isEqualTo(expected);
    assertThat(read(HEADER + SINGLE.replace(",,,,,", ",nan,NaN,nan,nan,"))).isEqualTo(expected);
    assertThat(read(HEADER + SINGLE.replace(",,,,,", ",,,100.0,0.0,"))).isEqualTo(expected);
    assertThat(read(HEADER + '"' + SINGLE.strip().replace(",", "\",\"") + '"')).isEqualTo(expected);
    assertThat(read(HEADER + "\n" + SINGLE.stripTrailing())).isEqualTo(expected);
  }

  @Test
  void columnsMayBeInAnyOrder() throws IOException {
    assertThat(
            read(
                """
                fold,situation,intensity_level,version,emotion_2_salience,emotion_1_salience,x,emotion_2,emotion_1,mix,video_id,filename
                1,,1,1,,,y,,ang,0,A102,A102_ang_int1_ver1
                """))
        .isEqualTo(read(HEADER + SINGLE));
  }

  @Test
  void readsBackWhatItWrites() throws IOException {
    Metadata metadata =
        Metadata.of(
            List.of(
                row("A102_ang_int1_ver1", 1),
                row("A303_neu_sit2_ver1", 0),
                row("A411_mix_ang_hap_30_70_ver2", 1),
                new MetadataRow(
                    "anna_\"clip\", no\u00ebl.mov",
                    "",
                    Blend.equal(Emotion.FEAR, Emotion.SADNESS),
                    2,
                    OptionalInt.of(4),
                    OptionalInt.of(3),
                    12)));
    Path file = folder.resolve("written.csv");
    metadata.write(file);

    assertThat(Metadata.read(file)).isEqualTo(metadata).hasSameHashCodeAs(metadata);
    assertThat(Files.readAllLines(file))
        .startsWith(
            "filename,video_id,mix,emotion_1,emotion_2,emotion_1_salience,emotion_2_salience,"
                + "version,intensity_level,situation,fold",
            "A102_ang_int1_ver1,A102,0,ang,,,,1,1,,1",
            "A303_neu_sit2_ver1,A303,0,neu,,,,1,,2,0",
            "A411_mix_ang_hap_30_70_ver2,A411,1,ang,hap,30,70,2,,,1");
  }

  @Test
  void aMissingColumnIsNamed() {
    assertThatThrownBy(() -> read("filename,video_id,mix,emotion_1,emotion_2\n"))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(
            "train.csv: columns [emotion_1_salience, emotion_2_salience, version,"
                + " intensity_level, situation, fold] are missing",
            "it has [filename, video_id, mix, emotion_1, emotion_2]");
    assertThatThrownBy(() -> read(HEADER.replace(",fold", "") + SINGLE))
        .hasMessageContaining("columns [fold] are missing");
    assertThatThrownBy(() -> read("")).hasMessageContaining("columns [filename, ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          A1_x,A1,f,0,joy,1,1,,,,,0          | column emotion_1: emotion code "joy" is none of [ang
          A1_x,A1,f,0,,1,1,,,,,0             | column emotion_1: emotion code "" is none of [ang
          A1_x,A1,f,1,ang,1,,,joy,50,50,0    | column emotion_2: emotion code "joy" is none of [ang
          A1_x,A1,f,1,ang,1,,,hap,30,60,0    | columns emotion_1_salience 30 and emotion_2_salience 60 sum to 90: must sum to 100
          A1_x,A1,f,1,ang,1,,,hap,60,40,0    | blend ang 60 / hap 40: must be
          A1_x,A1,f,1,ang,1,,,hap,30,,0      | column emotion_2_salience is empty
          A1_x,A1,f,1,ang,1,,,hap,30.5,69.5,0 | column emotion_1_salience is "30.5": must be a whole number
          A1_x,A1,f,1,ang,1,,,neu,50,50,0    | neutral is never part of a blend
          A1_x,A1,f,1,ang,1,,,ang,50,50,0    | blend of ang with itself
          A1_x,A1,f,0,ang,1,1,,hap,30,70,0   | column mix is 0, but column emotion_2 is "hap"
          A1_x,A1,f,1,ang,1,1,,,,,0          | column mix is 1, but column emotion_2 is ""
          A1_x,A1,f,2,ang,1,1,,,,,0          | column mix is 2
          A1_x,A1,f,,ang,1,1,,,,,0           | column mix is empty
          A1_x,A1,f,0,ang,1,1,,,70,,0        | column emotion_1_salience is 70 for one emotion alone: must be empty or 100
          A1_x,A1,f,0,ang,1,1,,,100,30,0     | column emotion_2_salience is 30 for one emotion alone: must be empty or 0
          A1_x,A1,f,0,ang,one,1,,,,,0        | column version is "one": must be a whole number
          A1_x,A1,f,0,ang,,1,,,,,0           | column version is empty
          A1_x,A1,f,0,ang,0,1,,,,,0          | version is 0: must be from 1
          A1_x,A1,f,0,ang,1,5,,,,,0          | intensity_level is 5: must be 1-4
          A1_x,A1,f,0,neu,1,,0,,,,0          | situation is 0: must be 1-4
          A1_x,A1,f,0,ang,1,1,,,,,-1         | fold is -1: must be from 0
          A1_x,A1,f,0,ang,1,1,,,,,           | column fold is empty
          A1_x,A1,f,0,ang,1,1,,,,,99999999999 | column fold is "99999999999"
          nobody.mov,A1,f,0,ang,1,1,,,,,0    | filename is "nobody.mov": must be a name without a folder that begins with the actor
          a/A1_x,A1,f,0,ang,1,1,,,,,0        | filename is "a/A1_x"
          A1_hap_int1_ver1,A1,f,0,ang,1,1,,,,,0 | label is ang 100, but filename says hap 100
          A1_mix_ang_hap_30_70_ver1.mov,A1,f,1,ang,1,,,hap,70,30,0 | label is ang 70 / hap 30, but filename says ang 30 / hap 70
          """)
  void aWrongRowIsNamed(String row, String wrong) {
    assertThatThrownBy(() -> read(HEADER + SINGLE + row + "\n"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("train.csv: line 3 (%s): ".formatted(row.split(",", -1)[0]))
        .hasMessageContaining(wrong);
  }

  @Test
  void aClipThatStandsTwiceIsNamed() {
    assertThatThrownBy(() -> read(HEADER + SINGLE + SINGLE.replace("_ver1,", "_ver1.mov,")))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith(
            "train.csv: line 3 (A102_ang_int1_ver1.mov): clip A102_ang_int1_ver1 stands twice,"
                + " first in line 2 (A102_ang_int1_ver1)");
    assertThatThrownBy(
            () -> Metadata.of(List.of(row("A1_ang_int1_ver1", 0), row("A1_ang_int1_ver1", 0))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "row 2 (A1_ang_int1_ver1): clip A1_ang_int1_ver1 stands twice, first in row 1"
                + " (A1_ang_int1_ver1)");
  }

  @Test
  void anActorInTwoFoldsIsNamedOnce() {
    assertThatThrownBy(
            () ->
                read(
                    HEADER
                        + SINGLE
                        + "A102_ang_int2_ver1,A102,f,0,ang,1,2,,,,,3\n"
                        + "A102_ang_int3_ver1,A102,f,0,ang,1,3,,,,,3\n"))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith(
            "train.csv: actor A102 is in folds [1, 3], as in line 2 (A102_ang_int1_ver1) and line 3"
                + " (A102_ang_int2_ver1); folds must not share a person");
    assertThatThrownBy(
            () -> Metadata.of(List.of(row("A1_ang_int1_ver1", 0), row("A1_ang_int2_ver1", 2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("actor A1 is in folds [0, 2]");
  }

  @Test
  void severalWrongRowsAreToldTogether() {
    String wrong = "A1_x,A1,f,0,joy,1,1,,,,,0\n";

    assertThatThrownBy(() -> read(HEADER + wrong + SINGLE + wrong + SINGLE))
        .hasMessageContainingAll("line 2 (A1_x)", "line 4 (A1_x)", "line 5 (A102", "stands twice");
    assertThatThrownBy(() -> read(HEADER + wrong.repeat(12)))
        .hasMessageContaining("line 11 (A1_x)")
        .hasMessageEndingWith("\nand 2 more")
        .hasMessageNotContaining("line 12 (A1_x)");
  }

  @Test
  void noClipsIsAnError() {
    assertThatThrownBy(() -> read(HEADER))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("train.csv: no clips below the header");
    assertThatThrownBy(() -> Metadata.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("metadata has no clips");
  }

  @ParameterizedTest
  @ValueSource(strings = {"A1_x,A1\n", "\"A1_x,A1,f,0,ang,1,1,,,,,0\n"})
  void brokenCsvIsAnErrorThatNamesTheFile(String row) {
    assertThatThrownBy(() -> read(HEADER + SINGLE + row))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("train.csv: ");
  }

  @Test
  void aColumnThatStandsTwiceIsAnError() {
    assertThatThrownBy(() -> read(HEADER.replace("gender", "fold") + SINGLE))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("train.csv: ", "fold");
  }

  @Test
  void aFileThatCannotBeReadIsNamed() {
    assertThatThrownBy(() -> Metadata.read(folder.resolve("none.csv")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("none.csv: there is no such file");
    assertThatThrownBy(() -> Metadata.read(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(folder.toString());
  }

  @Test
  void bytesThatAreNoTextAreAnError() throws IOException {
    Path file = folder.resolve("train.csv");
    Files.write(
        file, (HEADER + "A1_\u00eb,A1,f,0,ang,1,1,,,,,0\n").getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> Metadata.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("train.csv: is no UTF-8 text");
  }

  @Test
  void aFolderThatIsNotThereIsNamed() {
    Metadata metadata = Metadata.of(List.of(row("A102_ang_int1_ver1", 0)));

    assertThatThrownBy(() -> metadata.write(folder.resolve("none/train.csv")))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("train.csv", "create it first");
  }

  @Test
  void splitsByFold() {
    Metadata metadata =
        Metadata.of(
            List.of(
                row("A1_ang_int1_ver1", 0),
                row("A2_ang_int1_ver1", 1),
                row("A3_ang_int1_ver1", 3),
                row("A1_hap_int1_ver1", 0)));

    assertThat(metadata.inFold(0)).extracting(MetadataRow::actor).containsExactly("A1", "A1");
    assertThat(metadata.trainingFor(0)).extracting(MetadataRow::actor).containsExactly("A2", "A3");
    assertThatThrownBy(() -> metadata.inFold(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("fold 2 has no clips: the folds are [0, 1, 3]");
    assertThatThrownBy(() -> metadata.trainingFor(4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("fold 4 has no clips: the folds are [0, 1, 3]");
  }

  @Test
  void oneFoldLeavesNothingToTrainOn() {
    Metadata metadata = Metadata.of(List.of(row("A1_ang_int1_ver1", 0)));

    assertThatThrownBy(() -> metadata.trainingFor(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("fold 0 has all 1 clips: must leave some to train on");
  }

  @Test
  void makesNewFoldsThatShareNoPerson() {
    Metadata metadata =
        Metadata.of(
            IntStream.range(0, 60)
                .mapToObj(i -> row("A%d_ang_int1_ver%d".formatted(i % 7, i + 1), 0))
                .toList());
    Metadata split = metadata.withFolds(3, 5);

    assertThat(split.folds()).containsExactly(0, 1, 2);
    assertThat(split.rows())
        .extracting(MetadataRow::filename)
        .isEqualTo(metadata.rows().stream().map(MetadataRow::filename).toList());
    assertThat(Metadata.of(split.rows())).isEqualTo(split);
    assertThat(metadata.withFolds(3, 5)).isEqualTo(split);
    assertThatThrownBy(() -> metadata.withFolds(8, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("8 folds of 7 actors");
  }
}
