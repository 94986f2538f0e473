/**
 * Embeddings made once and kept.
 *
 * <p>Read first: {@link io.github.blemore.store.EmbeddingFolder}, where they are kept; {@link
 * io.github.blemore.store.Extraction} makes them. Both are safe to share between threads.
 */
@NullMarked
package io.github.blemore.store;

import org.jspecify.annotations.NullMarked;
