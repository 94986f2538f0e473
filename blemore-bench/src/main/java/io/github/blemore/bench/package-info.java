/**
 * JMH benchmarks, a class for each part of the line from clip to blend. The commands stand in the
 * README, and in each class's header what it measures and against what.
 */
@NullMarked
package io.github.blemore.bench;

import org.jspecify.annotations.NullMarked;
