/** What several modules of this library need, and nobody else: no part of the API. */
@NullMarked
package io.github.blemore.internal;

import org.jspecify.annotations.NullMarked;
