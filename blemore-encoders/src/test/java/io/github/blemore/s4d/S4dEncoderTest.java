package io.github.blemore.s4d;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.blemore.Clip;
import io.github.blemore.Device;
import io.github.blemore.Embedding;
import io.github.blemore.ModelException;
import io.github.blemore.Precision;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.FrameNeeds;
import io.github.blemore.media.FrameRegion;
import io.github.blemore.media.FrameSampling;
import io.github.blemore.media.Frames;
import io.github.blemore.media.ImageFit;
import io.github.blemore.media.Interpolation;
import io.github.blemore.media.MediaSpan;
import io.github.blemore.network.Taps;
import io.github.blemore.network.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S4dEncoderTest {

  private static final int SIDE = 32;

  private static S4dEncoder.Builder builder(Path folder) {
    return S4dEncoder.builder(folder).device(Device.cpu());
  }

  @Test
  void needsSquashedFacesWithoutAMargin() {
    try (S4dEncoder encoder = builder(S4dFixtures.MOE).build()) {
      assertThat(encoder.info().id()).isEqualTo("s4d");
      assertThat(encoder.info().dimension()).isEqualTo(64);
      assertThat(encoder.info().needs().frames())
          .contains(
              new FrameNeeds(
                  FrameSampling.uniform(4),
                  FrameRegion.face(0),
                  ImageFit.squash(SIDE, SIDE, Interpolation.BILINEAR)));
      assertThat(encoder.info().settings())
          .isEqualTo("1 windows, experts in 2 blocks, capacity of each clip, no router noise");
    }
  }

  @Test
  void givesTheFeaturesOfNormalizedFrames() {
    ClipMedia media = media(4);
    try (S4dEncoder encoder = builder(S4dFixtures.MOE).build();
        Weights weights = S4dFixtures.weights(S4dFixtures.MOE, Precision.FLOAT32);
        NDManager call = weights.manager().newSubManager()) {
      float[] found = embedding(encoder, media).vector();

      float[] expected =
          new S4dNet(weights)
              .forward(
                  call.create(
                      normalized(media.frames().orElseThrow()), new Shape(1, 3, 4, SIDE, SIDE)),
                  Taps.NONE)
              .toFloatArray();
      for (int i = 0; i < expected.length; i++) {
        assertThat((double) found[i]).as("value %d", i).isCloseTo(expected[i], within(1e-5));
      }
    }
  }

  /** {@code [3, frames, height, width]} with ImageNet's mean and deviation. */
  private static float[] normalized(Frames frames) {
    double[] mean = {0.485, 0.456, 0.406};
    double[] std = {0.229, 0.224, 0.225};
    int pixels = SIDE * SIDE;
    float[] values = new float[3 * frames.count() * pixels];
    for (int c = 0; c < 3; c++) {
      for (int t = 0; t < frames.count(); t++) {
        for (int p = 0; p < pixels; p++) {
          int value = frames.frame(t).get(3 * p + c) & 0xff;
          values[(c * frames.count() + t) * pixels + p] =
              (float) ((value / 255.0 - mean[c]) / std[c]);
        }
      }
    }
    return values;
  }

  @Test
  void readsThePublishedFormOfCheckpoints() {
    ClipMedia media = media(4);
    try (S4dEncoder folder = builder(S4dFixtures.DENSE).build();
        S4dEncoder file = builder(S4dFixtures.DENSE.resolve("weights.pth")).build()) {
      assertThat(embedding(file, media)).isEqualTo(embedding(folder, media));
      assertThat(file.info().checkpointSha256()).isNotEqualTo(folder.info().checkpointSha256());
    }
  }

  @Test
  void noiseComesFromItsSeedAlone() {
    ClipMedia media = media(4);
    List<Embedding> embeddings = new ArrayList<>();
    for (S4dNoise noise :
        List.of(S4dNoise.none(), S4dNoise.seeded(1), S4dNoise.seeded(1), S4dNoise.seeded(2))) {
      try (S4dEncoder encoder = builder(S4dFixtures.MOE).noise(noise).build()) {
        Embedding first = embedding(encoder, media);
        assertThat(embedding(encoder, media)).isEqualTo(first);
        embeddings.add(first);
      }
    }

    assertThat(embeddings.get(1)).isEqualTo(embeddings.get(2)).isNotEqualTo(embeddings.get(0));
    assertThat(embeddings.get(3)).isNotEqualTo(embeddings.get(0)).isNotEqualTo(embeddings.get(1));
  }

  @Test
  void framesAStepApartFillAsManyWindowsAsThereAre() {
    try (S4dEncoder encoder = builder(S4dFixtures.MOE).frameStep(4).windows(3).build()) {
      assertThat(encoder.info().needs().frames().orElseThrow().sampling())
          .isEqualTo(FrameSampling.everyNth(4, 12));

      Embedding all = embedding(encoder, media(12));
      Embedding short6 = embedding(encoder, media(6));

      assertThat(all.windowCount()).isEqualTo(3);
      assertThat(all.notes()).isEmpty();
      assertThat(short6.windowCount()).isEqualTo(2);
      assertThat(short6.notes()).anyMatch(note -> note.contains("there are 6"));
    }
  }

  @Test
  void preTrainingWeightsMakeADenseEncoder(@TempDir Path folder) {
    S4dFixtures.copy(
        S4dFixtures.DENSE,
        folder,
        S4dFixtures.config(S4dFixtures.DENSE),
        name -> name.startsWith("head") || name.startsWith("fc_norm") ? "" : "encoder." + name,
        "encoder.norm.weight",
        "encoder.norm.bias");
    try (S4dEncoder encoder = builder(folder).build()) {
      assertThat(encoder.info().settings())
          .isEqualTo("1 windows, no experts, mean of pre-training's normalized tokens");
      assertThat(embedding(encoder, media(4)).dimension()).isEqualTo(64);
    }
    assertThatThrownBy(() -> builder(folder).noise(S4dNoise.seeded(1)).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("router noise of seed 1", "no experts");
  }

  @Test
  void anotherArchitectureIsRefused(@TempDir Path folder) {
    S4dFixtures.copy(
        S4dFixtures.DENSE, folder, "{\"model_type\": \"videomae\"}", UnaryOperator.identity());
    assertThatThrownBy(() -> builder(folder).build())
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("model_type", "videomae", "s4d");

    S4dFixtures.copy(S4dFixtures.DENSE, folder, "{}", name -> "x." + name.replace("proj", "p"));
    assertThatThrownBy(() -> builder(folder).build())
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("patch_embed.proj.weight", "no S4D");
  }

  @Test
  void framesOfAnotherSizeThanTheNetworksAreRefused(@TempDir Path folder) throws IOException {
    S4dFixtures.copy(
        S4dFixtures.DENSE, folder, S4dFixtures.config(S4dFixtures.DENSE), UnaryOperator.identity());
    Files.writeString(
        folder.resolve("preprocessor_config.json"),
        """
        {"size": {"height": 48, "width": 48}, "image_mean": [0, 0, 0], "image_std": [1, 1, 1]}
        """);

    assertThatThrownBy(() -> builder(folder).build())
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("48 x 48", "32 x 32");
  }

  @Test
  void optionsAreChecked() {
    assertThatThrownBy(() -> builder(S4dFixtures.MOE).windows(0)).hasMessageContaining("1..64");
    assertThatThrownBy(() -> builder(S4dFixtures.MOE).frameStep(0)).hasMessageContaining("1..1000");
    assertThatThrownBy(() -> builder(S4dFixtures.MOE).windows(2).windows(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("windows of encoder s4d is set twice");
    assertThatThrownBy(() -> builder(S4dFixtures.MOE).frameStep(2).frameStep(2))
        .hasMessageContaining("frameStep of encoder s4d is set twice");
    assertThatThrownBy(() -> builder(S4dFixtures.MOE).noise(S4dNoise.none()).noise(S4dNoise.none()))
        .hasMessageContaining("noise of encoder s4d is set twice");
  }

  private static Embedding embedding(S4dEncoder encoder, ClipMedia media) {
    return (Embedding) encoder.encode(List.of(media)).get(0);
  }

  private static ClipMedia media(int frames) {
    Random random = new Random(frames);
    List<byte[]> images = new ArrayList<>();
    double[] seconds = new double[frames];
    for (int i = 0; i < frames; i++) {
      byte[] image = new byte[SIDE * SIDE * 3];
      random.nextBytes(image);
      images.add(image);
      seconds[i] = i / 5.0;
    }
    return ClipMedia.builder(Clip.of(Path.of("clip.mov")), new MediaSpan(0, frames / 5.0))
        .frames(Frames.of(SIDE, SIDE, images, seconds))
        .build();
  }
}
