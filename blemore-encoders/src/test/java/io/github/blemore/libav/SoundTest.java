package io.github.blemore.libav;

import static io.github.blemore.libav.TestClips.amplitude;
import static io.github.blemore.libav.TestClips.clip;
import static io.github.blemore.libav.TestClips.path;
import static io.github.blemore.libav.TestClips.read;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.FrameSampling;
import io.github.blemore.media.MediaNeeds;
import io.github.blemore.media.MediaReader;
import io.github.blemore.media.MediaSpan;
import io.github.blemore.media.Sound;
import io.github.blemore.media.SoundNeeds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoundTest {

  private static ClipMedia listen(String name, int rate, double maxSeconds) {
    return read(path(name), MediaNeeds.of(new SoundNeeds(rate, maxSeconds)));
  }

  @ParameterizedTest
  @CsvSource({
    // Mean of 0.5 and silence; codecs may add or keep up to a frame of theirs.
    "h264_aac.mp4, 500, 0.25, 2, 0.03",
    "h264_aac.mkv, 500, 0.25, 2, 0.05",
    "vp9_opus.webm, 500, 0.25, 2, 0.03",
    "mjpeg_pcm.avi, 500, 0.25, 1, 0.0001",
    "three_channels.wav, 400, 0.2, 0.1, 0",
    "mono_8bit.wav, 500, 0.5, 0.5, 0",
    "cover.m4a, 500, 0.5, 0.5, 0.03"
  })
  void toneHasItsFrequencyAmplitudeAndLength(
      String name, double frequency, double amplitude, double seconds, double tolerance) {
    ClipMedia media = listen(name, 16000, 60);
    assertThat(media.missingReason()).isEmpty();
    assertThat(media.notes()).isEmpty();
    Sound sound = media.sound().orElseThrow();
    assertThat(sound.sampleRate()).isEqualTo(16000);
    assertThat(sound.seconds()).isCloseTo(seconds, within(tolerance + 1e-9));
    assertThat(media.span()).isEqualTo(new MediaSpan(0, sound.seconds()));
    float[] samples = sound.toArray();
    // Whole periods in the middle.
    int from = samples.length / 4;
    int to = from + samples.length / 2 / 320 * 320;
    assertThat(amplitude(samples, 16000, frequency, from, to))
        .isCloseTo(amplitude, within(amplitude * 0.02));
    assertThat(amplitude(samples, 16000, frequency * 2, from, to)).isLessThan(amplitude * 0.02);
  }

  @Test
  void valuesThatAreNoNumbersEndTheSound(@TempDir Path folder) throws IOException {
    float[] samples = new float[32_000];
    samples[20_000] = Float.NaN;
    Path late = writeFloatWav(folder.resolve("late.wav"), samples);
    samples[0] = Float.POSITIVE_INFINITY;
    Path early = writeFloatWav(folder.resolve("early.wav"), samples);

    ClipMedia cut = read(late, MediaNeeds.of(new SoundNeeds(16_000, 60)));
    assertThat(cut.sound().orElseThrow().seconds()).isBetween(1.0, 1.25);
    assertThat(cut.notes()).anyMatch(note -> note.startsWith("sound holds values that are no"));
    assertThat(read(early, MediaNeeds.of(new SoundNeeds(16_000, 60))).missingReason())
        .contains("sound holds values that are no numbers at 0.00 s: cut there");
  }

  @Test
  void valuesThatWouldOverflowEndTheSound(@TempDir Path folder) throws IOException {
    float[] samples = new float[32_000];
    samples[0] = 1e6f;
    java.util.Arrays.fill(samples, 20_000, 20_100, -Float.MAX_VALUE);
    Path huge = writeFloatWav(folder.resolve("huge.wav"), samples);
    ClipMedia cut = read(huge, MediaNeeds.of(new SoundNeeds(48_000, 60)));
    assertThat(cut.notes())
        .singleElement()
        .asString()
        .startsWith("sound holds values that are above a million times full scale at 1.");
    Sound sound = cut.sound().orElseThrow();
    assertThat(sound.seconds()).isBetween(1.0, 1.25);
    for (float sample : sound.toArray()) {
      assertThat(Float.isFinite(sample)).isTrue();
    }
  }

  /** 16 kHz mono, 32-bit float. */
  private static Path writeFloatWav(Path file, float[] samples) throws IOException {
    ByteBuffer wav = ByteBuffer.allocate(44 + 4 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(US_ASCII)).putInt(36 + 4 * samples.length);
    wav.put("WAVEfmt ".getBytes(US_ASCII)).putInt(16).putShort((short) 3).putShort((short) 1);
    wav.putInt(16_000).putInt(64_000).putShort((short) 4).putShort((short) 32);
    wav.put("data".getBytes(US_ASCII)).putInt(4 * samples.length);
    for (float sample : samples) {
      wav.putFloat(sample);
    }
    return Files.write(file, wav.array());
  }

  @Test
  void severalRatesAtOnce() {
    try (MediaReader reader = LibavMediaReader.builder().build()) {
      List<ClipMedia> media =
          reader.read(
              clip("three_channels.wav"),
              List.of(
                  MediaNeeds.of(new SoundNeeds(16000, 60)),
                  MediaNeeds.of(new SoundNeeds(48000, 60)),
                  MediaNeeds.of(new SoundNeeds(16000, 0.05))));
      assertThat(media.get(0).sound().orElseThrow().length()).isEqualTo(1600);
      assertThat(media.get(1).sound().orElseThrow().length()).isEqualTo(4800);
      float[] whole = media.get(0).sound().orElseThrow().toArray();
      Sound cut = media.get(2).sound().orElseThrow();
      assertThat(cut.length()).isEqualTo(800);
      assertThat(cut.toArray()).isEqualTo(java.util.Arrays.copyOf(whole, 800));
      assertThat(media.get(2).notes()).containsExactly("sound cut at 0.1 s of 0.1 s");
      assertThat(media.get(0).notes()).isEmpty();
    }
  }

  @Test
  void equalRateOfSixteenBitsIsExact() {
    float[] samples = listen("mjpeg_pcm.avi", 8000, 60).sound().orElseThrow().toArray();
    // Mean of two 16-bit channels: a multiple of half a step.
    for (float sample : samples) {
      assertThat(sample * 65536 % 1).isZero();
    }
  }

  @Test
  void longSoundIsCutAndSaidToBe() {
    ClipMedia media = listen("two_hours.mkv", 16000, 60);
    assertThat(media.sound().orElseThrow().length()).isEqualTo(960_000);
    assertThat(media.notes()).containsExactly("sound cut at 60.0 s of 7200.0 s");
    assertThat(media.span()).isEqualTo(new MediaSpan(0, 60));
  }

  @Test
  void soundThatFitsExactlyIsNotCut() {
    ClipMedia media = listen("mono_8bit.wav", 16000, 0.5);
    assertThat(media.sound().orElseThrow().length()).isEqualTo(8000);
    assertThat(media.notes()).isEmpty();
  }

  @Test
  void pictureOnlyHasNoSound() {
    ClipMedia media = read(path("hevc_10bit.mp4"), TestClips.both(FrameSampling.uniform(2), 16000));
    assertThat(media.missingReason()).contains("no audio stream");
    assertThat(media.sound()).isEmpty();
    assertThat(media.frames().orElseThrow().count()).isEqualTo(2);
  }

  @Test
  void streamWithoutSamples() {
    ClipMedia media =
        read(path("silent_stream.mkv"), TestClips.both(FrameSampling.uniform(2), 16000));
    assertThat(media.missingReason()).contains("audio stream without samples");
    assertThat(media.frames().orElseThrow().count()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"cover.m4a", "three_channels.wav"})
  void soundOnlyHasNoPicture(String name) {
    ClipMedia media = read(path(name), TestClips.both(FrameSampling.uniform(2), 16000));
    assertThat(media.missingReason()).contains("no video stream");
    assertThat(media.frames()).isEmpty();
    assertThat(media.sound()).isPresent();
  }
}
