/**
 * The whole experiment on embeddings made earlier: a head for each encoder, weights, thresholds,
 * and honest scores over actor-disjoint folds.
 *
 * <p>Read first: {@link io.github.blemore.experiment.Experiment}. Everything here but builders is
 * immutable and safe to share between threads.
 */
@NullMarked
package io.github.blemore.experiment;

import org.jspecify.annotations.NullMarked;
