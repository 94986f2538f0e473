package io.github.blemore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be built, and what cannot. */
class ValuesTest {

  @Test
  void theClassOrderIsBlemores() {
    assertThat(Emotion.classOrder())
        .extracting(Emotion::code)
        .containsExactly("ang", "disg", "fea", "hap", "sad", "neu");
    assertThat(Emotion.classOrder()).extracting(Emotion::index).containsExactly(0, 1, 2, 3, 4, 5);
  }

  @ParameterizedTest
  @EnumSource
  void codesLeadBack(Emotion emotion) {
    assertThat(Emotion.ofCode(emotion.code())).isSameAs(emotion);
  }

  @Test
  void anUnknownCodeIsNamed() {
    assertThatThrownBy(() -> Emotion.ofCode("surprise"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("surprise", "ang", "neu");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, -1e-9, Double.POSITIVE_INFINITY})
  void aBadProbabilityIsNamed(double bad) {
    assertThatThrownBy(() -> EmotionDistribution.of(0.2, 0.2, bad, 0.2, 0.2, 0.2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("fea", Double.toString(bad), "not negative");
  }

  @Test
  void probabilitiesMustSumToOne() {
    assertThatThrownBy(() -> EmotionDistribution.of(0.2, 0.2, 0.2, 0.2, 0.2, 0.2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("1.2", "must be 1 within");
    EmotionDistribution.of(0.5, 0.5 + 5e-7, 0, 0, 0, 0);
  }

  @Test
  void thereMustBeSix() {
    assertThatThrownBy(() -> EmotionDistribution.of(0.5, 0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("2 values", "must have 6");
    assertThatThrownBy(() -> EmotionDistribution.ofLogits(1, 2, 3, 4, 5, 6, 7))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("7 values");
  }

  @Test
  void softmaxIsShiftInvariantAndSurvivesLargeLogits() {
    Random random = new Random(1);
    for (int round = 0; round < 100; round++) {
      double[] logits = random.doubles(6, -5, 5).toArray();
      double sum = 0;
      for (double logit : logits) {
        sum += Math.exp(logit);
      }
      double[] shifted = logits.clone();
      for (int i = 0; i < 6; i++) {
        shifted[i] += 1000;
      }
      double[] p = EmotionDistribution.ofLogits(shifted).toArray();
      for (int i = 0; i < 6; i++) {
        assertThat(p[i]).isCloseTo(Math.exp(logits[i]) / sum, within(1e-12));
      }
    }
  }

  @Test
  void aLogitMustBeFinite() {
    assertThatThrownBy(() -> EmotionDistribution.ofLogits(0, 0, 0, 0, Double.NaN, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("sad", "NaN");
  }

  @Test
  void aDistributionIsAValue() {
    double[] p = {0.1, 0.2, 0.3, 0.4, 0, 0};
    EmotionDistribution distribution = EmotionDistribution.of(p);
    p[0] = 0.9;
    distribution.toArray()[1] = 0.9;

    assertThat(distribution).isEqualTo(EmotionDistribution.of(0.1, 0.2, 0.3, 0.4, 0, 0));
    assertThat(distribution.mostProbable()).isEqualTo(Emotion.HAPPINESS);
    assertThat(distribution)
        .hasToString("ang 0.100 disg 0.200 fea 0.300 hap 0.400 sad 0.000 neu 0.000");
  }

  @Test
  void blendsAreWrittenInClassOrder() {
    Blend blend = Blend.dominant(Emotion.HAPPINESS, Emotion.ANGER);

    assertThat(blend).hasToString("ang 30 / hap 70");
    assertThat(blend.isBlend()).isTrue();
    assertThat(blend.salience(Emotion.HAPPINESS)).isEqualTo(70);
    assertThat(blend.salience(Emotion.FEAR)).isZero();
    assertThat(blend)
        .isEqualTo(
            Blend.of(
                List.of(new Blend.Part(Emotion.HAPPINESS, 70), new Blend.Part(Emotion.ANGER, 30))));
    assertThat(Blend.equal(Emotion.SADNESS, Emotion.FEAR)).hasToString("fea 50 / sad 50");
    assertThat(Blend.single(Emotion.NEUTRAL)).hasToString("neu 100");
  }

  @Test
  void illegalBlendsCannotBeBuilt() {
    assertThatThrownBy(() -> Blend.equal(Emotion.FEAR, Emotion.FEAR))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fea with itself");
    assertThatThrownBy(() -> Blend.dominant(Emotion.NEUTRAL, Emotion.FEAR))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("neutral is never part");
    assertThatThrownBy(
            () ->
                Blend.of(
                    List.of(new Blend.Part(Emotion.FEAR, 60), new Blend.Part(Emotion.ANGER, 40))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("fea 60 / ang 40", "50/50, 70/30 or 30/70");
    assertThatThrownBy(() -> Blend.of(List.of(new Blend.Part(Emotion.FEAR, 70))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Blend.of(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void thereAreThirtySixBlends() {
    assertThat(Blend.all()).hasSize(36).doesNotHaveDuplicates();
    assertThat(Blend.all())
        .extracting(Blend::toString)
        .startsWith(
            "ang 100",
            "disg 100",
            "fea 100",
            "hap 100",
            "sad 100",
            "neu 100",
            "ang 50 / disg 50",
            "ang 70 / disg 30",
            "ang 30 / disg 70",
            "ang 50 / fea 50")
        .endsWith("hap 30 / sad 70");
  }

  @Test
  void blendsOfTheSameEmotionsMayDifferInSalience() {
    Blend blend = Blend.dominant(Emotion.ANGER, Emotion.FEAR);

    assertThat(blend.hasSameEmotions(Blend.equal(Emotion.FEAR, Emotion.ANGER))).isTrue();
    assertThat(blend.hasSameEmotions(Blend.single(Emotion.ANGER))).isFalse();
    assertThat(Blend.single(Emotion.ANGER).hasSameEmotions(blend)).isFalse();
    assertThat(blend.hasSameEmotions(Blend.equal(Emotion.ANGER, Emotion.HAPPINESS))).isFalse();
  }

  @Test
  void embeddingsAreCheckedValues() {
    float[] vector = {1, 2};
    Embedding embedding = Embedding.of("e", vector);
    vector[0] = 9;
    embedding.vector()[1] = 9;

    assertThat(embedding).isEqualTo(Embedding.of("e", new float[] {1, 2}));
    assertThat(embedding).isNotEqualTo(Embedding.of("f", new float[] {1, 2}));
    assertThat(embedding.dimension()).isEqualTo(2);
    assertThatThrownBy(() -> Embedding.of("e", new float[] {1}, new float[] {1, 2}))
        .hasMessageContainingAll("window 1", "2 values", "window 0 has 1");
    assertThatThrownBy(() -> Embedding.of("e", new float[] {1, Float.NaN}))
        .hasMessageContainingAll("value 1", "NaN");
    assertThatThrownBy(() -> Embedding.of("e")).hasMessageContaining("empty");
    assertThatThrownBy(() -> Embedding.of("e", new float[] {1}, new float[] {2}).vector())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("2 windows");
  }

  @Test
  void votesAreCastOrMissing() {
    EmotionDistribution angry = EmotionDistribution.of(1, 0, 0, 0, 0, 0);
    Embedding embedding = Embedding.of("e", new float[] {1});

    assertThat(Vote.cast(embedding, angry).embedding()).contains(embedding);
    assertThat(Vote.cast("e", angry)).isEqualTo(Vote.cast("e", angry));
    assertThat(Vote.missing("e", "no face").missingReason()).contains("no face");
    assertThat(Vote.missing("e", "no face").distribution()).isEmpty();
    assertThatThrownBy(() -> Vote.missing("e", " ")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void fusedWeightsMustSumToOne() {
    EmotionDistribution angry = EmotionDistribution.of(1, 0, 0, 0, 0, 0);

    assertThatThrownBy(() -> new Fused(angry, Map.of("a", 0.4)))
        .hasMessageContainingAll("0.4", "must be 1");
    assertThatThrownBy(() -> new Fused(angry, Map.of("a", -1.0, "b", 2.0)))
        .hasMessageContainingAll("a", "-1.0");
  }

  @Test
  void aClipIsNamedAfterItsFile() {
    Clip clip = Clip.of(Path.of("some", "clip.mov"));

    assertThat(clip.id()).isEqualTo("clip.mov");
    assertThat(clip.withPerson("A102").person()).contains("A102");
    assertThat(clip.withId("x").id()).isEqualTo("x");
    assertThatThrownBy(() -> clip.withPerson(" ")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> clip.withId("")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void devicesAreValues() {
    assertThat(Device.gpu(1)).isEqualTo(Device.gpu(1)).isNotEqualTo(Device.gpu(0));
    assertThat(Device.gpu(1)).hasToString("gpu1");
    assertThat(Device.cpu().gpuIndex()).isEmpty();
    assertThat(Device.auto().isAuto()).isTrue();
    assertThatThrownBy(() -> Device.gpu(-1)).isInstanceOf(IllegalArgumentException.class);
  }
}
