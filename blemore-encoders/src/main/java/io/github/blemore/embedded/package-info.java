/**
 * What works with nothing but the jars: no checkpoint, no download, no account.
 *
 * <p>Read first: {@link io.github.blemore.embedded.EmbeddedDefault}. Safe to share between threads.
 */
@NullMarked
package io.github.blemore.embedded;

import org.jspecify.annotations.NullMarked;
