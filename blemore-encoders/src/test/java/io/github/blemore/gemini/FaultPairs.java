package io.github.blemore.gemini;

import io.github.blemore.gemini.GeminiStandIn.Fault;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Faults in every order. */
final class FaultPairs {

  private FaultPairs() {}

  /** Each after each, itself too; the pairs shuffled, always in the same way. */
  static List<Fault> of(Collection<Fault> kinds) {
    List<List<Fault>> pairs = new ArrayList<>();
    for (Fault one : kinds) {
      for (Fault other : kinds) {
        pairs.add(List.of(one, other));
      }
    }
    Collections.shuffle(pairs, new Random(5));
    return pairs.stream().flatMap(List::stream).toList();
  }
}
