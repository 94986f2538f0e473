package io.github.blemore.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.blemore.Embedding;
import io.github.blemore.Emotion;
import io.github.blemore.threshold.Thresholds;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Step for step what the original trainer did. */
class OriginalTrainerTest {

  private static final String LINEAR = "Linear_lr0.001";
  private static final String MLP = "MLP_512_lr0.001";

  private static HeadTraining training(String run) {
    return HeadTraining.builder()
        .initialWeights(Original.weights(run, 0))
        .learningRate(1e-3)
        .epochs(5)
        .shuffle(false)
        .build();
  }

  @Test
  void standardizesAsScikitLearn() {
    TrainingSet train = Original.clips("train");
    Standardizer standardizer = Standardizer.fit(train);

    for (String part : List.of("train", "val")) {
      float[][] raw = Original.matrix("features_raw_" + part);
      float[][] scaled = Original.matrix("features_scaled_" + part);
      for (int i = 0; i < raw.length; i++) {
        assertThat(standardizer.apply(raw[i])).containsExactly(scaled[i], within(1e-5f));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {LINEAR, MLP})
  void takesTheOriginalsSteps(String run) {
    TrainedHead trained = training(run).fit(Original.clips("train"), 5);

    Map<String, float[]> expected = Original.weights(run, 5).tensors();
    Map<String, float[]> actual = trained.head().weights().tensors();
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, values) -> assertThat(actual.get(name)).containsExactly(values, within(5e-5f)));
  }

  @ParameterizedTest
  @ValueSource(strings = {LINEAR, MLP})
  void reportsTheOriginalsLossesAndThresholds(String run) {
    TrainedHead trained = training(run).fit(Original.clips("train"), Original.clips("val"));

    List<JsonNode> expected = Original.epochs(run);
    assertThat(trained.epochs()).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      JsonNode wanted = expected.get(i);
      EpochReport epoch = trained.epochs().get(i);
      EpochReport.Validation validation = epoch.validation().orElseThrow();
      Thresholds thresholds = validation.thresholds();
      assertThat(epoch.epoch()).isEqualTo(wanted.get("epoch").asInt());
      assertThat(epoch.trainLoss()).isCloseTo(wanted.get("train_loss").asDouble(), within(1e-5));
      float[] steps = epoch.stepLosses();
      for (int step = 0; step < steps.length; step++) {
        assertThat((double) steps[step])
            .isCloseTo(wanted.get("step_losses").get(step).asDouble(), within(1e-5));
      }
      assertThat(validation.loss()).isCloseTo(wanted.get("val_loss").asDouble(), within(1e-5));
      assertThat(thresholds.rule().alpha()).isEqualTo(wanted.get("alpha").asDouble());
      assertThat(thresholds.rule().beta()).isEqualTo(wanted.get("beta").asDouble());
      assertThat(thresholds.scores().presence()).isEqualTo(wanted.get("acc_presence").asDouble());
      assertThat(thresholds.scores().salience()).isEqualTo(wanted.get("acc_salience").asDouble());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {LINEAR, MLP})
  void predictsTheOriginalsProbabilities(String run) {
    SoftmaxHead head = training(run).fit(Original.clips("train"), 5).head();
    float[] expected = Original.array(run + "/val_probs_epoch5").toFloats();
    float[][] features = Original.matrix("features_raw_val");

    for (int i = 0; i < features.length; i++) {
      double[] actual =
          head.predict(List.of(Embedding.of(Original.ENCODER, features[i]))).get(0).toArray();
      for (int k = 0; k < Emotion.COUNT; k++) {
        assertThat(actual[k]).isCloseTo(expected[i * Emotion.COUNT + k], within(1e-5));
      }
    }
  }
}
