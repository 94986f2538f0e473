package io.github.blemore.experiment;

import java.util.List;

/**
 * All systems on one fold.
 *
 * @param systems in the order of the result
 * @param model that of the chosen design
 */
record FoldOutcome(List<OneSystem> systems, FoldModel model) {}
