package io.github.blemore.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.blemore.Emotion;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class ActingTest {

  private static final int ACTORS = 20;

  /** Where in a take emotions have reached their height, as a share of its length. */
  private static final double HEIGHT = 0.8;

  private static Map<Emotion, Double> meanOverActors(ToDoubleFunction<Portrayal> measure) {
    Map<Emotion, Double> means = new EnumMap<>(Emotion.class);
    for (Emotion emotion : Emotion.classOrder()) {
      double sum = 0;
      for (int actor = 0; actor < ACTORS; actor++) {
        sum += measure.applyAsDouble(Takes.of(actor, emotion));
      }
      means.put(emotion, sum / ACTORS);
    }
    return means;
  }

  private static Emotion most(Map<Emotion, Double> means) {
    return means.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
  }

  private static Map<Emotion, Double> unit(ActionUnit unit) {
    return meanOverActors(take -> new FaceActing(take).at(HEIGHT * take.seconds()).both(unit));
  }

  private static Map<Emotion, Double> joint(Joint joint) {
    return meanOverActors(take -> new BodyActing(take).at(HEIGHT * take.seconds()).get(joint));
  }

  private static double of(Map<Emotion, Double> means, Emotion emotion) {
    return Objects.requireNonNull(means.get(emotion));
  }

  @Test
  void facesShowTheUnitsOfTheEmotion() {
    assertThat(most(unit(ActionUnit.BROW_LOWERER))).isEqualTo(Emotion.ANGER);
    assertThat(most(unit(ActionUnit.LIP_TIGHTENER))).isEqualTo(Emotion.ANGER);
    assertThat(most(unit(ActionUnit.NOSE_WRINKLER))).isEqualTo(Emotion.DISGUST);
    assertThat(most(unit(ActionUnit.UPPER_LID_RAISER))).isEqualTo(Emotion.FEAR);
    assertThat(most(unit(ActionUnit.OUTER_BROW_RAISER))).isEqualTo(Emotion.FEAR);
    assertThat(most(unit(ActionUnit.LIP_CORNER_PULLER))).isEqualTo(Emotion.HAPPINESS);
    assertThat(most(unit(ActionUnit.CHEEK_RAISER))).isEqualTo(Emotion.HAPPINESS);
    assertThat(most(unit(ActionUnit.LIP_CORNER_DEPRESSOR))).isEqualTo(Emotion.SADNESS);
  }

  @Test
  void bodiesTakeThePostureOfTheEmotion() {
    assertThat(most(joint(Joint.LEAN))).isEqualTo(Emotion.ANGER);
    assertThat(most(joint(Joint.FIST))).isEqualTo(Emotion.ANGER);
    assertThat(of(joint(Joint.LEAN), Emotion.FEAR)).isLessThan(-0.3);
    assertThat(most(joint(Joint.SHOULDERS))).isEqualTo(Emotion.FEAR);
    assertThat(most(joint(Joint.HAND_OUT))).isEqualTo(Emotion.HAPPINESS);
    assertThat(most(joint(Joint.SLUMP))).isEqualTo(Emotion.SADNESS);
    assertThat(most(joint(Joint.HEAD_PITCH))).isEqualTo(Emotion.SADNESS);
    Map<Emotion, Double> turn =
        meanOverActors(
            take -> Math.abs(new BodyActing(take).at(HEIGHT * take.seconds()).get(Joint.TURN)));
    assertThat(most(turn)).isEqualTo(Emotion.DISGUST);
  }

  @Test
  void aBlendHasSomethingOfBoth() {
    Portrayal take = Takes.named(2, "mix_disg_hap_50_50_ver1");
    ActionUnits units = new FaceActing(take).at(HEIGHT * take.seconds());

    assertThat(units.both(ActionUnit.LIP_CORNER_PULLER)).isGreaterThan(0.2);
    assertThat(units.both(ActionUnit.NOSE_WRINKLER) + units.both(ActionUnit.UPPER_LIP_RAISER))
        .isGreaterThan(0.2);
  }

  @Test
  void neutralFacesRest() {
    for (int actor = 0; actor < ACTORS; actor++) {
      Portrayal take = Takes.of(actor, Emotion.NEUTRAL);
      ActionUnits units = new FaceActing(take).at(HEIGHT * take.seconds());
      for (ActionUnit unit : ActionUnit.values()) {
        if (unit != ActionUnit.EYES_CLOSED) {
          assertThat(units.both(unit)).as("%s of actor %d", unit, actor).isLessThan(0.6);
        }
      }
    }
  }

  @Test
  void unitsStayBetweenRestAndTheirLimit() {
    for (int actor = 0; actor < ACTORS; actor++) {
      Portrayal take = Takes.of(actor, Emotion.FEAR);
      FaceActing acting = new FaceActing(take);
      for (double time = 0; time < take.seconds(); time += 0.04) {
        ActionUnits units = acting.at(time);
        for (ActionUnit unit : ActionUnit.values()) {
          assertThat(units.on(Side.LEFT, unit)).isBetween(0.0, 1.0);
          assertThat(units.on(Side.RIGHT, unit)).isBetween(0.0, 1.0);
        }
      }
    }
  }

  @Test
  void eyesBlinkNowAndThen() {
    FaceActing acting = new FaceActing(Takes.of(0, Emotion.NEUTRAL));
    int shut = 0;
    int frames = 25 * 60;
    for (int frame = 0; frame < frames; frame++) {
      shut += acting.at(frame / 25.0).both(ActionUnit.EYES_CLOSED) > 0.5 ? 1 : 0;
    }

    assertThat(shut).isBetween(frames / 100, frames / 8);
  }

  @Test
  void movementHasNoJumps() {
    for (Emotion emotion : Emotion.classOrder()) {
      Portrayal take = Takes.of(3, emotion);
      BodyActing acting = new BodyActing(take);
      BodyPose before = acting.at(0);
      for (double time = 0.001; time < take.seconds(); time += 0.001) {
        BodyPose now = acting.at(time);
        for (Joint joint : Joint.values()) {
          assertThat(Math.abs(now.get(joint) - before.get(joint)))
              .as("%s of %s at %.3f s", joint, emotion, time)
              .isLessThan(0.15);
        }
        before = now;
      }
    }
  }
}
