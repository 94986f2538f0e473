package io.github.blemore.experiment;

import java.util.List;

/**
 * One system on one fold.
 *
 * @param name of the system
 * @param kind of it
 * @param score on the fold
 * @param answers on its clips
 */
record OneSystem(String name, SystemResult.Kind kind, FoldScore score, List<Answer> answers) {}
