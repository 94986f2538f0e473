/**
 * Embeddings made once and kept.
 *
 * <p>Read first: {@link io.github.blemore.store.EmbeddingStore}, where they are kept, and {@link
 * io.github.blemore.store.Extraction}, which makes those that are missing. Both are safe to share
 * between threads. {@link io.github.blemore.store.StoreContents} tells what a store holds; {@link
 * io.github.blemore.store.StoreExport} and {@link io.github.blemore.store.StoreImport} exchange
 * embeddings with NumPy's files.
 */
@NullMarked
package io.github.blemore.store;

import org.jspecify.annotations.NullMarked;
