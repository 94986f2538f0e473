/** What the packages of this module that fit and save something share: no part of the API. */
@NullMarked
package io.github.blemore.fusion.internal;

import org.jspecify.annotations.NullMarked;
