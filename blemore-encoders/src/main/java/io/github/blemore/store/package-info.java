/**
 * Embeddings made once and kept.
 *
 * <p>Read first: {@link io.github.blemore.store.EmbeddingStore}, where they are kept, and {@link
 * io.github.blemore.store.Extraction}, which makes those that are missing. Both are safe to share
 * between threads.
 */
@NullMarked
package io.github.blemore.store;

import org.jspecify.annotations.NullMarked;
