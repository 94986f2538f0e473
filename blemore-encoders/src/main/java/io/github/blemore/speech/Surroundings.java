package io.github.blemore.speech;

import ai.djl.ndarray.NDArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What all layers of one pass add to their attention scores.
 *
 * @param padding float32 {@code [batch, 1, 1, frames]}: 0 for frames of sound, minus infinity for
 *     frames of padding; none if no frame is padding
 * @param positions gives float32 {@code [heads, frames, frames]}, to be gated by each layer: made
 *     once, or in training anew for each layer; none but for WavLM
 */
record Surroundings(@Nullable NDArray padding, @Nullable Supplier<NDArray> positions) {}
