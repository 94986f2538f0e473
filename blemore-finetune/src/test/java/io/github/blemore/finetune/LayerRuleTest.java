package io.github.blemore.finetune;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerRuleTest {

  private static final LayerRule OF_TWELVE = new LayerRule(12);

  @ParameterizedTest
  @CsvSource({
    "embeddings.patch_embeddings.projection.weight, 0",
    "videomae.embeddings.patch_embeddings.projection.bias, 0",
    "encoder.layer.0.attention.attention.q_bias, 1",
    "videomae.encoder.layer.11.output.dense.weight, 12",
    "layernorm.weight, 13",
    "fc_norm.bias, 13",
    "classifier.weight, 13",
    "timesformer.embeddings.cls_token, 0",
    "timesformer.embeddings.position_embeddings, 0",
    "embeddings.time_embeddings, 0",
    "timesformer.encoder.layer.3.temporal_attention.attention.qkv.weight, 4",
    "timesformer.layernorm.weight, 13",
    "patch_embed.proj.weight, 0",
    "module.patch_embed.proj.bias, 0",
    "blocks.0.norm1.weight, 1",
    "backbone.blocks.10.moe_layer.experts.3.fc1.weight, 11",
    "blocks.2.moe_layer.router.noise_linear.bias, 3",
    "head.video.weight, 13",
    "norm.bias, 13",
    "feature_extractor.conv_layers.6.conv.weight, 0",
    "wav2vec2.feature_extractor.conv_layers.0.layer_norm.weight, 0",
    "hubert.feature_projection.projection.weight, 0",
    "wavlm.masked_spec_embed, 0",
    "encoder.pos_conv_embed.conv.weight_g, 0",
    "wavlm.encoder.layers.0.attention.rel_attn_embed.weight, 1",
    "encoder.layers.11.final_layer_norm.bias, 12",
    "projector.weight, 13"
  })
  void ofEachFamilysNames(String name, int layer) {
    assertThat(OF_TWELVE.of(name)).isEqualTo(layer);
  }
}
