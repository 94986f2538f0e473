/**
 * S4D-ViTMoE ("Static for Dynamic", arXiv:2409.06154): a video transformer of faces, trained on
 * clips and pictures together, with experts beside the MLPs of its later layers. Start with {@link
 * io.github.blemore.s4d.S4dEncoder}.
 *
 * <p>Everything here but builders is safe to share between threads.
 */
@NullMarked
package io.github.blemore.s4d;

import org.jspecify.annotations.NullMarked;
