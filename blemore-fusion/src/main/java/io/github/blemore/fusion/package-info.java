/**
 * Ways to make one distribution of the encoders' votes.
 *
 * <p>Read first: {@link io.github.blemore.fusion.WeightedFusion}. Immutable, safe to share between
 * threads.
 */
@NullMarked
package io.github.blemore.fusion;

import org.jspecify.annotations.NullMarked;
