package io.github.blemore;

/**
 * An encoder could make nothing of a clip.
 *
 * @param encoderId the encoder that was asked
 * @param reason why, such as {@code no face found in 16 frames}
 */
public record NoEmbedding(String encoderId, String reason) implements Encoding {}
