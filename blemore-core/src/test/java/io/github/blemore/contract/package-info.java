/**
 * What every implementation of the three interfaces must keep to: extend a contract class in your
 * tests and hand it your implementation. Shipped as the test-jar of blemore-core.
 */
@NullMarked
package io.github.blemore.contract;

import org.jspecify.annotations.NullMarked;
