/**
 * Internal: what the transformer encoders are built of, and how they are run. Shared parts stand
 * here once; a network's own package holds its definition. Not for users of the library; may change
 * at any time. Start with {@link io.github.blemore.network.Weights}.
 *
 * <p>Networks are safe to share between threads. Arrays belong to the {@link
 * io.github.blemore.network.Scopes scope} they are made in and to one thread.
 */
@NullMarked
package io.github.blemore.network;

import org.jspecify.annotations.NullMarked;
