package io.github.blemore.challenge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.Blend;
import io.github.blemore.Emotion;
import io.github.blemore.Fixtures;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClipNameTest {

  @Test
  void readsOneEmotion() {
    assertThat(ClipName.parse("A102_ang_int1_ver2"))
        .isEqualTo(
            new ClipName(
                "A102", Blend.single(Emotion.ANGER), OptionalInt.of(1), OptionalInt.empty(), 2));
  }

  @Test
  void readsNeutral() {
    assertThat(ClipName.parse("A303_neu_sit4_ver1"))
        .isEqualTo(
            new ClipName(
                "A303", Blend.single(Emotion.NEUTRAL), OptionalInt.empty(), OptionalInt.of(4), 1));
  }

  @Test
  void readsABlendTheFirstSalienceBeingTheFirstEmotions() {
    assertThat(ClipName.parse("A411_mix_ang_hap_30_70_ver1").label())
        .isEqualTo(Blend.dominant(Emotion.HAPPINESS, Emotion.ANGER));
    assertThat(ClipName.parse("A411_mix_hap_ang_30_70_ver1").label())
        .isEqualTo(Blend.dominant(Emotion.ANGER, Emotion.HAPPINESS));
    assertThat(ClipName.parse("A411_mix_sad_disg_50_50_ver12"))
        .isEqualTo(
            new ClipName(
                "A411",
                Blend.equal(Emotion.DISGUST, Emotion.SADNESS),
                OptionalInt.empty(),
                OptionalInt.empty(),
                12));
  }

  @Test
  void anExtensionSaysNothing() {
    assertThat(ClipName.parse("A102_fea_int3_ver1.mov"))
        .isEqualTo(ClipName.parse("A102_fea_int3_ver1"));
  }

  @Test
  void printsTheName() throws IOException {
    for (String name : Fixtures.strings("blemore/filenames.json")) {
      assertThat(ClipName.parse(name)).hasToString(name);
    }
    assertThat(ClipName.parse("A411_mix_hap_ang_70_30_ver1.mov"))
        .hasToString("A411_mix_ang_hap_30_70_ver1");
  }

  @Test
  void softLabelsAreThoseOfTheBaseline() throws IOException {
    List<String> names = Fixtures.strings("blemore/filenames.json");
    double[] labels =
        names.stream()
            .map(name -> ClipName.parse(name).label().softLabel().toArray())
            .flatMapToDouble(Arrays::stream)
            .toArray();

    assertThat(names).hasSize(2456);
    assertThat(labels).isEqualTo(Fixtures.npy("blemore/soft_labels.npy").toDoubles());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          A102_joy_int1_ver1            | emotion code "joy" is none of [ang, disg
          A411_mix_ang_joy_50_50_ver1   | emotion code "joy" is none of [ang, disg
          A411_mix_ang_hap_30_60_ver1   | blend ang 30 / hap 60: must be
          A411_mix_ang_hap_60_40_ver1   | blend ang 60 / hap 40: must be
          A411_mix_ang_hap_100_0_ver1   | blend ang 100 / hap 0: must be
          A411_mix_ang_neu_50_50_ver1   | neutral is never part of a blend
          A411_mix_hap_hap_50_50_ver1   | blend of hap with itself
          A411_mix_ang_hap_3x_70_ver1   | "3x" is not a number
          A102_ang_int5_ver1            | intensity is 5: must be 1-4
          A102_ang_int0_ver1            | intensity is 0: must be 1-4
          A102_ang_intx_ver1            | "intx" is not int and a number
          A102_ang_1_ver1               | "1" is not int and a number
          A303_neu_sit5_ver1            | situation is 5: must be 1-4
          A303_neu_int1_ver1            | neu 100 with intensity 1 and no situation
          A102_ang_sit1_ver1            | ang 100 with no intensity and situation 1
          A102_ang_int1_ver0            | version is 0: must be from 1
          A102_ang_int1_ver             | "ver" is not ver and a number
          A102_ang_int1_take1           | "take1" is not ver and a number
          A1-2_ang_int1_ver1            | actor is "A1-2": must be letters and digits
          _ang_int1_ver1                | actor is "": must be letters and digits
          clips/A102_ang_int1_ver1.mov  | actor is "clips/A102": must be letters and digits
          A102_ang_int1                 | must be like A102_ang_int1_ver1
          A411_mix_ang_hap_30_70        | must be like A102_ang_int1_ver1
          A411_mix_ang_hap_fea_30_70_40_ver1 | must be like A102_ang_int1_ver1
          """)
  void saysWhichNameAndWhatIsWrong(String name, String wrong) {
    assertThatThrownBy(() -> ClipName.parse(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("clip name \"%s\": ".formatted(name))
        .hasMessageContaining(wrong);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".mov", "test_0001.mov", "A102 ang int1 ver1", "ver1"})
  void aNameThatLabelsNothingIsRefused(String name) {
    assertThatThrownBy(() -> ClipName.parse(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "clip name \"%s\": must be like A102_ang_int1_ver1, A303_neu_sit2_ver1 or"
                + " A411_mix_ang_hap_30_70_ver1",
            name);
  }
}
