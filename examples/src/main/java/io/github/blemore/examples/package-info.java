/** Small programs to copy. Read first: {@link io.github.blemore.examples.RecognizeClip}. */
@NullMarked
package io.github.blemore.examples;

import org.jspecify.annotations.NullMarked;
