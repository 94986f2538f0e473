package io.github.blemore.simulation;

import io.github.blemore.Emotion;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How upper bodies hold themselves and move in each emotion, loosely after descriptions of actors'
 * bodies: H. G. Wallbott, "Bodily expression of emotion", European Journal of Social Psychology 28
 * (1998), and N. Dael, M. Mortillaro and K. R. Scherer, "Emotion expression in body action and
 * posture", Emotion 12 (2012). How far and how often a part moves is ours.
 */
final class Postures {

  private static final Posture FISTS_RAISED =
      new Posture(
          Map.of(
              Joint.LEAN, 0.9,
              Joint.SHOULDERS, 0.2,
              Joint.HEAD_PITCH, 0.35,
              Joint.HAND_UP, 1.5,
              Joint.HAND_OUT, 0.5,
              Joint.FIST, 1.4),
          Map.of(Joint.HAND_UP, 0.4, Joint.BOB, 0.05, Joint.LEAN, 0.12),
          /* hertz= */ 2.4,
          /* otherHand= */ 0.8);

  private static final Posture POUNDING =
      new Posture(
          Map.of(
              Joint.LEAN, 1.0,
              Joint.HEAD_PITCH, 0.25,
              Joint.HAND_UP, 1.2,
              Joint.HAND_OUT, 0.3,
              Joint.FIST, 1.0),
          Map.of(Joint.HAND_UP, 0.6, Joint.HEAD_PITCH, 0.12, Joint.LEAN, 0.1),
          /* hertz= */ 1.8,
          /* otherHand= */ 0.1);

  private static final Posture PUSHING_AWAY =
      new Posture(
          Map.of(
              Joint.LEAN, -0.4,
              Joint.TURN, 0.9,
              Joint.HEAD_YAW, 0.9,
              Joint.HEAD_ROLL, 0.10,
              Joint.HAND_UP, 1.7,
              Joint.HAND_OUT, 1.0),
          Map.of(Joint.HAND_OUT, 0.45, Joint.HAND_UP, 0.15, Joint.HEAD_YAW, 0.15),
          /* hertz= */ 1.1,
          /* otherHand= */ 0.1);

  private static final Posture SHRINKING =
      new Posture(
          Map.of(
              Joint.LEAN, -0.6,
              Joint.TURN, 0.8,
              Joint.HEAD_YAW, 0.9,
              Joint.SHOULDERS, 0.3,
              Joint.HAND_UP, 1.2,
              Joint.HAND_OUT, -0.2),
          Map.of(Joint.SWAY, 0.05, Joint.SHOULDERS, 0.06, Joint.HEAD_YAW, 0.1),
          /* hertz= */ 1.6,
          /* otherHand= */ 0.8);

  private static final Posture HANDS_BEFORE_CHEST =
      new Posture(
          Map.of(
              Joint.LEAN, -0.9,
              Joint.SHOULDERS, 0.5,
              Joint.SLUMP, 0.3,
              Joint.HEAD_PITCH, -0.2,
              Joint.HAND_UP, 2.1,
              Joint.HAND_OUT, 0.15),
          Map.of(Joint.HAND_UP, 0.06, Joint.HAND_OUT, 0.06, Joint.SWAY, 0.03),
          /* hertz= */ 6.5,
          /* otherHand= */ 0.95);

  private static final Posture WARDING_OFF =
      new Posture(
          Map.of(
              Joint.LEAN, -1.1,
              Joint.SHOULDERS, 0.35,
              Joint.HEAD_PITCH, -0.25,
              Joint.HAND_UP, 1.7,
              Joint.HAND_OUT, 0.6),
          Map.of(Joint.HAND_UP, 0.07, Joint.HAND_OUT, 0.05, Joint.HEAD_ROLL, 0.015),
          /* hertz= */ 5.5,
          /* otherHand= */ 0.9);

  private static final Posture OPEN_ARMS =
      new Posture(
          Map.of(
              Joint.LEAN, 0.1,
              Joint.BOB, 0.1,
              Joint.HEAD_PITCH, -0.2,
              Joint.HAND_UP, 1.2,
              Joint.HAND_OUT, 1.7),
          Map.of(
              Joint.BOB, 0.12,
              Joint.SHOULDERS, 0.08,
              Joint.HEAD_ROLL, 0.05,
              Joint.HAND_UP, 0.25,
              Joint.HAND_OUT, 0.15),
          /* hertz= */ 2.0,
          /* otherHand= */ 0.85);

  private static final Posture CLAPPING =
      new Posture(
          Map.of(
              Joint.BOB, 0.1,
              Joint.HEAD_PITCH, -0.15,
              Joint.HAND_UP, 1.3,
              Joint.HAND_OUT, 0.1),
          Map.of(
              Joint.HAND_OUT, 0.45, Joint.BOB, 0.09, Joint.SHOULDERS, 0.06, Joint.HEAD_ROLL, 0.05),
          /* hertz= */ 2.6,
          /* otherHand= */ 1);

  private static final Posture COLLAPSED =
      new Posture(
          Map.of(
              Joint.SLUMP, 1.0,
              Joint.SHOULDERS, -0.25,
              Joint.BOB, -0.35,
              Joint.HEAD_PITCH, 1.0,
              Joint.HEAD_ROLL, 0.06,
              Joint.HAND_OUT, -0.35,
              Joint.HAND_UP, -0.2),
          Map.of(Joint.SWAY, 0.07, Joint.HEAD_ROLL, 0.03),
          /* hertz= */ 0.4,
          /* otherHand= */ 1);

  private static final Posture HAND_ON_CHEST =
      new Posture(
          Map.of(
              Joint.SLUMP, 0.7,
              Joint.BOB, -0.2,
              Joint.HEAD_PITCH, 0.8,
              Joint.HEAD_ROLL, 0.10,
              Joint.HAND_OUT, -0.25,
              Joint.HAND_UP, 1.5),
          Map.of(Joint.SWAY, 0.06, Joint.HEAD_ROLL, 0.03, Joint.SHOULDERS, 0.05),
          /* hertz= */ 0.5,
          /* otherHand= */ 0);

  private static final Map<Emotion, List<Posture>> VARIANTS =
      Map.of(
          Emotion.ANGER, List.of(FISTS_RAISED, POUNDING),
          Emotion.DISGUST, List.of(PUSHING_AWAY, SHRINKING),
          Emotion.FEAR, List.of(HANDS_BEFORE_CHEST, WARDING_OFF),
          Emotion.HAPPINESS, List.of(OPEN_ARMS, CLAPPING),
          Emotion.SADNESS, List.of(COLLAPSED, HAND_ON_CHEST),
          Emotion.NEUTRAL, List.of());

  private Postures() {}

  /** The ways a body shows an emotion; none for neutral. */
  static List<Posture> of(Emotion emotion) {
    return Objects.requireNonNull(VARIANTS.get(emotion));
  }

  /**
   * A posture at full strength, and the movement around it.
   *
   * @param offsets how far joints are from rest
   * @param swings how far they move to and fro around that
   * @param hertz how often they do
   * @param otherHand how much the hand that does not lead takes part: 0..1
   */
  record Posture(
      Map<Joint, Double> offsets, Map<Joint, Double> swings, double hertz, double otherHand) {

    double offset(Joint joint) {
      return offsets.getOrDefault(joint, 0.0);
    }

    double swing(Joint joint) {
      return swings.getOrDefault(joint, 0.0);
    }
  }
}
