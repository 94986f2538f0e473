package io.github.blemore.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.blemore.Clip;
import io.github.blemore.Embedding;
import io.github.blemore.Emotion;
import io.github.blemore.acoustic.AcousticEncoder;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.MediaSpan;
import io.github.blemore.media.Sound;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class VoiceSynthesizerTest {

  private static final int ACTORS = 6;
  private static final int RATE = 16_000;
  private static final List<String> TAKES =
      List.of(
          "ang_int3",
          "ang_int4",
          "disg_int3",
          "disg_int4",
          "fea_int3",
          "fea_int4",
          "hap_int3",
          "hap_int4",
          "sad_int3",
          "sad_int4",
          "neu_sit1",
          "neu_sit2");

  private static AcousticEncoder encoder;
  private static final float[][][] FEATURES = new float[ACTORS][TAKES.size()][];

  @BeforeAll
  static void listen() {
    encoder = AcousticEncoder.builder().build();
    for (int actor = 0; actor < ACTORS; actor++) {
      for (int take = 0; take < TAKES.size(); take++) {
        FEATURES[actor][take] = features(Takes.named(actor, TAKES.get(take) + "_ver1"));
      }
    }
  }

  @AfterAll
  static void close() {
    encoder.close();
  }

  private static float[] features(Portrayal take) {
    ClipMedia media =
        ClipMedia.builder(Clip.of(Path.of(take.name() + ".mov")), new MediaSpan(0, take.seconds()))
            .sound(Sound.of(RATE, VoiceSynthesizer.synthesize(take, RATE)))
            .build();
    return ((Embedding) encoder.encode(List.of(media)).get(0)).vector();
  }

  /** A feature's median over people. */
  private static double typical(String feature, String take) {
    int index = AcousticEncoder.featureNames().indexOf(feature);
    double[] values = new double[ACTORS];
    for (int actor = 0; actor < ACTORS; actor++) {
      values[actor] = FEATURES[actor][TAKES.indexOf(take)][index];
    }
    Arrays.sort(values);
    return (values[ACTORS / 2 - 1] + values[ACTORS / 2]) / 2;
  }

  @Test
  void soundIsAsLongAsTheTakeToTheSample() {
    for (String take : TAKES) {
      Portrayal portrayal = Takes.named(1, take + "_ver1");

      assertThat(VoiceSynthesizer.synthesize(portrayal, 48_000))
          .hasSize((int) Math.round(portrayal.seconds() * 48_000));
    }
  }

  @Test
  void soundIsNeverOverdrivenAndNeverSilent() {
    for (int actor = 0; actor < ACTORS; actor++) {
      for (String take : TAKES) {
        float[] sound = VoiceSynthesizer.synthesize(Takes.named(actor, take + "_ver1"), RATE);
        double energy = 0;
        for (float sample : sound) {
          assertThat(Math.abs(sample)).isLessThan(1);
          energy += sample * sample;
        }

        double decibels = 10 * Math.log10(energy / sound.length);
        assertThat(decibels).as("%d %s", actor, take).isBetween(-50.0, -5.0);
      }
    }
  }

  @Test
  void sameTakeSoundsTheSame() {
    assertThat(VoiceSynthesizer.synthesize(Takes.named(0, "hap_int4_ver1"), RATE))
        .isEqualTo(VoiceSynthesizer.synthesize(Takes.named(0, "hap_int4_ver1"), RATE));
  }

  @Test
  void secondTakeAndOtherPeopleSoundDifferent() {
    float[] first = VoiceSynthesizer.synthesize(Takes.named(0, "hap_int4_ver1"), RATE);

    assertThat(VoiceSynthesizer.synthesize(Takes.named(0, "hap_int4_ver2"), RATE))
        .isNotEqualTo(first);
    assertThat(VoiceSynthesizer.synthesize(Takes.named(1, "hap_int4_ver1"), RATE))
        .isNotEqualTo(first);
  }

  @Test
  void laughterComesInMoreBurstsThanAHum() {
    assertThat(typical("level.peaks_per_second", "hap_int4"))
        .isGreaterThan(1.5 * typical("level.peaks_per_second", "neu_sit1"));
  }

  @Test
  void screamsAreHigherThanGrowls() {
    assertThat(typical("f0.semitone.p80", "fea_int4"))
        .isGreaterThan(typical("f0.semitone.p80", "ang_int4") + 3);
  }

  @Test
  void shoutsAreLouderThanSobs() {
    assertThat(typical("level.equivalent.db", "ang_int4"))
        .isGreaterThan(typical("level.equivalent.db", "sad_int4") + 4);
  }

  @Test
  void retchingIsNoisierThanAHum() {
    assertThat(typical("hnr.db.mean", "disg_int4"))
        .isLessThan(typical("hnr.db.mean", "neu_sit1") - 2);
  }

  /** Nearest mean of the others' takes, features standardized over the others. */
  @Test
  void emotionsAreKnownFromOtherPeoplesVoicesButNotAlways() {
    int right = 0;
    for (int actor = 0; actor < ACTORS; actor++) {
      for (int take = 0; take < TAKES.size(); take++) {
        right += nearest(actor, FEATURES[actor][take]) == emotion(take) ? 1 : 0;
      }
    }

    double accuracy = right / (double) (ACTORS * TAKES.size());
    assertThat(accuracy).isBetween(2.0 / Emotion.COUNT, 0.95);
  }

  private static Emotion emotion(int take) {
    return Emotion.ofCode(TAKES.get(take).split("_", -1)[0]);
  }

  private static Emotion nearest(int leftOut, float[] features) {
    int dimension = features.length;
    double[][] sums = new double[Emotion.COUNT][dimension];
    double[] squares = new double[dimension];
    List<float[]> others = new ArrayList<>();
    for (int actor = 0; actor < ACTORS; actor++) {
      for (int take = 0; actor != leftOut && take < TAKES.size(); take++) {
        others.add(FEATURES[actor][take]);
        for (int k = 0; k < dimension; k++) {
          sums[emotion(take).index()][k] += FEATURES[actor][take][k];
        }
      }
    }
    for (int k = 0; k < dimension; k++) {
      int feature = k;
      double mean = others.stream().mapToDouble(other -> other[feature]).average().orElseThrow();
      for (float[] other : others) {
        squares[k] += (other[k] - mean) * (other[k] - mean) / others.size();
      }
    }
    double least = Double.POSITIVE_INFINITY;
    Emotion nearest = Emotion.NEUTRAL;
    for (Emotion emotion : Emotion.classOrder()) {
      double distance = 0;
      for (int k = 0; k < dimension; k++) {
        double mean = sums[emotion.index()][k] * Emotion.COUNT / others.size();
        distance += (features[k] - mean) * (features[k] - mean) / (squares[k] + 1e-9);
      }
      if (distance < least) {
        least = distance;
        nearest = emotion;
      }
    }
    return nearest;
  }
}
