/**
 * Internal: the files of adapting an encoder: {@link
 * io.github.blemore.finetune.files.AdaptedCheckpoint what comes out}, {@link
 * io.github.blemore.finetune.files.TrainingState what a stopped run goes on from}, and {@link
 * io.github.blemore.finetune.files.MediaCache the decoded clips} while it runs. Not for users of
 * the library; may change at any time.
 *
 * <p>A cache is safe to share between threads, and so are values; builders are not.
 */
@NullMarked
package io.github.blemore.finetune.files;

import org.jspecify.annotations.NullMarked;
