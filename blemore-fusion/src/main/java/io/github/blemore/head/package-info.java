/**
 * Heads fitted on labeled clips: softmax heads, linear or with one hidden layer, trained as those
 * of the BLEMORE baseline.
 *
 * <p>Read first: {@link io.github.blemore.head.HeadTraining}, which makes a {@link
 * io.github.blemore.head.SoftmaxHead} of a {@link io.github.blemore.head.TrainingSet}. Training
 * needs PyTorch's natives; a head that was trained does not. All types but the builders are
 * immutable and safe to share between threads.
 */
@NullMarked
package io.github.blemore.head;

import org.jspecify.annotations.NullMarked;
