/**
 * The BLEMORE challenge's protocol: file names, metadata, actor-disjoint folds, the submission
 * file.
 *
 * <p>Read first: {@link io.github.blemore.challenge.Metadata}, then {@link
 * io.github.blemore.challenge.Submission}. Values are immutable and safe to share between threads.
 * Facts are those of the challenge's public record and of its baseline repository,
 * BlEmoRe/blemore-common.
 */
@NullMarked
package io.github.blemore.challenge;

import org.jspecify.annotations.NullMarked;
