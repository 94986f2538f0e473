package io.github.blemore;

/** What an encoder made of one clip: an {@link Embedding}, or the reason there is none. */
public sealed interface Encoding permits Embedding, NoEmbedding {

  /** The encoder that was asked. */
  String encoderId();
}
