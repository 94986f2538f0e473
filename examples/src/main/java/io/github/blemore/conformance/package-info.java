/**
 * Reference numbers of the original Python code, run through this library: a check for each kind of
 * fixture folder. Read first: {@link io.github.blemore.conformance.Conformance}.
 */
@NullMarked
package io.github.blemore.conformance;

import org.jspecify.annotations.NullMarked;
