package io.github.blemore.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.blemore.Device;
import io.github.blemore.ModelException;
import io.github.blemore.Precision;
import io.github.blemore.network.Taps;
import io.github.blemore.network.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpeechCheckpointTest {

  @TempDir Path folder;

  private static float[] lastState(Path checkpoint) {
    try (Weights weights = SpeechFixtures.weights(checkpoint, Precision.FLOAT32)) {
      Path pcm16 = SpeechFixtures.HUBERT.resolve("b1/raw_pcm16.npy");
      return new SpeechNet(weights)
          .forward(SpeechFixtures.sounds(weights, pcm16, 16_000), Taps.NONE)
          .toFloatArray();
    }
  }

  private void assertRefused(Consumer<ObjectNode> edit, String... words) {
    Path edited = EditedCheckpoint.of(SpeechFixtures.HUBERT).config(edit).writeTo(folder);

    assertThatThrownBy(() -> lastState(edited))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll(words);
  }

  @Test
  void newNamesOfWeightNormArePartsOfTheSameKernel() {
    Path edited =
        EditedCheckpoint.of(SpeechFixtures.HUBERT)
            .names(
                name ->
                    name.replace("conv.weight_g", "conv.parametrizations.weight.original0")
                        .replace("conv.weight_v", "conv.parametrizations.weight.original1"))
            .writeTo(folder);

    assertThat(lastState(edited)).isEqualTo(lastState(SpeechFixtures.HUBERT));
  }

  @Test
  void prefixesAndOtherTensorsAreIgnored() {
    Path edited =
        EditedCheckpoint.of(SpeechFixtures.HUBERT)
            .names(name -> "wav2vec2." + name)
            .config(config -> config.put("model_type", "wav2vec2"))
            .add("lm_head.bias", 1, 2, 3)
            .writeTo(folder);

    assertThat(lastState(edited)).isEqualTo(lastState(SpeechFixtures.HUBERT));
  }

  @Test
  void hubertsProjectionCanBeWithoutNorm() {
    Path edited =
        EditedCheckpoint.of(SpeechFixtures.HUBERT)
            .names(name -> name.startsWith("feature_projection.layer_norm") ? "" : name)
            .config(config -> config.put("feat_proj_layer_norm", false))
            .writeTo(folder);

    assertThat(lastState(edited)).isNotEqualTo(lastState(SpeechFixtures.HUBERT));
  }

  @Test
  void theConfigsEpsIsUsed() {
    Path edited =
        EditedCheckpoint.of(SpeechFixtures.HUBERT)
            .config(config -> config.put("layer_norm_eps", 1e-3))
            .writeTo(folder);

    assertThat(lastState(edited)).isNotEqualTo(lastState(SpeechFixtures.HUBERT));
  }

  @Test
  void variantsThatAreNotSupportedAreNamed() {
    assertRefused(config -> config.put("add_adapter", true), "\"add_adapter\" is true");
    assertRefused(config -> config.put("conv_pos_batch_norm", true), "\"conv_pos_batch_norm\"");
    assertRefused(config -> config.put("adapter_attn_dim", 16), "\"adapter_attn_dim\" is 16");
    assertRefused(
        config -> config.put("feat_extract_norm", "batch"), "\"feat_extract_norm\" is batch");
    assertRefused(config -> config.put("hidden_act", "tanh"), "\"hidden_act\" is tanh");
    assertRefused(
        config -> config.put("feat_extract_activation", "tanh"), "\"feat_extract_activation\"");
  }

  @Test
  void sizesThatDoNotFitAreNamed() {
    assertRefused(
        config -> config.put("num_conv_pos_embedding_groups", 7),
        "\"num_conv_pos_embedding_groups\" is 7",
        "hidden_size 64");
    assertRefused(config -> config.putArray("conv_stride").add(5), "\"conv_stride\" is [5]");
    assertRefused(config -> config.putArray("conv_dim").add(32), "\"conv_dim\" is [32]");
    assertRefused(
        config -> config.put("intermediate_size", 40),
        "intermediate_dense.weight\" has shape [72, 64], must have [40, 64]");
    assertRefused(config -> config.remove("hidden_size"), "no \"hidden_size\"");
  }

  @Test
  void bucketsThatDoNotFitAreNamed() {
    Path edited =
        EditedCheckpoint.of(SpeechFixtures.WAVLM)
            .config(config -> config.put("max_bucket_distance", 8))
            .writeTo(folder);

    assertThatThrownBy(() -> lastState(edited))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("\"num_buckets\" 32", "\"max_bucket_distance\" 8");
  }

  @Test
  void aMissingTensorIsNamed() {
    Path edited =
        EditedCheckpoint.of(SpeechFixtures.HUBERT)
            .names(name -> name.equals("encoder.layers.1.attention.k_proj.bias") ? "" : name)
            .writeTo(folder);

    assertThatThrownBy(() -> lastState(edited))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("encoder.layers.1.attention.k_proj.bias");
  }

  @Test
  void anotherArchitectureIsRefusedByName() {
    Path edited =
        EditedCheckpoint.of(SpeechFixtures.HUBERT)
            .config(config -> config.put("model_type", "wav2vec2-conformer"))
            .writeTo(folder);

    assertThatThrownBy(() -> Wav2Vec2Encoder.builder(edited).device(Device.cpu()).build())
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("wav2vec2-conformer", "must be wav2vec2");
    assertThatThrownBy(() -> WavLmEncoder.builder(SpeechFixtures.HUBERT).build())
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("hubert", "must be wavlm");
  }

  @Test
  void aSampleRateNobodyHasIsRefused() throws IOException {
    Path edited = EditedCheckpoint.of(SpeechFixtures.HUBERT).writeTo(folder);
    Files.writeString(folder.resolve("preprocessor_config.json"), "{\"sampling_rate\": 16}");

    assertThatThrownBy(() -> HubertEncoder.builder(edited).device(Device.cpu()).build())
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("\"sampling_rate\" is 16", "1000..384000 Hz");
  }
}
