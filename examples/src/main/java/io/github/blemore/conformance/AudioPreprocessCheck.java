package io.github.blemore.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.blemore.npy.NpyArray;
import io.github.blemore.sound.KaldiFeatures;
import io.github.blemore.sound.MelFrequencyCepstrum;
import io.github.blemore.sound.Resampler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/** Resampling, filter banks and cepstra against torchaudio. */
final class AudioPreprocessCheck implements Conformance.FixtureCheck {

  private static final int RATE = 16_000;
  private static final double RESAMPLED = 1e-5;
  private static final double FILTER_BANK = 2e-3;
  private static final double CEPSTRUM = 1e-3;

  @Override
  public void run(Path folder, Findings findings) throws IOException {
    JsonNode manifest = FixtureFiles.json(folder.resolve("manifest.json"));
    for (Map.Entry<String, JsonNode> entry : manifest.required("cases").properties()) {
      int rate = entry.getValue().required("rate").asInt();
      findings.check(
          entry.getKey(),
          "mono16k",
          RESAMPLED,
          () ->
              Findings.maxAbsDiff(
                  Resampler.resample(
                      mono(NpyArray.read(folder.resolve(entry.getKey() + "_pcm16.npy"))),
                      rate,
                      RATE),
                  NpyArray.read(folder.resolve(entry.getKey() + "_mono16k.npy")).toFloats()));
    }
    features(
        folder, manifest, "fbank128", FILTER_BANK, KaldiFeatures.fbank(128)::compute, findings);
    features(folder, manifest, "mfcc13_kaldi", CEPSTRUM, KaldiFeatures.mfcc(13)::compute, findings);
    features(
        folder,
        manifest,
        "mfcc13_transforms",
        CEPSTRUM,
        MelFrequencyCepstrum.of(13)::compute,
        findings);
  }

  private static void features(
      Path folder,
      JsonNode manifest,
      String name,
      double tolerance,
      Function<float[], float[][]> features,
      Findings findings) {
    findings.check(
        name,
        "features",
        tolerance,
        () -> {
          String source = manifest.required(name).required("source").asText();
          float[] sound = NpyArray.read(folder.resolve(source.split(" ", 2)[0])).toFloats();
          if (source.endsWith("minus its mean")) {
            subtractMean(sound);
          }
          return Findings.maxAbsDiff(
              flat(features.apply(sound)), NpyArray.read(folder.resolve(name + ".npy")).toFloats());
        });
  }

  /** The mean of the channels of int16 {@code [samples, channels]}, full scale is -1..1. */
  private static float[] mono(NpyArray pcm) {
    int channels = pcm.shape()[1];
    float[] interleaved = pcm.toFloats();
    float[] mono = new float[interleaved.length / channels];
    for (int i = 0; i < mono.length; i++) {
      float sum = 0;
      for (int channel = 0; channel < channels; channel++) {
        sum += interleaved[i * channels + channel] / 32768f;
      }
      mono[i] = sum / channels;
    }
    return mono;
  }

  private static void subtractMean(float[] sound) {
    double sum = 0;
    for (float sample : sound) {
      sum += sample;
    }
    float mean = (float) (sum / sound.length);
    for (int i = 0; i < sound.length; i++) {
      sound[i] -= mean;
    }
  }

  private static float[] flat(float[][] rows) {
    float[] flat = new float[rows.length * rows[0].length];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(rows[row], 0, flat, row * rows[0].length, rows[row].length);
    }
    return flat;
  }
}
