/**
 * Made-up people who act emotions: the corpus for those who do not have BLEMORE.
 *
 * <p>Nothing here is a recording of a person, and no result on it says anything about people. What
 * it is for: to see the whole experiment run, and to test that fusion beats its parts.
 *
 * <p>Read first: {@link io.github.blemore.simulation.SimulatedCorpus}. Values are immutable and
 * safe to share between threads; what draws, synthesizes or encodes is for one thread at a time.
 */
@NullMarked
package io.github.blemore.simulation;

import org.jspecify.annotations.NullMarked;
