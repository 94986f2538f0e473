/**
 * A clip in, a blend out. The line of work, with the type to read at each step:
 *
 * <ol>
 *   <li>a {@link io.github.blemore.Clip} is read once by a {@link
 *       io.github.blemore.media.MediaReader} into what each encoder needs;
 *   <li>each {@link io.github.blemore.Encoder} makes an {@link io.github.blemore.Embedding} of it;
 *   <li>each encoder's {@link io.github.blemore.ProbabilityHead} makes that an {@link
 *       io.github.blemore.EmotionDistribution}: a {@link io.github.blemore.Vote};
 *   <li>{@link io.github.blemore.LateFusion} makes one distribution of the votes;
 *   <li>a {@link io.github.blemore.DecisionRule} makes that a {@link io.github.blemore.Blend}, and
 *       a {@link io.github.blemore.ConfidenceRule}, if there is one, says how far to trust it.
 * </ol>
 *
 * <p>{@link io.github.blemore.BlendRecognizer} runs the whole line: read it first. Values are
 * immutable; encoders, heads, fusions, rules and the recognizer can be shared between threads;
 * builders cannot. The system is that of arXiv:2603.23650.
 */
@NullMarked
package io.github.blemore;

import org.jspecify.annotations.NullMarked;
