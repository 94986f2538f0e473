/**
 * Encoders from ONNX files, run by ONNX Runtime. Start with {@link
 * io.github.blemore.onnx.OnnxEncoder} for a file with one input; {@link
 * io.github.blemore.onnx.EmbeddingGemmaEncoder} runs the several files of EmbeddingGemma 2.
 *
 * <p>Everything here but builders is safe to share between threads.
 */
@NullMarked
package io.github.blemore.onnx;

import org.jspecify.annotations.NullMarked;
