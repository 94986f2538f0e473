package io.github.blemore.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.blemore.Emotion;
import io.github.blemore.ModelException;
import io.github.blemore.checkpoint.Checkpoint;
import io.github.blemore.madeup.MadeUpCheckpoint;
import io.github.blemore.madeup.MadeUpFamily;
import io.github.blemore.network.NewTensor;
import io.github.blemore.safetensors.SafeTensors;
import io.github.blemore.safetensors.SafeTensorsWriter;
import io.github.blemore.safetensors.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskHeadTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final FineTuneSettings SETTINGS = FineTuneSettings.builder().build();
  private static final FineTuneSettings KEEPING = FineTuneSettings.builder().keepHead().build();
  private static final String VIDEO = "VideoMAEForVideoClassification";

  @TempDir private Path folder;

  private Checkpoint madeUp(MadeUpFamily family) throws IOException {
    return Checkpoint.open(MadeUpCheckpoint.of(family).write(folder.resolve("made-up")));
  }

  /** A copy with another config, and other names: empty ones are left out. */
  private Checkpoint edited(Path source, Consumer<ObjectNode> config, UnaryOperator<String> names)
      throws IOException {
    Path copy = Files.createDirectories(folder.resolve("edited"));
    ObjectNode json = (ObjectNode) JSON.readTree(source.resolve("config.json").toFile());
    config.accept(json);
    JSON.writeValue(copy.resolve("config.json").toFile(), json);
    SafeTensors tensors = SafeTensors.map(source.resolve("model.safetensors"));
    SafeTensorsWriter writer = new SafeTensorsWriter();
    for (String name : tensors.names()) {
      Tensor tensor = tensors.get(name);
      if (!names.apply(name).isEmpty()) {
        writer.add(names.apply(name), tensor.toFloats(), tensor.shape());
      }
    }
    writer.write(copy.resolve("model.safetensors"));
    return Checkpoint.open(copy);
  }

  private static void ourLabels(ObjectNode config) {
    ObjectNode labels = config.putObject("id2label");
    Emotion.classOrder().forEach(e -> labels.put(String.valueOf(e.index()), e.code()));
  }

  private static TaskHead videoMae(Checkpoint checkpoint, FineTuneSettings settings) {
    return TaskHead.ofVideo(checkpoint, "videomae.", VIDEO, settings);
  }

  private static NewTensor added(TaskHead head, String name) {
    return Objects.requireNonNull(head.added().get(name));
  }

  @Test
  void aBareVideoMaeGetsAClassifierAndItsNorm() throws IOException {
    TaskHead head = videoMae(madeUp(MadeUpFamily.VIDEOMAE), SETTINGS);
    assertThat(head.added())
        .containsOnlyKeys("classifier.weight", "classifier.bias", "fc_norm.weight", "fc_norm.bias");
    assertThat(added(head, "classifier.weight").shape()).containsExactly(6, 64);
    assertThat(added(head, "fc_norm.weight").values()).containsOnly(1);
    assertThat(added(head, "fc_norm.bias").values()).hasSize(64).containsOnly(0);
    assertThat(head.prefix()).isEqualTo("videomae.");
    assertThat(head.newName("embeddings.x")).isEqualTo("videomae.embeddings.x");
    assertThat(head.newName("classifier.weight")).isEqualTo("classifier.weight");
    assertThat(head.architecture()).contains(VIDEO);
  }

  @Test
  void newWeightsAreNormalWithinTwoDeviationsAndOfTheSeed() throws IOException {
    Checkpoint checkpoint = madeUp(MadeUpFamily.WAV2VEC2);
    float[] weights = projector(checkpoint, 0);
    double squares = 0;
    double most = 0;
    for (float weight : weights) {
      squares += weight * weight;
      most = Math.max(most, Math.abs(weight));
    }
    // A normal distribution cut at two deviations keeps 0.88 of its deviation.
    assertThat(Math.sqrt(squares / weights.length)).isBetween(0.0170, 0.0182);
    assertThat(most).isBetween(0.039, 0.04);
    assertThat(projector(checkpoint, 0)).containsExactly(weights);
    assertThat(projector(checkpoint, 1)).isNotEqualTo(weights);
  }

  private static float[] projector(Checkpoint checkpoint, long seed) {
    TaskHead head = TaskHead.ofSpeech(checkpoint, FineTuneSettings.builder().seed(seed).build());
    return added(head, "projector.weight").values();
  }

  @Test
  void aTimeSformerHasNoNormOfItsOwnBeforeTheClassifier() throws IOException {
    TaskHead head =
        TaskHead.ofVideo(
            madeUp(MadeUpFamily.TIMESFORMER),
            "timesformer.",
            "TimesformerForVideoClassification",
            SETTINGS);
    assertThat(head.added()).containsOnlyKeys("classifier.weight", "classifier.bias");
    assertThat(head.prefix()).isEqualTo("timesformer.");
  }

  @ParameterizedTest
  @CsvSource({
    "WAV2VEC2, wav2vec2., Wav2Vec2ForSequenceClassification",
    "HUBERT, hubert., HubertForSequenceClassification",
    "WAVLM, wavlm., WavLMForSequenceClassification"
  })
  void bareSpeechGetsAProjectorToo(MadeUpFamily family, String prefix, String architecture)
      throws IOException {
    TaskHead head = TaskHead.ofSpeech(madeUp(family), SETTINGS);
    assertThat(head.added())
        .containsOnlyKeys(
            "projector.weight", "projector.bias", "classifier.weight", "classifier.bias");
    assertThat(added(head, "projector.weight").shape()).containsExactly(256, 64);
    assertThat(added(head, "classifier.weight").shape()).containsExactly(6, 256);
    assertThat(head.prefix()).isEqualTo(prefix);
    assertThat(head.architecture()).contains(architecture);
    ObjectNode config = JSON.createObjectNode();
    head.describe(config);
    assertThat(config.path("classifier_proj_size").asInt()).isEqualTo(256);
  }

  @Test
  void theProjectorsWidthIsTheConfigs() throws IOException {
    Checkpoint checkpoint =
        edited(
            madeUp(MadeUpFamily.WAV2VEC2).folder(),
            config -> config.put("classifier_proj_size", 40),
            UnaryOperator.identity());
    TaskHead head = TaskHead.ofSpeech(checkpoint, SETTINGS);
    assertThat(added(head, "projector.weight").shape()).containsExactly(40, 64);
    assertThat(added(head, "classifier.weight").shape()).containsExactly(6, 40);
  }

  @Test
  void aHeadOfSixOtherClassesIsReplacedUnlessAskedFor() throws IOException {
    Checkpoint checkpoint =
        edited(
            Fixture.VIDEOMAE.folder(),
            config -> config.remove("id2label"),
            UnaryOperator.identity());
    TaskHead head = videoMae(checkpoint, SETTINGS);
    assertThat(head.added()).containsOnlyKeys("classifier.weight", "classifier.bias");
    assertThat(head.prefix()).as("it has the names of a classifier").isEmpty();
    assertThat(videoMae(checkpoint, KEEPING).added()).isEmpty();
  }

  @Test
  void aHeadOfOurSixEmotionsIsKept() throws IOException {
    Checkpoint ours =
        edited(Fixture.VIDEOMAE.folder(), TaskHeadTest::ourLabels, UnaryOperator.identity());
    assertThat(videoMae(ours, SETTINGS).added()).isEmpty();
    Checkpoint swapped =
        edited(
            Fixture.VIDEOMAE.folder(),
            config -> {
              ourLabels(config);
              ((ObjectNode) config.path("id2label")).put("0", "hap").put("3", "ang");
            },
            UnaryOperator.identity());
    assertThat(videoMae(swapped, SETTINGS).added())
        .containsOnlyKeys("classifier.weight", "classifier.bias");
  }

  @Test
  void thereIsNoHeadToKeepInABareNetwork() throws IOException {
    Checkpoint checkpoint = madeUp(MadeUpFamily.VIDEOMAE);
    assertThatThrownBy(() -> videoMae(checkpoint, KEEPING))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("made-up")
        .hasMessageContaining("no tensor \"classifier.weight\" of 6 outputs");
  }

  @Test
  void s4dGetsAHeadForClipsBesideItsHeadForPictures() {
    Checkpoint checkpoint = Checkpoint.open(Fixture.S4D_MOE.folder());
    TaskHead head = TaskHead.ofS4d(checkpoint, SETTINGS);
    assertThat(head.added()).containsOnlyKeys("head.video.weight", "head.video.bias");
    assertThat(head.architecture()).isEmpty();
    assertThat(TaskHead.ofS4d(checkpoint, KEEPING).added()).isEmpty();
    ObjectNode config = JSON.createObjectNode();
    config.putArray("multi_head").add(7).add(11);
    head.describe(config);
    assertThat(config.path("multi_head").toString()).isEqualTo("[7,6]");
    assertThat(config.path("num_classes").asInt()).isEqualTo(6);
  }

  @Test
  void preTrainedS4dGetsTheNormBeforeTheHeadUnderTheSamePrefix() throws IOException {
    Checkpoint checkpoint =
        edited(
            Fixture.S4D_MOE.folder(),
            config -> {},
            name -> name.startsWith("head.") ? "" : "module." + name.replace("fc_norm.", "norm."));
    TaskHead head = TaskHead.ofS4d(checkpoint, SETTINGS);
    assertThat(head.added())
        .containsOnlyKeys(
            "module.head.video.weight",
            "module.head.video.bias",
            "module.fc_norm.weight",
            "module.fc_norm.bias");
    assertThat(head.prefix()).isEmpty();
  }

  @Test
  void aClassifierOfAnotherSizeIsReplaced() throws IOException {
    Path copy = Files.createDirectories(folder.resolve("seven"));
    Files.copy(Fixture.WAV2VEC2.folder().resolve("config.json"), copy.resolve("config.json"));
    SafeTensors tensors = SafeTensors.map(Fixture.WAV2VEC2.folder().resolve("model.safetensors"));
    SafeTensorsWriter writer = new SafeTensorsWriter();
    for (String name : tensors.names()) {
      if (!name.startsWith("classifier.")) {
        writer.add(name, tensors.get(name).toFloats(), tensors.get(name).shape());
      }
    }
    writer
        .add("classifier.weight", new float[7 * 32], 7, 32)
        .add("classifier.bias", new float[7], 7)
        .write(copy.resolve("model.safetensors"));
    TaskHead head = TaskHead.ofSpeech(Checkpoint.open(copy), SETTINGS);
    assertThat(added(head, "classifier.weight").shape()).containsExactly(6, 256);
    assertThat(head.prefix()).isEmpty();
  }
}
