/**
 * Embeddings by a remote service, Google's Gemini API: clips leave this machine, and cost money.
 *
 * <p>Read first: {@link io.github.blemore.gemini.GeminiEncoder}. To try it without the service,
 * without a key and for free, there is {@link io.github.blemore.gemini.GeminiStandIn}. Both are
 * safe to share between threads. Nothing is sent unless an encoder of this package is made and
 * given a clip.
 */
@NullMarked
package io.github.blemore.gemini;

import org.jspecify.annotations.NullMarked;
