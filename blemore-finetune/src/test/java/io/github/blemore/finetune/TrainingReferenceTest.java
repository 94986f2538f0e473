package io.github.blemore.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.blemore.s4d.S4dNet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small networks of the original code, trained for five steps: all numbers are the original's. */
class TrainingReferenceTest {

  private static final double RATE = 1e-3;
  private static final int STEPS = 5;

  /** Smaller gradients are rounding, of which AdamW makes steps of any direction. */
  private static final double FLOOR = 1e-5;

  private static final float[] NONE = {};

  private static Stream<Arguments> ways() {
    return Stream.of(Fixture.values())
        .flatMap(model -> Stream.of(Arguments.of(model, false), Arguments.of(model, true)));
  }

  private static FineTuneSettings build(FineTuneSettings.Builder settings, boolean recompute) {
    return (recompute ? settings.recompute() : settings).build();
  }

  /** Name to share of the learning rate; 1 where there is none. */
  private static Map<String, Double> noShares() {
    return Map.of();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "S4D_MOE")
  void logits(Fixture model) {
    try (TrainingSession session = model.open(Fixture.original().build())) {
      assertThat(Fixture.difference(session.logits(model.input()), model.floats("logits")))
          .isLessThan(5e-5);
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void gradientsLossesAndWeights(Fixture model, boolean recompute) {
    FineTuneSettings settings = build(Fixture.original().layerDecay(1), recompute);
    try (TrainingSession session = model.open(settings)) {
      requireTraining(model, session, "", noShares());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void ratesThatFallTowardsTheInput(boolean recompute) throws IOException {
    Fixture model = Fixture.VIDEOMAE;
    JsonNode parameters =
        new ObjectMapper()
            .readTree(model.folder().resolve("manifest.json").toFile())
            .path("parameters");
    Map<String, Double> shares = new HashMap<>();
    parameters
        .properties()
        .forEach(
            one ->
                shares.put(
                    one.getKey(), one.getValue().path("lr_layerdecay").doubleValue() / RATE));
    assertThat(new TreeSet<>(shares.values())).hasSize(4);
    FineTuneSettings settings = build(Fixture.original().layerDecay(0.75), recompute);
    try (TrainingSession session = model.open(settings)) {
      requireTraining(model, session, "layerdecay_", shares);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void gradientsWithTokensSpreadOverTheExperts(boolean recompute) {
    Fixture model = Fixture.S4D_MOE;
    FineTuneSettings settings = build(Fixture.original().loadBalancing(1e-3), recompute);
    try (TrainingSession session = model.open(settings)) {
      session.learn(model.input(), model.labels(), Fixture.BATCH, 0);
      requireSame(session.gradients(), model.tensors("gradients_with_aux"), 1e-5);
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void partsOfABatchAddUp(Fixture model, boolean recompute) {
    FineTuneSettings settings = build(Fixture.settings().loadBalancing(1e-3), recompute);
    try (TrainingSession whole = model.open(settings);
        TrainingSession parts = model.open(settings)) {
      List<float[]> labels = model.labels();
      float loss = whole.learn(model.input(), labels, Fixture.BATCH, 0);
      float first = parts.learn(model.input(0, 2), labels.subList(0, 2), Fixture.BATCH, 0);
      float second = parts.learn(model.input(2, 2), labels.subList(2, 4), Fixture.BATCH, 1);
      assertThat(first + second).isCloseTo(loss, within(1e-6f));
      requireSame(parts.gradients(), whole.gradients(), 2e-6);
    }
  }

  /** So that the test above does not hold whatever the parts are. */
  @Test
  void expertsWithRoomForTheBatchGiveOtherGradients() {
    Fixture model = Fixture.S4D_MOE;
    List<Map<String, float[]>> found = new ArrayList<>();
    for (S4dNet.Capacity capacity : S4dNet.Capacity.values()) {
      try (TrainingSession session = model.open(Fixture.settings().capacity(capacity).build())) {
        session.learn(model.input(), model.labels(), Fixture.BATCH, 0);
        found.add(session.gradients());
      }
    }
    assertThat(largestDifference(found.get(0), found.get(1))).isGreaterThan(1e-3);
  }

  private static void requireTraining(
      Fixture model, TrainingSession session, String run, Map<String, Double> shares) {
    float[] losses = new float[STEPS + 1];
    for (int step = 0; step < STEPS; step++) {
      losses[step] = session.learn(model.input(), model.labels(), Fixture.BATCH, step);
      if (step == 0) {
        requireSame(session.gradients(), model.tensors("gradients"), 1e-5);
      }
      session.step(RATE);
      if (step == 0) {
        requireWeights(model, session.weights(), run + "weights_step1", 2e-6, 2.1e-3, shares);
      }
    }
    requireWeights(model, session.weights(), run + "weights_step5", 1e-4, 1.1e-2, shares);
    losses[STEPS] = session.learn(model.input(), model.labels(), Fixture.BATCH, STEPS);
    assertThat(Fixture.difference(losses, model.floats(run + "losses"))).isLessThan(1e-5);
  }

  private static void requireSame(
      Map<String, float[]> found, Map<String, float[]> expected, double tolerance) {
    assertThat(found.keySet()).isEqualTo(expected.keySet());
    assertThat(largestDifference(found, expected)).isLessThan(tolerance);
  }

  private static double largestDifference(
      Map<String, float[]> found, Map<String, float[]> expected) {
    return found.entrySet().stream()
        .mapToDouble(
            one -> Fixture.difference(one.getValue(), expected.getOrDefault(one.getKey(), NONE)))
        .max()
        .orElseThrow();
  }

  private static void requireWeights(
      Fixture model,
      Map<String, float[]> found,
      String file,
      double clear,
      double vanishing,
      Map<String, Double> shares) {
    Map<String, float[]> gradients = model.tensors("gradients");
    Map<String, float[]> expected = model.tensors(file);
    assertThat(expected.keySet()).containsAll(found.keySet());
    assertThat(found.keySet()).containsAll(gradients.keySet());
    found.forEach(
        (name, values) -> {
          double least = vanishing * shares.getOrDefault(name, 1.0);
          double[] limits =
              limits(gradients.getOrDefault(name, new float[values.length]), clear, least);
          float[] wanted = expected.getOrDefault(name, NONE);
          for (int i = 0; i < values.length; i++) {
            assertThat((double) values[i])
                .as("%s %s[%d]", file, name, i)
                .isCloseTo(wanted[i], within(limits[i]));
          }
        });
  }

  /** Of each value; one of a tensor whose gradient is all zeros must not move but by decay. */
  private static double[] limits(float[] gradient, double clear, double vanishing) {
    double[] limits = new double[gradient.length];
    boolean isMoved = Fixture.difference(gradient, new float[gradient.length]) > 0;
    for (int i = 0; i < limits.length; i++) {
      limits[i] = !isMoved ? 1e-6 : Math.abs(gradient[i]) > FLOOR ? clear : vanishing;
    }
    return limits;
  }
}
