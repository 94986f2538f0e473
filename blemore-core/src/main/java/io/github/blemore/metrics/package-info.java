/**
 * How well blends were recognized: the challenge's accuracies, their spread over folds, whether one
 * system is really better than another, the confusion matrix, and what is reached without looking.
 *
 * <p>Read first: {@link io.github.blemore.metrics.Scores}. Immutable, safe to share between
 * threads.
 */
@NullMarked
package io.github.blemore.metrics;

import org.jspecify.annotations.NullMarked;
