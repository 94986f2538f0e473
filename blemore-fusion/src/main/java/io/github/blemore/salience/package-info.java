/**
 * A person's own way to show which of two emotions is stronger.
 *
 * <p>Read first: {@link io.github.blemore.salience.PersonalizedDecision}. Everything here is
 * immutable and safe to share between threads.
 */
@NullMarked
package io.github.blemore.salience;

import org.jspecify.annotations.NullMarked;
