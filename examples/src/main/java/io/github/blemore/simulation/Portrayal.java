package io.github.blemore.simulation;

import io.github.blemore.Blend;
import io.github.blemore.Emotion;
import io.github.blemore.challenge.ClipName;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * One take: a simulated person acts what a clip's name says. The three channels are driven by the
 * same label but not by the same numbers: each adds its own small errors, as takes do.
 *
 * <p>Immutable, safe to share between threads.
 */
final class Portrayal {

  /** Of the share of an emotion, the standard deviation of a take's error in its logarithm. */
  private static final double TAKE_ERROR = 0.22;

  /** Of emotions that are not meant, the scale of what shows all the same. */
  private static final double LEAK = 0.10;

  private final SimulatedActor actor;
  private final ClipName name;
  private final long seed;
  private final double seconds;
  private final Map<Channel, double[]> strengths = new EnumMap<>(Channel.class);

  Portrayal(SimulatedActor actor, ClipName name, long corpusSeed) {
    this.actor = actor;
    this.name = name;
    seed = Seeds.mix(corpusSeed, name.toString());
    SplittableRandom random = random("strength");
    seconds = Math.round(random.nextDouble(1.6, 2.4) / actor.tempo() * 25) / 25.0;
    for (Channel channel : Channel.values()) {
      double[] shares = new double[Emotion.COUNT];
      for (Emotion emotion : Emotion.classOrder()) {
        double take = Math.exp(TAKE_ERROR * random.nextGaussian());
        double leak = LEAK * Math.abs(random.nextGaussian());
        double shown = emotion == Emotion.NEUTRAL ? 0 : Math.max(meant(emotion) * take, leak);
        shares[emotion.index()] = Math.min(1.4, shown * actor.gain(channel, emotion));
      }
      strengths.put(channel, shares);
    }
  }

  /** What the label asks for: 0..1 before the person's gain and the take's error. */
  private double meant(Emotion emotion) {
    Blend label = name.label();
    int salience = label.salience(emotion);
    if (salience == 0) {
      return 0;
    }
    if (!label.isBlend()) {
      return 0.5 + 0.125 * name.intensity().orElse(4);
    }
    double share = 0.5 + Integer.signum(salience - 50) * actor.dominance();
    return 1.2 * share;
  }

  SimulatedActor actor() {
    return actor;
  }

  ClipName name() {
    return name;
  }

  /** Length of the take, a whole number of frames at 25 per second. */
  double seconds() {
    return seconds;
  }

  /** How strongly an emotion shows in a channel at the take's height: 0..1.4; neutral always 0. */
  double strength(Channel channel, Emotion emotion) {
    return Objects.requireNonNull(strengths.get(channel))[emotion.index()];
  }

  /**
   * How much of its height the portrayal has reached, 0..1: a person starts near neutral, rises
   * within the first third, and holds.
   *
   * @param time in seconds from the start
   */
  double envelope(double time) {
    double rise = Math.min(1, Math.max(0, time / (0.3 * seconds)));
    return 0.15 + 0.85 * rise * rise * (3 - 2 * rise);
  }

  /** Randomness of this take for one purpose: the same numbers at every call. */
  SplittableRandom random(String purpose) {
    return new SplittableRandom(Seeds.mix(seed, purpose));
  }
}
