package io.github.blemore.video;

import static io.github.blemore.network.Encodings.encode;
import static io.github.blemore.network.Encodings.noise;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.blemore.Device;
import io.github.blemore.Embedding;
import io.github.blemore.Encoder;
import io.github.blemore.Encoding;
import io.github.blemore.ModelException;
import io.github.blemore.Precision;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.Frames;
import io.github.blemore.network.Encodings;
import io.github.blemore.network.TestCheckpoints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VideoEncoderTest {

  private static final Path VIDEOMAE = TestCheckpoints.original("videomae_cls_prefixed");
  private static final Path TIMESFORMER = TestCheckpoints.original("timesformer_cls_prefixed");

  /** Of both checkpoints. */
  private static final int FRAMES = 4;

  private static final int SIDE = 32;

  @TempDir private Path temp;

  private static VideoEncoderBuilder<?> builder(String family) {
    return family.equals("videomae")
        ? VideoMaeEncoder.builder(VIDEOMAE).device(Device.cpu())
        : TimeSformerEncoder.builder(TIMESFORMER).device(Device.cpu());
  }

  private static Encoder build(VideoEncoderBuilder<?> builder) {
    return builder instanceof VideoMaeEncoder.Builder videoMae
        ? videoMae.build()
        : ((TimeSformerEncoder.Builder) builder).build();
  }

  private Path edited(Path original, Consumer<ObjectNode> edit) throws IOException {
    return TestCheckpoints.withConfig(original, temp.resolve("edited"), edit);
  }

  @ParameterizedTest
  @ValueSource(strings = {"videomae", "timesformer"})
  void clipsInOnePassAreAsAlone(String family) {
    List<ClipMedia> clips =
        IntStream.range(0, 3).mapToObj(i -> Encodings.clip(noise(FRAMES, SIDE, i))).toList();
    try (Encoder alone = build(builder(family));
        Encoder together = build(builder(family).clipsAtOnce(3))) {
      List<Encoding> expected = alone.encode(clips);
      List<Encoding> actual = together.encode(clips);

      for (int i = 0; i < clips.size(); i++) {
        assertThat(((Embedding) actual.get(i)).vector())
            .containsExactly(((Embedding) expected.get(i)).vector(), within(1e-5f));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"videomae", "timesformer"})
  void windowsAreClipsOfTheirOwn(String family) {
    Frames frames = noise(3 * FRAMES, SIDE, 1);
    try (Encoder whole = build(builder(family).windows(3));
        Encoder part = build(builder(family))) {
      Embedding embedding = encode(whole, frames);

      assertThat(embedding.windowCount()).isEqualTo(3);
      for (int w = 0; w < 3; w++) {
        Frames window = frames.select(4 * w, 4 * w + 1, 4 * w + 2, 4 * w + 3);
        assertThat(embedding.window(w))
            .containsExactly(encode(part, window).vector(), within(1e-5f));
      }
      assertThat(whole.info().needs().frames().orElseThrow().sampling().count())
          .isEqualTo(3 * FRAMES);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"videomae", "timesformer"})
  void aShortClipHasItsLastFrameRepeatedAndSaysSo(String family) {
    Frames two = noise(2, SIDE, 1);
    try (Encoder encoder = build(builder(family))) {
      Embedding embedding = encode(encoder, two);

      assertThat(embedding.notes())
          .containsExactly(family + " needs 4 frames: there are 2, the last is repeated");
      assertThat(embedding).isEqualTo(encode(encoder, two.select(0, 1, 1, 1)));
      assertThat(encode(encoder, noise(FRAMES, SIDE, 1)).notes()).isEmpty();
    }
  }

  /** Measured: 0.5 to 1.6 %. */
  @ParameterizedTest
  @ValueSource(strings = {"videomae", "timesformer"})
  void bf16IsCloseToFloat32(String family) {
    Frames frames = noise(FRAMES, SIDE, 1);
    try (Encoder exact = build(builder(family));
        Encoder fast = build(builder(family).precision(Precision.BF16))) {
      double error =
          Encodings.relativeError(encode(fast, frames).vector(), encode(exact, frames).vector());

      assertThat(error).isBetween(1e-5, 0.03);
      assertThat(fast.info().computesOn()).contains("bf16");
    }
  }

  @Test
  void theOrderOfFramesMatters() {
    Frames frames = noise(FRAMES, SIDE, 1);
    Frames still = frames.select(0, 0, 0, 0);
    try (Encoder encoder = build(builder("timesformer"))) {
      assertThat(encode(encoder, frames)).isNotEqualTo(encode(encoder, still));
      assertThat(encode(encoder, still).notes()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "num_frames",
    "image_size",
    "patch_size",
    "hidden_size",
    "num_hidden_layers",
    "num_attention_heads",
    "intermediate_size"
  })
  void aConfigWithoutANeededKeyIsRefusedByItsName(String key) throws IOException {
    Path videoMae =
        TestCheckpoints.withConfig(VIDEOMAE, temp.resolve("a"), config -> config.remove(key));
    Path timeSformer =
        TestCheckpoints.withConfig(TIMESFORMER, temp.resolve("b"), config -> config.remove(key));

    assertThatThrownBy(() -> VideoMaeEncoder.builder(videoMae).build())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(key);
    assertThatThrownBy(() -> TimeSformerEncoder.builder(timeSformer).build())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(key);
  }

  @Test
  void otherAttentionOfTimeSformerIsRefusedByName() throws IOException {
    Path copy = edited(TIMESFORMER, config -> config.put("attention_type", "joint_space_time"));

    assertThatThrownBy(() -> TimeSformerEncoder.builder(copy).build())
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("joint_space_time", "divided_space_time");
  }

  @Test
  void otherActivationsAreRefusedByName() throws IOException {
    Path copy = edited(TIMESFORMER, config -> config.put("hidden_act", "gelu_new"));

    assertThatThrownBy(() -> TimeSformerEncoder.builder(copy).build())
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("hidden_act", "gelu_new");
  }

  @Test
  void otherArchitecturesAreRefusedByName() {
    assertThatThrownBy(() -> TimeSformerEncoder.builder(VIDEOMAE).build())
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("model_type", "videomae", "timesformer");
    assertThatThrownBy(() -> VideoMaeEncoder.builder(TIMESFORMER).build())
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("model_type", "timesformer", "videomae");
  }

  @Test
  void sizesThatDoNotDivideAreRefused() throws IOException {
    Path frames = edited(VIDEOMAE, config -> config.put("num_frames", 5));
    Path patches =
        TestCheckpoints.withConfig(
            VIDEOMAE, temp.resolve("patches"), config -> config.put("patch_size", 7));

    assertThatThrownBy(() -> VideoMaeEncoder.builder(frames).build())
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("num_frames 5", "tubelet_size 2");
    assertThatThrownBy(() -> VideoMaeEncoder.builder(patches).build())
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("image_size 32", "patch_size 7");
  }

  @Test
  void moreFramesThanTheTimeEmbeddingsAreRefused() throws IOException {
    Path copy = edited(TIMESFORMER, config -> config.put("num_frames", 8));

    assertThatThrownBy(() -> TimeSformerEncoder.builder(copy).build())
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("time_embeddings", "[1, 4, 64]", "[1, 8, 64]");
  }

  @Test
  void aProcessorThatMakesAnotherSizeIsRefused() throws IOException {
    Path copy =
        TestCheckpoints.withProcessor(
            VIDEOMAE,
            temp.resolve("copy"),
            """
            {"image_processor_type": "VideoMAEImageProcessor", "size": {"shortest_edge": 48},
             "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5]}
            """);

    assertThatThrownBy(() -> VideoMaeEncoder.builder(copy).build())
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("48 x 48", "32 x 32");
  }

  @Test
  void windowsOutOfRangeOrTwiceAreRefused() {
    assertThatThrownBy(() -> VideoMaeEncoder.builder(VIDEOMAE).windows(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be 1..64");
    assertThatThrownBy(() -> TimeSformerEncoder.builder(TIMESFORMER).windows(2).windows(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("set twice");
  }
}
