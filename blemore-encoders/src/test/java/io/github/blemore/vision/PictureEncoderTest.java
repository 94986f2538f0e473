package io.github.blemore.vision;

import static io.github.blemore.network.Encodings.encode;
import static io.github.blemore.network.Encodings.noise;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.blemore.Device;
import io.github.blemore.Embedding;
import io.github.blemore.Encoder;
import io.github.blemore.Encoding;
import io.github.blemore.Modality;
import io.github.blemore.ModelException;
import io.github.blemore.Precision;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.FrameRegion;
import io.github.blemore.media.Frames;
import io.github.blemore.media.ImageFit;
import io.github.blemore.media.Interpolation;
import io.github.blemore.network.Encodings;
import io.github.blemore.network.TestCheckpoints;
import io.github.blemore.pooling.TimePooling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureEncoderTest {

  private static final Path CLIP = TestCheckpoints.original("clip_vision");
  private static final Path VIT = TestCheckpoints.original("vit");

  /** Of both checkpoints. */
  private static final int SIDE = 48;

  @TempDir private Path temp;

  private static ClipVisionEncoder.Builder clip(Path checkpoint) {
    return ClipVisionEncoder.builder(checkpoint).device(Device.cpu());
  }

  private static VitEncoder.Builder vit(Path checkpoint) {
    return VitEncoder.builder(checkpoint).device(Device.cpu());
  }

  /** More frames than are computed at once. */
  @Test
  void theMeanIsThatOfTheFramesAlone() {
    Frames frames = noise(19, SIDE, 1);
    try (Encoder all = clip(CLIP).frames(19).build();
        Encoder one = clip(CLIP).frames(1).build()) {
      float[] mean = new float[one.info().dimension()];
      for (int t = 0; t < 19; t++) {
        float[] vector = encode(one, frames.select(t)).vector();
        for (int i = 0; i < mean.length; i++) {
          mean[i] += vector[i] / 19;
        }
      }

      assertThat(encode(all, frames).vector()).containsExactly(mean, within(1e-5f));
    }
  }

  @Test
  void clipsInOnePassAreAsAlone() {
    List<ClipMedia> clips =
        List.of(
            Encodings.clip(noise(5, SIDE, 1)),
            Encodings.clip(noise(3, SIDE, 2)),
            Encodings.clip(noise(7, SIDE, 3)));
    try (Encoder alone = vit(VIT).frames(7).build();
        Encoder together = vit(VIT).frames(7).clipsAtOnce(3).build()) {
      List<Encoding> expected = alone.encode(clips);
      List<Encoding> actual = together.encode(clips);

      for (int i = 0; i < clips.size(); i++) {
        assertThat(((Embedding) actual.get(i)).vector())
            .containsExactly(((Embedding) expected.get(i)).vector(), within(1e-5f));
      }
    }
  }

  @Test
  void sevenStatisticsBeginWithTheMean() {
    Frames frames = noise(6, SIDE, 1);
    try (Encoder mean = vit(VIT).frames(6).build();
        Encoder statistics = vit(VIT).frames(6).pooling(TimePooling.SEVEN_STATISTICS).build()) {
      float[] expected = encode(mean, frames).vector();
      float[] actual = encode(statistics, frames).vector();

      assertThat(actual).hasSize(7 * expected.length);
      assertThat(statistics.info().dimension()).isEqualTo(actual.length);
      for (int i = 0; i < expected.length; i++) {
        assertThat(actual[i]).isCloseTo(expected[i], within(1e-5f));
      }
      assertThat(statistics.info().settings()).isEqualTo("SEVEN_STATISTICS of pooler_output");
    }
  }

  @Test
  void ofTooFewFramesOnlyThoseArePooled() {
    try (Encoder encoder = vit(VIT).build()) {
      Frames three = noise(3, SIDE, 1);
      Embedding embedding = encode(encoder, three);

      assertThat(embedding.notes())
          .containsExactly("vit needs 16 frames: there are 3, only these are pooled");
      assertThat(embedding.vector())
          .containsExactly(encode(encoder, three.select(0, 0, 1, 1, 2, 2)).vector(), within(1e-6f));
    }
  }

  @Test
  void needsAreAsUsualForTheFamily() {
    try (Encoder ofClip = clip(CLIP).build();
        Encoder ofVit = vit(VIT).region(FrameRegion.face(0.1)).frames(4).build()) {
      assertThat(ofClip.info().modality()).isEqualTo(Modality.BODY);
      assertThat(ofClip.info().needs().frames().orElseThrow().fit())
          .isEqualTo(ImageFit.shortestEdgeCrop(SIDE, Interpolation.BICUBIC));
      assertThat(ofVit.info().modality()).isEqualTo(Modality.FACE);
      assertThat(ofVit.info().needs().frames().orElseThrow().fit())
          .isEqualTo(ImageFit.squash(SIDE, SIDE, Interpolation.BILINEAR));
      assertThat(ofVit.info().needs().frames().orElseThrow().region())
          .isEqualTo(FrameRegion.face(0.1));
    }
  }

  @Test
  void clipWithoutProjectionGivesThePooledOutput() throws IOException {
    Path copy =
        TestCheckpoints.withNames(
            CLIP,
            temp.resolve("copy"),
            name -> name.startsWith("visual_projection") ? Optional.empty() : Optional.of(name));

    assertThatThrownBy(() -> clip(copy).build())
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("visual_projection.weight", "withoutProjection()");
    try (Encoder bare = clip(copy).withoutProjection().frames(1).build();
        Encoder whole = clip(CLIP).withoutProjection().frames(1).build()) {
      Frames frames = noise(1, SIDE, 1);
      assertThat(bare.info().dimension()).isEqualTo(64);
      assertThat(bare.info().settings()).isEqualTo("MEAN of pooler_output");
      assertThat(encode(bare, frames)).isEqualTo(encode(whole, frames));
    }
  }

  @Test
  void vitWithoutPoolerGivesTheClassToken() throws IOException {
    Path copy =
        TestCheckpoints.withNames(
            VIT,
            temp.resolve("copy"),
            name -> name.startsWith("pooler") ? Optional.empty() : Optional.of(name));
    try (Encoder bare = vit(copy).frames(1).build();
        Encoder pooled = vit(VIT).frames(1).build()) {
      Frames frames = noise(1, SIDE, 1);
      assertThat(bare.info().settings()).isEqualTo("MEAN of class token");
      assertThat(encode(bare, frames)).isNotEqualTo(encode(pooled, frames));
    }
  }

  /** Measured: 0.5 to 0.9 %. */
  @Test
  void bf16IsCloseToFloat32() {
    Frames frames = noise(3, SIDE, 1);
    try (Encoder exactClip = clip(CLIP).build();
        Encoder fastClip = clip(CLIP).precision(Precision.BF16).build();
        Encoder exactVit = vit(VIT).build();
        Encoder fastVit = vit(VIT).precision(Precision.BF16).build()) {
      assertThat(
              Encodings.relativeError(
                  encode(fastClip, frames).vector(), encode(exactClip, frames).vector()))
          .isBetween(1e-5, 0.03);
      assertThat(
              Encodings.relativeError(
                  encode(fastVit, frames).vector(), encode(exactVit, frames).vector()))
          .isBetween(1e-5, 0.03);
    }
  }

  @Test
  void otherSizesThanTrainedAreRefused() throws IOException {
    Path processor =
        TestCheckpoints.withProcessor(
            VIT,
            temp.resolve("processor"),
            """
            {"image_processor_type": "ViTImageProcessor", "size": {"height": 64, "width": 64},
             "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5]}
            """);
    Path config =
        TestCheckpoints.withConfig(VIT, temp.resolve("config"), node -> node.put("image_size", 64));

    assertThatThrownBy(() -> vit(processor).build())
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("64 x 64", "48 x 48", "not supported");
    assertThatThrownBy(() -> vit(config).build())
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("position_embeddings", "[1, 10, 64]", "[1, 17, 64]");
  }

  @Test
  void configsThatCannotBeAreRefused() throws IOException {
    Path activation =
        TestCheckpoints.withConfig(
            CLIP, temp.resolve("activation"), node -> node.put("hidden_act", "relu"));
    Path pooler =
        TestCheckpoints.withConfig(
            VIT, temp.resolve("pooler"), node -> node.put("pooler_act", "relu"));
    Path section =
        TestCheckpoints.withConfig(
            CLIP, temp.resolve("section"), node -> node.put("model_type", "clip"));
    Path key =
        TestCheckpoints.withConfig(
            CLIP, temp.resolve("key"), node -> node.remove("intermediate_size"));
    Path heads =
        TestCheckpoints.withConfig(
            CLIP, temp.resolve("heads"), node -> node.put("num_attention_heads", 5));

    assertThatThrownBy(() -> clip(activation).build())
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("hidden_act", "relu");
    assertThatThrownBy(() -> vit(pooler).build())
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("pooler_act", "relu", "tanh");
    assertThatThrownBy(() -> clip(section).build())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("vision_config");
    assertThatThrownBy(() -> clip(key).build())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("intermediate_size");
    assertThatThrownBy(() -> clip(heads).build())
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("num_attention_heads", "5", "64");
    assertThatThrownBy(() -> vit(CLIP).build())
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("clip_vision_model", "vit");
    assertThatThrownBy(() -> clip(VIT).build())
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("vit", "clip_vision_model or clip");
  }

  @Test
  void optionsOutOfRangeOrTwiceAreRefused() {
    assertThatThrownBy(() -> vit(VIT).frames(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be 1..4096");
    assertThatThrownBy(() -> clip(CLIP).pooling(TimePooling.MEAN).pooling(TimePooling.MEAN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("set twice");
    assertThatThrownBy(() -> clip(CLIP).withoutProjection().withoutProjection())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("set twice");
  }
}
