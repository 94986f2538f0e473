package io.github.blemore.simulation;

import io.github.blemore.Emotion;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Moves the upper body of one take: strengths of emotions become a pose, through the person's
 * habits.
 *
 * <p>Immutable, safe to share between threads; the poses it gives are not.
 */
final class BodyActing {

  /** Of a person's gain on one joint, the standard deviation of its logarithm. */
  private static final double JOINT_GAIN_SPREAD = 0.45;

  /** Of a take's gain on one joint, the standard deviation of its logarithm. */
  private static final double TAKE_SPREAD = 0.25;

  private static final double BREATHS_PER_SECOND = 0.28;

  private final Portrayal portrayal;
  private final Map<Emotion, Postures.Posture> postures = new EnumMap<>(Emotion.class);
  private final Amounts<Joint> gains = new Amounts<>(Joint.class);
  private final Side leading;
  private final double otherHand;
  private final int turnsTo;
  private final double phase;
  private final Wander sway;
  private final Wander nod;
  private final Wander leftHand;
  private final Wander rightHand;
  private final double restlessness;

  BodyActing(Portrayal portrayal) {
    this.portrayal = portrayal;
    SplittableRandom habits = portrayal.actor().random("body habits");
    SplittableRandom take = portrayal.random("body");
    for (Emotion emotion : Emotion.classOrder()) {
      if (emotion != Emotion.NEUTRAL) {
        postures.put(emotion, Habit.choose(Postures.of(emotion), habits, take));
      }
    }
    for (Joint joint : Joint.values()) {
      gains.set(joint, Habit.gain(JOINT_GAIN_SPREAD, habits) * Habit.gain(TAKE_SPREAD, take));
    }
    Side usual = habits.nextDouble() < 0.75 ? Side.LEFT : Side.RIGHT;
    boolean asUsual = take.nextDouble() < 0.85;
    leading = asUsual == (usual == Side.LEFT) ? Side.LEFT : Side.RIGHT;
    otherHand = habits.nextDouble(0.3, 1);
    restlessness = habits.nextDouble(0.5, 1.6) * Habit.gain(0.4, take);
    turnsTo = -leading.sign();
    phase = take.nextDouble(2 * Math.PI);
    sway = new Wander(take, 0.3);
    nod = new Wander(take, 0.4);
    leftHand = new Wander(take, 0.5);
    rightHand = new Wander(take, 0.5);
  }

  /** The body at a moment of the take. */
  BodyPose at(double seconds) {
    BodyPose pose = new BodyPose();
    idle(pose, seconds);
    postures.forEach((emotion, posture) -> act(pose, emotion, posture, seconds));
    return pose;
  }

  /** What a body does anyway: it breathes, sways, and its hands are not quite still. */
  private void idle(BodyPose pose, double seconds) {
    double breath = Math.sin(2 * Math.PI * BREATHS_PER_SECOND * seconds + phase);
    pose.add(Joint.SHOULDERS, 0.03 * breath);
    pose.add(Joint.SWAY, 0.04 * restlessness * sway.at(seconds));
    pose.add(Joint.HEAD_ROLL, 0.03 * restlessness * sway.at(seconds + 3));
    pose.add(Joint.HEAD_PITCH, 0.10 * restlessness * nod.at(seconds));
    pose.add(Joint.HEAD_YAW, 0.14 * restlessness * nod.at(seconds + 3));
    pose.add(Side.LEFT, Joint.HAND_UP, 0.16 * restlessness * leftHand.at(seconds));
    pose.add(Side.LEFT, Joint.HAND_OUT, 0.12 * restlessness * leftHand.at(seconds + 3));
    pose.add(Side.RIGHT, Joint.HAND_UP, 0.16 * restlessness * rightHand.at(seconds));
    pose.add(Side.RIGHT, Joint.HAND_OUT, 0.12 * restlessness * rightHand.at(seconds + 3));
  }

  private void act(BodyPose pose, Emotion emotion, Postures.Posture posture, double seconds) {
    double reached =
        portrayal.strength(Channel.BODY, emotion) * portrayal.envelope(pace(emotion) * seconds);
    double beat = 2 * Math.PI * posture.hertz() * portrayal.actor().tempo() * seconds + phase;
    for (Joint joint : Joint.values()) {
      double amount =
          reached
              * gains.get(joint)
              * (posture.offset(joint) + posture.swing(joint) * wave(emotion, beat));
      switch (joint) {
        case TURN, HEAD_YAW, HEAD_ROLL -> pose.add(joint, turnsTo * amount);
        case HAND_OUT, HAND_UP, FIST -> {
          pose.add(leading, joint, amount);
          pose.add(leading.other(), joint, posture.otherHand() * otherHand * amount);
        }
        default -> pose.add(joint, amount);
      }
    }
  }

  /** How fast an emotion takes hold of a body, against the take's envelope. */
  private static double pace(Emotion emotion) {
    return switch (emotion) {
      case ANGER -> 1.4;
      case FEAR -> 2.2;
      case SADNESS -> 0.7;
      default -> 1;
    };
  }

  /** One period of the movement: angry bodies jerk, others swing. */
  private static double wave(Emotion emotion, double beat) {
    double sine = Math.sin(beat);
    return emotion == Emotion.ANGER ? Math.cbrt(sine) : sine;
  }
}
