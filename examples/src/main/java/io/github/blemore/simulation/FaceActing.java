package io.github.blemore.simulation;

import io.github.blemore.Emotion;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Moves the face of one take: strengths of emotions become action units, through the person's
 * habits.
 *
 * <p>Immutable, safe to share between threads; the units it gives are not.
 */
final class FaceActing {

  /** Of a person's gain on one unit, the standard deviation of its logarithm. */
  private static final double UNIT_GAIN_SPREAD = 0.3;

  /** Of a take's gain on one unit, the standard deviation of its logarithm. */
  private static final double TAKE_SPREAD = 0.15;

  /** The two sides of a face differ by this share of a unit, as a standard deviation. */
  private static final double ASYMMETRY = 0.12;

  /** What a unit shows at most when nobody means anything: a face is not blank at rest. */
  private static final double RESTING = 0.12;

  /** How far the face trembles in fear at full strength. */
  private static final double TREMBLE = 0.10;

  private static final double TREMBLE_HERTZ = 7;
  private static final double LAUGH_HERTZ = 4.5;
  private static final double BLINK_SECONDS = 0.24;

  private final Portrayal portrayal;
  private final Map<Emotion, Expression> expressions = new EnumMap<>(Emotion.class);
  private final Amounts<ActionUnit> gains = new Amounts<>(ActionUnit.class);
  private final Amounts<ActionUnit> resting = new Amounts<>(ActionUnit.class);
  private final Amounts<ActionUnit> skew = new Amounts<>(ActionUnit.class);
  private final double blinksPerSecond;
  private final double firstBlink;
  private final Wander tremble;
  private final Wander drift;
  private final double phase;

  FaceActing(Portrayal portrayal) {
    this.portrayal = portrayal;
    SplittableRandom habits = portrayal.actor().random("face habits");
    SplittableRandom take = portrayal.random("face");
    for (Emotion emotion : Emotion.classOrder()) {
      if (emotion != Emotion.NEUTRAL) {
        expressions.put(emotion, Habit.choose(Expressions.of(emotion), habits, take));
      }
    }
    for (ActionUnit unit : ActionUnit.values()) {
      gains.set(unit, Habit.gain(UNIT_GAIN_SPREAD, habits) * Habit.gain(TAKE_SPREAD, take));
      resting.set(unit, habits.nextDouble(-RESTING, RESTING));
      skew.set(unit, ASYMMETRY * habits.nextGaussian());
    }
    resting.set(ActionUnit.JAW_DROP, 0);
    blinksPerSecond = habits.nextDouble(0.15, 0.45);
    firstBlink = take.nextDouble(1 / blinksPerSecond);
    tremble = new Wander(take, TREMBLE_HERTZ);
    drift = new Wander(take, 0.5);
    phase = take.nextDouble(2 * Math.PI);
  }

  /** The face at a moment of the take. */
  ActionUnits at(double seconds) {
    double[] levels = new double[Emotion.COUNT];
    for (Emotion emotion : Emotion.classOrder()) {
      levels[emotion.index()] =
          portrayal.strength(Channel.FACE, emotion) * dynamics(emotion, seconds);
    }
    ActionUnits units = new ActionUnits();
    for (ActionUnit unit : ActionUnit.values()) {
      double value = 0;
      for (Map.Entry<Emotion, Expression> shown : expressions.entrySet()) {
        value += levels[shown.getKey().index()] * shown.getValue().weight(unit);
      }
      value = saturated(gains.get(unit) * value) + resting.get(unit);
      units.set(unit, value * (1 - skew.get(unit)), value * (1 + skew.get(unit)));
    }
    double closed = blink(seconds);
    units.set(ActionUnit.EYES_CLOSED, closed, closed);
    return units;
  }

  /** How far an emotion has come: the take's envelope at that emotion's own pace. */
  private double dynamics(Emotion emotion, double seconds) {
    double tempo = portrayal.actor().tempo();
    double beat = 2 * Math.PI * tempo * seconds + phase;
    return switch (emotion) {
      case ANGER -> portrayal.envelope(1.3 * seconds) * (1 + 0.1 * Math.sin(1.3 * beat));
      case DISGUST -> portrayal.envelope(seconds) * (1 + 0.15 * Math.sin(0.9 * beat));
      case FEAR -> portrayal.envelope(2.2 * seconds) + TREMBLE * tremble.at(seconds);
      case HAPPINESS -> portrayal.envelope(seconds) * (1 + 0.1 * Math.sin(LAUGH_HERTZ * beat));
      case SADNESS -> portrayal.envelope(0.7 * seconds) * (1 + 0.08 * drift.at(seconds));
      case NEUTRAL -> 0;
    };
  }

  /** Above what is usual a unit gains less and less: 0.88 at 1. */
  private static double saturated(double value) {
    return 1.15 * Math.tanh(value);
  }

  /** How far the lids are down: 0..1. */
  private double blink(double seconds) {
    double sinceBlink = (seconds + 1 / blinksPerSecond - firstBlink) % (1 / blinksPerSecond);
    return sinceBlink < BLINK_SECONDS ? Math.sin(Math.PI * sinceBlink / BLINK_SECONDS) : 0;
  }

  /** Where the eyes look, as a share of their range: -1 (to the viewer's left) to 1. */
  double gazeAcross(double seconds) {
    double away = 0.5 * portrayal.strength(Channel.FACE, Emotion.DISGUST);
    double nervous = 0.35 * portrayal.strength(Channel.FACE, Emotion.FEAR);
    return (0.12 + nervous) * drift.at(2 * seconds) + away * Math.signum(Math.cos(phase));
  }

  /** Where the eyes look, as a share of their range: -1 (up) to 1 (down). */
  double gazeDown(double seconds) {
    double down = 0.6 * portrayal.strength(Channel.FACE, Emotion.SADNESS);
    return down * portrayal.envelope(seconds) + 0.08 * drift.at(seconds + 5);
  }
}
