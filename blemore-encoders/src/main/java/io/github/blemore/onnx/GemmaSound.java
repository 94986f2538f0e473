package io.github.blemore.onnx;

import ai.djl.ndarray.types.Shape;
import io.github.blemore.Modality;
import io.github.blemore.checkpoint.Config;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.MediaNeeds;
import io.github.blemore.media.SoundNeeds;
import io.github.blemore.sound.LogMelSpectrum;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A clip's sound for the audio encoder: a {@link LogMelSpectrum}, of which four frames give a
 * feature.
 *
 * @param sound at most 30 s
 */
record GemmaSound(SoundNeeds sound) implements GemmaSense {

  /** The 480,000 samples at which the feature extractor cuts. */
  private static final double MAX_SECONDS = 30;

  /** Two convolutions of stride 2. */
  private static final int FRAMES_PER_FEATURE = 4;

  private static final String SPECTRUM = "input_features";
  private static final String MASK = "input_features_mask";
  private static final String FEATURES = "audio_features";

  /**
   * Checks a folder's {@code feature_extractor}.
   *
   * @throws io.github.blemore.ModelException if it asks for another spectrum
   */
  static GemmaSound read(Path folder) {
    Config config = Config.readSection(folder.resolve(GemmaFrames.FILE), "feature_extractor");
    require(config, "sampling_rate", LogMelSpectrum.SAMPLE_RATE);
    require(config, "feature_size", LogMelSpectrum.MELS);
    require(config, "frame_length", LogMelSpectrum.FRAME);
    require(config, "hop_length", LogMelSpectrum.HOP);
    require(config, "fft_length", LogMelSpectrum.POINTS);
    require(config, "min_frequency", 0);
    require(config, "max_frequency", LogMelSpectrum.SAMPLE_RATE / 2.0);
    require(config, "mel_floor", LogMelSpectrum.FLOOR);
    require(config, "preemphasis", 0);
    require(config, "dither", 0);
    require(config, "input_scale_factor", 1);
    for (String statistics : List.of("per_bin_mean", "per_bin_stddev")) {
      if (config.has(statistics)) {
        throw config.wrong(statistics, "there", "null");
      }
    }
    return new GemmaSound(new SoundNeeds(LogMelSpectrum.SAMPLE_RATE, MAX_SECONDS));
  }

  private static void require(Config config, String name, double allowed) {
    double found = config.number(name);
    if (Math.abs(found - allowed) > 1e-9) {
      throw config.wrong(name, found, String.valueOf(allowed));
    }
  }

  @Override
  public MediaNeeds needs() {
    return MediaNeeds.of(sound);
  }

  @Override
  public Modality modality() {
    return Modality.VOICE;
  }

  @Override
  public String file() {
    return "audio_encoder";
  }

  @Override
  public List<OnnxModel.Port> inputs() {
    return List.of(
        OnnxModel.Port.floats(SPECTRUM, 1, -1, LogMelSpectrum.MELS),
        OnnxModel.Port.flags(MASK, 1, -1));
  }

  @Override
  public String output() {
    return FEATURES;
  }

  @Override
  public String features() {
    return FEATURES;
  }

  @Override
  public List<String> tokens() {
    return List.of("boa_token_id", "audio_token_id", "eoa_token_index");
  }

  @Override
  public String settings() {
    return "sound without text";
  }

  @Override
  public Work work(ClipMedia clip) {
    LogMelSpectrum spectrum = LogMelSpectrum.of(clip.sound().orElseThrow().toArray());
    int counting = 0;
    while (counting < spectrum.count() && spectrum.isOfSound(counting)) {
      counting++;
    }
    int features = (counting + FRAMES_PER_FEATURE - 1) / FRAMES_PER_FEATURE;
    return new Work(features == 0 ? 0 : 1, features, run -> inputs(spectrum));
  }

  private static Map<String, OnnxInput.Values> inputs(LogMelSpectrum spectrum) {
    int count = spectrum.count();
    FloatBuffer values = OnnxInput.Values.floats(count * LogMelSpectrum.MELS);
    ByteBuffer mask = OnnxInput.Values.flags(count);
    for (int i = 0; i < count; i++) {
      values.put(spectrum.frame(i));
      mask.put((byte) (spectrum.isOfSound(i) ? 1 : 0));
    }
    return Map.of(
        SPECTRUM,
        new OnnxInput.Values(values.rewind(), new Shape(1, count, LogMelSpectrum.MELS)),
        MASK,
        new OnnxInput.Values(mask.rewind(), new Shape(1, count)));
  }
}
