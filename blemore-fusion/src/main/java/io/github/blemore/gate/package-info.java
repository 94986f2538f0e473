/**
 * A fusion that looks at the encoders' embeddings and decides for each clip which encoders to
 * listen to, after the abstract of arXiv:2605.21417.
 *
 * <p>Read first: {@link io.github.blemore.gate.GateTraining}, which makes a {@link
 * io.github.blemore.gate.GatedFusion} of one {@link io.github.blemore.head.TrainingSet} per
 * encoder. Training needs PyTorch's natives; a fusion that was trained does not. All types but the
 * builders are immutable and safe to share between threads.
 */
@NullMarked
package io.github.blemore.gate;

import org.jspecify.annotations.NullMarked;
