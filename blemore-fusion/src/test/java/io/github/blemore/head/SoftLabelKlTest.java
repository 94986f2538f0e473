package io.github.blemore.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.blemore.Emotion;
import io.github.blemore.challenge.ClipName;
import io.github.blemore.npy.NpyArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SoftLabelKlTest {

  private static final Path FIXTURES = Path.of("src/test/resources/fixtures");

  private static NpyArray klLoss(String name) throws IOException {
    return NpyArray.read(FIXTURES.resolve("finetune/kl_loss").resolve(name + ".npy"));
  }

  private static NpyArray blemore(String name) throws IOException {
    return NpyArray.read(FIXTURES.resolve("blemore").resolve(name + ".npy"));
  }

  @Test
  void isTheOriginalsInFloat64() throws IOException {
    double[] logits = klLoss("logits").toDoubles();
    double[] labels = klLoss("soft_labels").toDoubles();

    assertThat(SoftLabelKl.probabilities(logits))
        .containsExactly(klLoss("probabilities_float64").toDoubles(), within(1e-12));
    assertThat(SoftLabelKl.loss(logits, labels))
        .isCloseTo(klLoss("loss_float64").toDoubles()[0], within(1e-12));
    assertThat(SoftLabelKl.gradient(logits, labels))
        .containsExactly(klLoss("gradient_float64").toDoubles(), within(1e-12));
  }

  @Test
  void isTheOriginalsInFloat32() throws IOException {
    float[] logits = klLoss("logits").toFloats();
    float[] labels = klLoss("soft_labels").toFloats();

    assertThat(SoftLabelKl.probabilities(logits))
        .containsExactly(klLoss("probabilities_float32").toFloats(), within(1e-6f));
    assertThat(SoftLabelKl.loss(logits, labels))
        .isCloseTo(klLoss("loss_float32").toFloats()[0], within(1e-5f));
    assertThat(SoftLabelKl.gradient(logits, labels))
        .containsExactly(klLoss("gradient_float32").toFloats(), within(1e-6f));
  }

  @Test
  void isTheOriginalsOnProbabilitiesInBatches() throws IOException {
    double[] probabilities = blemore("probs").toDoubles();
    float[] narrow = blemore("probs").toFloats();
    double[] labels = labels();
    float[] narrowLabels = new float[labels.length];
    for (int i = 0; i < labels.length; i++) {
      narrowLabels[i] = (float) labels[i];
    }
    ObjectMapper json = new ObjectMapper();
    JsonNode expected = json.readTree(FIXTURES.resolve("blemore/kl_loss.json").toFile());

    assertThat(SoftLabelKl.ofProbabilities(probabilities, labels))
        .isCloseTo(expected.get("kl_batchmean_float64_all").asDouble(), within(1e-12));
    assertThat((double) SoftLabelKl.ofProbabilities(narrow, narrowLabels))
        .isCloseTo(expected.get("kl_batchmean_float32_all").asDouble(), within(1e-5));
    double[] batches = blemore("kl_batch32_losses").toDoubles();
    for (int batch = 0; batch < batches.length; batch++) {
      int from = batch * 32 * Emotion.COUNT;
      int to = Math.min(from + 32 * Emotion.COUNT, labels.length);
      assertThat(
              (double)
                  SoftLabelKl.ofProbabilities(
                      Arrays.copyOfRange(narrow, from, to),
                      Arrays.copyOfRange(narrowLabels, from, to)))
          .isCloseTo(batches[batch], within(1e-5));
    }
  }

  private static double[] labels() throws IOException {
    JsonNode names =
        new ObjectMapper().readTree(FIXTURES.resolve("blemore/filenames.json").toFile());
    double[] labels = new double[names.size() * Emotion.COUNT];
    for (int i = 0; i < names.size(); i++) {
      double[] label = ClipName.parse(names.get(i).asText()).label().softLabel().toArray();
      System.arraycopy(label, 0, labels, i * Emotion.COUNT, Emotion.COUNT);
    }
    return labels;
  }

  @Test
  void theGradientIsTheSlopeOfTheLoss() {
    double[] logits = {0.3, -1, 2, 0.5, 0, 1, -2, 0.1, 0.4, 3, -1, 0.2};
    double[] labels = {0.7, 0, 0.3, 0, 0, 0, 0, 0, 0, 1, 0, 0};
    double[] gradient = SoftLabelKl.gradient(logits, labels);

    for (int i = 0; i < logits.length; i++) {
      double[] above = logits.clone();
      double[] below = logits.clone();
      above[i] += 1e-5;
      below[i] -= 1e-5;
      assertThat(gradient[i])
          .isCloseTo(
              (SoftLabelKl.loss(above, labels) - SoftLabelKl.loss(below, labels)) / 2e-5,
              within(1e-9));
    }
  }

  @Test
  void anEmotionBelowTheClampPassesNoGradient() {
    double[] labels = {1, 0, 0, 0, 0, 0};

    assertThat(SoftLabelKl.gradient(new double[] {0, 30, 0, 0, 0, 0}, labels)).containsOnly(0);
    assertThat(SoftLabelKl.loss(new double[] {0, 30, 0, 0, 0, 0}, labels))
        .isCloseTo(-Math.log(1e-8), within(1e-12));
    assertThat(SoftLabelKl.gradient(new double[] {0, 10, 0, 0, 0, 0}, labels)[0]).isNegative();
  }

  @Test
  void refusesMatricesThatDoNotFit() {
    assertThatThrownBy(() -> SoftLabelKl.loss(new double[6], new double[12]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("6 values and 12 labels");
    assertThatThrownBy(() -> SoftLabelKl.gradient(new float[7], new float[7]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[rows, 6]");
    assertThatThrownBy(() -> SoftLabelKl.ofProbabilities(new double[0], new double[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one row");
    assertThatThrownBy(() -> SoftLabelKl.probabilities(new double[5]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("5 values");
  }
}
