package io.github.blemore.simulation;

import io.github.blemore.Emotion;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * What a person's voice is like, whatever they act: its pitch, the length of the vocal tract, how
 * they sound with each emotion, and the room and microphone they are recorded with.
 *
 * <p>Immutable, safe to share between threads.
 */
final class SimulatedVoice {

  private static final double LOWEST = 90;
  private static final double HIGHEST = 250;

  /** Of a person's own way with an emotion from the typical one, in spreads. */
  private static final double OWN_WAY = 0.8;

  private final double pitch;
  private final double tract;
  private final double gain;
  private final double roomNoise;
  private final double roomDullness;
  private final Map<Emotion, VocalStyle> styles = new EnumMap<>(Emotion.class);

  SimulatedVoice(SimulatedActor actor) {
    SplittableRandom random = actor.random("voice");
    double height = random.nextDouble();
    pitch = LOWEST * Math.pow(HIGHEST / LOWEST, height);
    tract = 0.9 + 0.25 * height + 0.03 * random.nextGaussian();
    gain = random.nextDouble(-5, 5);
    roomNoise = random.nextDouble(-64, -46);
    roomDullness = random.nextDouble(0.80, 0.97);
    VocalStyle habit = VocalStyle.typical(Emotion.NEUTRAL).near(OWN_WAY / 2, random);
    for (Emotion emotion : Emotion.classOrder()) {
      VocalStyle own = VocalStyle.typical(emotion).near(OWN_WAY, random);
      styles.put(emotion, own.moved(VocalStyle.typical(Emotion.NEUTRAL), habit, 1));
    }
  }

  /** Resting pitch in Hz, 90 to 250. */
  double pitch() {
    return pitch;
  }

  /** Resonances' frequencies, as a multiple of those of a long (17.5 cm) vocal tract. */
  double tract() {
    return tract;
  }

  /** Gain of the recording in dB. */
  double gain() {
    return gain;
  }

  /** Level of the room's noise in dB re full scale. */
  double roomNoise() {
    return roomNoise;
  }

  /** How dull the room's noise is: the pole of its low-pass. */
  double roomDullness() {
    return roomDullness;
  }

  /** How this person sounds with an emotion. */
  VocalStyle style(Emotion emotion) {
    return Objects.requireNonNull(styles.get(emotion));
  }
}
