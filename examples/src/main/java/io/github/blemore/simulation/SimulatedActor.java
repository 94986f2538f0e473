package io.github.blemore.simulation;

import io.github.blemore.Emotion;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * A made-up person: what they look and sound like, and their personal style. All of it follows from
 * the corpus seed and the person's number.
 *
 * <p>Immutable, safe to share between threads.
 */
final class SimulatedActor {

  private static final int FIRST_NUMBER = 901;

  private final String id;
  private final long seed;
  private final Map<Channel, double[]> gains = new EnumMap<>(Channel.class);
  private final double tempo;
  private final double dominance;

  SimulatedActor(long corpusSeed, int index, SalienceStyles styles) {
    id = String.format(Locale.ROOT, "A%d", FIRST_NUMBER + index);
    seed = Seeds.mix(corpusSeed, id);
    SplittableRandom random = random("style");
    for (Channel channel : Channel.values()) {
      gains.put(channel, random.doubles(Emotion.COUNT, 0.65, 1.25).toArray());
    }
    tempo = random.nextDouble(0.8, 1.25);
    dominance = styles.dominance(random);
  }

  /** Such as {@code A901}. */
  String id() {
    return id;
  }

  /** Speed of movement and voice, around 1. */
  double tempo() {
    return tempo;
  }

  /** How much this person moves their face, body or voice for an emotion, around 1. */
  double gain(Channel channel, Emotion emotion) {
    return Objects.requireNonNull(gains.get(channel))[emotion.index()];
  }

  /**
   * How this person shows that one of two emotions is stronger: it gets this much more than half,
   * and the other this much less.
   */
  double dominance() {
    return dominance;
  }

  /** Randomness of this person for one purpose: the same numbers at every call. */
  SplittableRandom random(String purpose) {
    return new SplittableRandom(Seeds.mix(seed, purpose));
  }
}
