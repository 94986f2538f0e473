/**
 * Ways to make one distribution of the encoders' votes, and to choose their weights.
 *
 * <p>Read first: {@link io.github.blemore.fusion.WeightedFusion}, then {@link
 * io.github.blemore.fusion.WeightSearch}, which needs {@link
 * io.github.blemore.fusion.LabeledVotes}. What is public here is immutable and safe to share
 * between threads.
 */
@NullMarked
package io.github.blemore.fusion;

import org.jspecify.annotations.NullMarked;
