package io.github.blemore.acoustic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.blemore.Clip;
import io.github.blemore.Embedding;
import io.github.blemore.Encoding;
import io.github.blemore.Modality;
import io.github.blemore.NoEmbedding;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.MediaSpan;
import io.github.blemore.media.Sound;
import io.github.blemore.media.SoundNeeds;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcousticEncoderTest {

  private final AcousticEncoder encoder = AcousticEncoder.builder().build();

  @AfterEach
  void close() {
    encoder.close();
  }

  private static List<ClipMedia> unequalClips() {
    List<ClipMedia> clips = new ArrayList<>();
    clips.add(Encoded.media("a", Signals.withNoise(Signals.harmonics(150, 1, 9, 1.3), 15, 1)));
    clips.add(Encoded.media("b", Signals.noise(0.05, 0.4, 2)));
    clips.add(Encoded.media("c", new float[100]));
    clips.add(Encoded.media("d", Signals.sweep(100, 300, 2.01)));
    clips.add(Encoded.media("e", new float[16000]));
    clips.add(Encoded.media("f", Signals.tone(250, 0.06)));
    return clips;
  }

  @Test
  void saysWhatItIsAndNeeds() {
    assertThat(encoder.info().id()).isEqualTo("acoustic");
    assertThat(encoder.info().modality()).isEqualTo(Modality.VOICE);
    assertThat(encoder.info().dimension()).isEqualTo(AcousticEncoder.featureNames().size());
    assertThat(encoder.info().needs().frames()).isEmpty();
    assertThat(encoder.info().needs().sound()).contains(new SoundNeeds(16000, 60));
    assertThat(encoder.info().checkpointSha256()).isEmpty();
  }

  /** Heads are fitted to this layout: a change here is a numeric change for the changelog. */
  @Test
  void layoutIsFixed() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            AcousticEncoderTest.class.getResourceAsStream("/acoustic-feature-names.txt"))) {
      String names = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(AcousticEncoder.featureNames())
          .containsExactlyElementsOf(names.lines().toList())
          .doesNotHaveDuplicates()
          .hasSize(91);
    }
  }

  @Test
  void batchEqualsSingles() {
    List<ClipMedia> clips = unequalClips();
    List<Encoding> batch = encoder.encode(clips);
    assertThat(batch).hasSize(clips.size());
    for (int i = 0; i < clips.size(); i++) {
      assertThat(encoder.encode(List.of(clips.get(i)))).containsExactly(batch.get(i));
    }
    assertThat(batch.get(0)).isInstanceOf(Embedding.class);
    assertThat(batch.get(5)).isInstanceOf(Embedding.class);
  }

  @Test
  void anotherEncoderGivesTheSameBits() {
    try (AcousticEncoder other = AcousticEncoder.builder().maxSeconds(5).build()) {
      assertThat(other.encode(unequalClips())).isEqualTo(encoder.encode(unequalClips()));
    }
  }

  @Test
  void tooShortSoundHasNoEmbedding() {
    assertThat(Encoded.encode(Signals.tone(200, 0.05)))
        .isEqualTo(new NoEmbedding("acoustic", "sound lasts 50.0 ms: at least 60 ms are needed"));
    assertThat(Encoded.encode(new float[] {0.5f})).isInstanceOf(NoEmbedding.class);
    assertThat(Encoded.encode(Signals.tone(200, 0.06))).isInstanceOf(Embedding.class);
  }

  @Test
  void silenceHasNoEmbedding() {
    NoEmbedding silent =
        new NoEmbedding("acoustic", "sound is silent: no frame is above -90 dB re full scale");
    assertThat(Encoded.encode(new float[16000])).isEqualTo(silent);
    assertThat(Encoded.encode(Signals.of(1, t -> 0.3))).isEqualTo(silent);
    assertThat(Encoded.encode(Signals.scaled(Signals.tone(200, 1), 1e-6))).isEqualTo(silent);
    assertThat(Encoded.encode(Signals.scaled(Signals.tone(200, 1), 1e-3)))
        .isInstanceOf(Embedding.class);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void samplesThatAreNoNumbersAreRefused(float bad) {
    float[] x = Signals.tone(200, 1);
    x[4711] = bad;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> encoder.encode(List.of(Encoded.media("laugh.mov", x))))
        .withMessage("sample 4711 of the sound of clip laugh.mov is " + bad + ": must be finite");
  }

  @Test
  void soundOfAnotherRateOrTooLongIsRefused() {
    ClipMedia fast =
        ClipMedia.builder(Clip.of(Path.of("fast.mov")), new MediaSpan(0, 1))
            .sound(Sound.of(48000, new float[48000]))
            .build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> encoder.encode(List.of(fast)))
        .withMessageContaining("fast.mov")
        .withMessageContaining("48000");
    try (AcousticEncoder brief = AcousticEncoder.builder().maxSeconds(0.5).build()) {
      assertThat(brief.encode(List.of(Encoded.media("ok", Signals.tone(200, 0.5)))).get(0))
          .isInstanceOf(Embedding.class);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> brief.encode(List.of(Encoded.media("long", Signals.tone(200, 0.6)))))
          .withMessageContaining("clip long has 9600 samples: must be at most 8000");
    }
  }

  @Test
  void extremeSoundsGiveFiniteValues() {
    float[] click = new float[3000];
    click[1500] = 1;
    float[] huge = Signals.scaled(Signals.noise(1, 0.5, 3), 1e37);
    float[] square = Signals.of(0.5, t -> Math.signum(Math.sin(2 * Math.PI * 210 * t)));
    float[] alternating = new float[2000];
    float[] halfSilent = Signals.concat(new float[8000], Signals.tone(300, 0.5));
    for (int i = 0; i < alternating.length; i++) {
      alternating[i] = i % 2 == 0 ? 1 : -1;
    }
    for (float[] x : new float[][] {click, huge, square, alternating, halfSilent}) {
      // An embedding holds finite values only: it refuses to be built of others.
      assertThat(Encoded.encode(x)).isInstanceOf(Embedding.class);
    }
  }

  @Test
  void longestSoundIsEncoded() {
    Encoded minute = Encoded.of(Signals.withNoise(Signals.harmonics(150, 1, 5, 60), 10, 3));
    assertThat(minute.get("voiced.fraction")).isGreaterThan(0.99);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, 0.05, 3601, Double.NaN, Double.POSITIVE_INFINITY})
  void lengthOutOfRangeIsRefused(double seconds) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AcousticEncoder.builder().maxSeconds(seconds))
        .withMessageContaining("maxSeconds is " + seconds);
  }

  @Test
  void optionSetTwiceIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AcousticEncoder.builder().maxSeconds(60).maxSeconds(60))
        .withMessageContaining("twice");
  }
}
