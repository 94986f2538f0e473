package io.github.blemore.finetune;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * In which layer a tensor is, by its name: the rule of VideoMAE's and S4D's training code, for the
 * names of all families. Embeddings are layer 0 (patches, positions, class token; of speech all
 * before the transformer), block i is layer i + 1, all after the blocks is the layer after the last
 * block's.
 *
 * @param depth how many blocks
 */
record LayerRule(int depth) {

  private static final Pattern BLOCK = Pattern.compile("(?:^|\\.)(?:layers?|blocks)\\.(\\d+)\\.");
  private static final Pattern BEFORE =
      Pattern.compile(
          "(?:^|\\.)(?:embeddings|patch_embed|pos_embed|cls_token|feature_extractor|feature_projection|masked_spec_embed|pos_conv_embed)(?:\\.|$)");

  /** Layer of a tensor, 0 to {@link #last}. */
  int of(String name) {
    if (BEFORE.matcher(name).find()) {
      return 0;
    }
    Matcher block = BLOCK.matcher(name);
    return block.find() ? Integer.parseInt(String.valueOf(block.group(1))) + 1 : last();
  }

  /** The layer of the head. */
  int last() {
    return depth + 1;
  }
}
