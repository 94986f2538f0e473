/**
 * How well blends were recognized: the challenge's accuracies and the confusion matrix.
 *
 * <p>Read first: {@link io.github.blemore.metrics.Scores}. Immutable, safe to share between
 * threads.
 */
@NullMarked
package io.github.blemore.metrics;

import org.jspecify.annotations.NullMarked;
