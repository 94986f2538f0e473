package io.github.blemore.madeup;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The sizes that the configs of all transformers in Hugging Face's form have. */
final class TransformerSizes {

  private TransformerSizes() {}

  /** Puts the sizes of a base model, or small ones. */
  static void put(MadeUpSize size, int tinyLayers, int tinyMlp, ObjectNode json) {
    json.put("hidden_size", size.pick(64, 768));
    json.put("num_hidden_layers", size.pick(tinyLayers, 12));
    json.put("num_attention_heads", size.pick(4, 12));
    json.put("intermediate_size", size.pick(tinyMlp, 3072));
    json.put("initializer_range", 0.02);
  }
}
