package io.github.blemore.finetune.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.blemore.Device;
import io.github.blemore.Embedding;
import io.github.blemore.Encoder;
import io.github.blemore.checkpoint.Checkpoint;
import io.github.blemore.contract.ContractMedia;
import io.github.blemore.madeup.MadeUpCheckpoint;
import io.github.blemore.madeup.MadeUpFamily;
import io.github.blemore.safetensors.ElementType;
import io.github.blemore.safetensors.SafeTensorsWriter;
import io.github.blemore.safetensors.Tensor;
import io.github.blemore.video.VideoMaeEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdaptedCheckpointTest {

  private static final Path PICKLED =
      Path.of("../blemore-encoders/src/test/resources/fixtures/pickle/s4d_like.pth");
  private static final String BIAS = "embeddings.patch_embeddings.projection.bias";
  private static final String CLASSIFIER = "classifier.weight";

  @TempDir private Path folder;

  private Checkpoint videoMae() throws IOException {
    return Checkpoint.open(
        MadeUpCheckpoint.of(MadeUpFamily.VIDEOMAE).seed(1).write(folder.resolve("tiny")));
  }

  private static TrainedTensor constant(float value, int... shape) {
    int size = 1;
    long[] lengths = new long[shape.length];
    for (int i = 0; i < shape.length; i++) {
      size *= shape[i];
      lengths[i] = shape[i];
    }
    float[] values = new float[size];
    Arrays.fill(values, value);
    return new TrainedTensor(lengths, values::clone);
  }

  private static JsonNode config(Path checkpoint) throws IOException {
    return new ObjectMapper().readTree(checkpoint.resolve("config.json").toFile());
  }

  private static float[] embedding(Path checkpoint) {
    try (Encoder encoder = VideoMaeEncoder.builder(checkpoint).device(Device.cpu()).build()) {
      return ((Embedding)
              encoder.encode(List.of(ContractMedia.random(encoder.info().needs(), 5))).get(0))
          .vector();
    }
  }

  private List<String> siblings() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aClassifierOnAFrozenEncoderLeavesTheEmbeddings() throws IOException {
    Checkpoint source = videoMae();
    Path target = folder.resolve("adapted");
    AdaptedCheckpoint.of(
            source,
            Map.of(CLASSIFIER, constant(1, 6, 64), "classifier.bias", constant(0, 6)),
            "epochs: 1")
        .prefix("videomae.")
        .architecture("VideoMAEForVideoClassification")
        .write(target);

    Checkpoint adapted = Checkpoint.open(target);
    assertThat(adapted.names()).hasSize(source.names().size() + 2);
    for (String name : source.names()) {
      Tensor copy = adapted.tensor("videomae." + name);
      assertThat(copy.type()).isEqualTo(source.tensor(name).type());
      assertThat(copy.shape()).isEqualTo(source.tensor(name).shape());
      assertThat(copy.bytes()).isEqualTo(source.tensor(name).bytes());
    }
    assertThat(adapted.tensor(CLASSIFIER).shape()).containsExactly(6, 64);
    assertThat(embedding(target)).isEqualTo(embedding(source.folder()));
    assertThat(target.resolve("preprocessor_config.json"))
        .hasSameBinaryContentAs(source.folder().resolve("preprocessor_config.json"));
    assertThat(siblings()).containsExactly("adapted", "tiny");
  }

  @Test
  void trainedTensorsReplaceTheSourcesBitForBit() throws IOException {
    Checkpoint source = videoMae();
    float[] values = new float[64];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.intBitsToFloat(0x3f800000 + i);
    }
    values[0] = -0f;
    values[1] = Float.MIN_VALUE;
    Path target = folder.resolve("adapted");
    AdaptedCheckpoint.of(
            source,
            Map.of("videomae." + BIAS, new TrainedTensor(new long[] {64}, values::clone)),
            "")
        .prefix("videomae.")
        .write(target);

    Checkpoint adapted = Checkpoint.open(target);
    assertThat(adapted.names()).hasSameSizeAs(source.names());
    ByteBuffer bytes = adapted.tensor("videomae." + BIAS).bytes();
    for (int i = 0; i < values.length; i++) {
      assertThat(bytes.getInt(4 * i)).isEqualTo(Float.floatToRawIntBits(values[i]));
    }
    assertThat(embedding(target)).isNotEqualTo(embedding(source.folder()));
  }

  @Test
  void aPrefixThatIsThereAlreadyIsNotPutBeforeHeads() throws IOException {
    Checkpoint base = videoMae();
    Path once = folder.resolve("once");
    AdaptedCheckpoint.of(base, Map.of(CLASSIFIER, constant(1, 6, 64)), "")
        .prefix("videomae.")
        .write(once);
    Path twice = folder.resolve("twice");
    AdaptedCheckpoint.of(Checkpoint.open(once), Map.of(CLASSIFIER, constant(2, 6, 64)), "")
        .prefix("videomae.")
        .write(twice);

    assertThat(Checkpoint.open(twice).names()).isEqualTo(Checkpoint.open(once).names());
    assertThat(Checkpoint.open(twice).tensor(CLASSIFIER).toFloats()).containsOnly(2);
  }

  @Test
  void aTrainedTensorWithoutThePrefixIsRefused() throws IOException {
    AdaptedCheckpoint adapted =
        AdaptedCheckpoint.of(videoMae(), Map.of(BIAS, constant(1, 64)), "").prefix("videomae.");

    assertThatThrownBy(() -> adapted.write(folder.resolve("adapted")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be \"videomae." + BIAS + "\"");
  }

  @Test
  void theConfigIsTheSourcesWithTheSixEmotions() throws IOException {
    Checkpoint source = videoMae();
    Path target = folder.resolve("adapted");
    AdaptedCheckpoint.of(source, Map.of(), "")
        .architecture("VideoMAEForVideoClassification")
        .config(json -> json.put("use_mean_pooling", false).put("note", "text"))
        .write(target);

    JsonNode json = config(target);
    assertThat(json.at("/architectures/0").asText()).isEqualTo("VideoMAEForVideoClassification");
    assertThat(json.path("num_labels").asInt()).isEqualTo(6);
    assertThat(json.path("id2label").toString())
        .isEqualTo(
            "{\"0\":\"ang\",\"1\":\"disg\",\"2\":\"fea\",\"3\":\"hap\",\"4\":\"sad\",\"5\":\"neu\"}");
    assertThat(json.path("label2id").toString())
        .isEqualTo("{\"ang\":0,\"disg\":1,\"fea\":2,\"hap\":3,\"sad\":4,\"neu\":5}");
    assertThat(json.path("use_mean_pooling").asBoolean(true)).isFalse();
    assertThat(json.path("note").asText()).isEqualTo("text");
    JsonNode before = config(source.folder());
    for (String name : List.of("model_type", "hidden_size", "image_size", "layer_norm_eps")) {
      assertThat(json.required(name)).isEqualTo(before.required(name));
    }
  }

  @Test
  void typesOfUntrainedTensorsStay() throws IOException {
    Path mixed = Files.createDirectory(folder.resolve("mixed"));
    Files.writeString(mixed.resolve("config.json"), "{\"model_type\": \"vit\"}");
    SafeTensorsWriter writer = new SafeTensorsWriter();
    for (ElementType type : ElementType.values()) {
      ByteBuffer bytes = ByteBuffer.allocate(3 * type.bytes());
      for (int i = 0; i < bytes.capacity(); i++) {
        bytes.put(i, (byte) (type == ElementType.BOOL ? i % 2 : 37 * i + 11));
      }
      writer.add(type.name(), Tensor.of(type.name(), type, new long[] {1, 3}, bytes));
    }
    writer.write(mixed.resolve("model.safetensors"));
    Checkpoint source = Checkpoint.open(mixed);
    AdaptedCheckpoint.of(source, Map.of("BF16", constant(2, 1, 3)), "")
        .write(folder.resolve("adapted"));

    Checkpoint adapted = Checkpoint.open(folder.resolve("adapted"));
    for (ElementType type : ElementType.values()) {
      Tensor tensor = adapted.tensor(type.name());
      if (type == ElementType.BF16) {
        assertThat(tensor.type()).isEqualTo(ElementType.F32);
        assertThat(tensor.toFloats()).containsExactly(2, 2, 2);
      } else {
        assertThat(tensor.type()).isEqualTo(type);
        assertThat(tensor.bytes()).isEqualTo(source.tensor(type.name()).bytes());
      }
    }
  }

  @Test
  void pickledWeightsWithoutAConfigBecomeAFolderWithOne() throws IOException {
    Checkpoint source = Checkpoint.open(PICKLED);
    Path target = folder.resolve("adapted");
    AdaptedCheckpoint.of(source, Map.of("head.weight", constant(1, 6, 2)), "").write(target);

    Checkpoint adapted = Checkpoint.open(target);
    assertThat(adapted.names()).containsAll(source.names()).contains("head.weight");
    for (String name : source.names()) {
      if (!name.equals("head.weight")) {
        assertThat(adapted.tensor(name).bytes()).isEqualTo(source.tensor(name).bytes());
      }
    }
    assertThat(config(target).path("num_labels").asInt()).isEqualTo(6);
  }

  @Test
  void theCardTakesOverTheLicenseAndTellsNoPath() throws IOException {
    Path source = folder.resolve("models--org--some-model/snapshots/0123abcd");
    MadeUpCheckpoint.of(MadeUpFamily.VIDEOMAE).write(source);
    Files.writeString(
        source.resolve("README.md"),
        "---\nlicense: other\nlicense_name: some-nc-license\nlicense_link: https://a.b/c\n---\n");
    Path target = folder.resolve("adapted");
    AdaptedCheckpoint.of(
            Checkpoint.open(source), Map.of(CLASSIFIER, constant(1, 6, 64)), "epochs: 3\nseed: 7\n")
        .write(target);

    assertThat(Checkpoint.open(target).license()).isEqualTo(Checkpoint.open(source).license());
    assertThat(Checkpoint.open(target).license().commercialUse()).isFalse();
    assertThat(target.resolve("README.md"))
        .content()
        .contains("base_model: \"org/some-model\"", "\n    epochs: 3\n    seed: 7\n")
        .contains("1 of its tensors were trained", "from: made-up weights")
        .doesNotContain(folder.toString());
  }

  @Test
  void theMarkOfMadeUpWeightsStaysUnlessTheCallerSaysOtherwise() throws IOException {
    Checkpoint source = videoMae();
    Path marked = folder.resolve("marked");
    AdaptedCheckpoint.of(source, Map.of(), "").write(marked);
    Path unmarked = folder.resolve("unmarked");
    AdaptedCheckpoint.of(source, Map.of(), "").madeUp(false).write(unmarked);
    Path second = folder.resolve("second");
    AdaptedCheckpoint.of(Checkpoint.open(unmarked), Map.of(), "").write(second);

    assertThat(Checkpoint.open(marked).isMadeUp()).isTrue();
    assertThat(config(marked).path(Checkpoint.MADE_UP).asBoolean()).isTrue();
    assertThat(Checkpoint.open(unmarked).isMadeUp()).isFalse();
    assertThat(Checkpoint.open(second).isMadeUp()).isFalse();
    for (Path each : List.of(marked, unmarked, second)) {
      assertThat(config(each).path("blemore_adapted_from").asText()).isEqualTo("made-up weights");
    }
  }

  @Test
  void theConfigTellsNameAndHashOfPreTrainedWeights() throws IOException {
    Checkpoint source = Checkpoint.open(PICKLED);
    Path target = folder.resolve("adapted");
    AdaptedCheckpoint.of(source, Map.of(), "").write(target);

    assertThat(config(target).path("blemore_adapted_from").asText())
        .isEqualTo("pickle, SHA-256 " + source.sha256());
  }

  @Test
  void valuesThatFailMidwayLeaveTheOldOne() throws IOException {
    Checkpoint source = videoMae();
    Path target = folder.resolve("adapted");
    AdaptedCheckpoint.of(source, Map.of(BIAS, constant(1, 64)), "").write(target);
    float[] before = embedding(target);
    TrainedTensor failing =
        new TrainedTensor(
            new long[] {64},
            () -> {
              throw new IllegalStateException("out of memory on the device");
            });

    AdaptedCheckpoint next = AdaptedCheckpoint.of(source, Map.of(BIAS, failing), "");
    assertThatThrownBy(() -> next.write(target)).isInstanceOf(IllegalStateException.class);
    assertThat(embedding(target)).isEqualTo(before);
    assertThat(siblings()).containsExactly("adapted", "tiny");
  }

  @Test
  void aDiskThatFailsMidwayLeavesTheOldOneAndSaysSo() throws IOException {
    Checkpoint source = videoMae();
    Path target = folder.resolve("adapted");
    AdaptedCheckpoint.of(source, Map.of(BIAS, constant(1, 64)), "").write(target);
    float[] before = embedding(target);
    TrainedTensor losingTheFile =
        new TrainedTensor(
            new long[] {64},
            () -> {
              deleteParts(folder.resolve(".adapted.blemore-new"));
              return new float[64];
            });

    AdaptedCheckpoint next = AdaptedCheckpoint.of(source, Map.of(BIAS, losingTheFile), "");
    assertThatThrownBy(() -> next.write(target))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot be written to " + target)
        .hasMessageContaining("what was there stays as it was");
    assertThat(Checkpoint.open(target).tensor(BIAS).toFloats()).containsOnly(1);
    assertThat(embedding(target)).isEqualTo(before);
    assertThat(siblings()).containsExactly("adapted", "tiny");

    AdaptedCheckpoint.of(source, Map.of(BIAS, constant(3, 64)), "").write(target);
    assertThat(Checkpoint.open(target).tensor(BIAS).toFloats()).containsOnly(3);
  }

  private static void deleteParts(Path filled) {
    try (Stream<Path> files = Files.list(filled)) {
      List<Path> parts = files.filter(file -> file.toString().endsWith(".part")).toList();
      assertThat(parts).hasSize(1);
      Files.delete(parts.get(0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aTargetInsideAFileSaysThatNothingIsThere() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "content");
    AdaptedCheckpoint adapted = AdaptedCheckpoint.of(videoMae(), Map.of(), "");

    assertThatThrownBy(() -> adapted.write(file.resolve("adapted")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nothing is there");
    assertThatThrownBy(() -> adapted.write(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("it is a file; name a new or empty folder");
    assertThat(file).hasContent("content");
  }

  @Test
  void whatIsNoAdaptedCheckpointIsNotReplaced() throws IOException {
    Checkpoint source = videoMae();
    AdaptedCheckpoint adapted = AdaptedCheckpoint.of(source, Map.of(), "");
    Path other = MadeUpCheckpoint.of(MadeUpFamily.VIDEOMAE).seed(2).write(folder.resolve("other"));
    Path mine = folder.resolve("mine");
    adapted.write(mine);
    Files.writeString(mine.resolve("notes.txt"), "mine");

    assertThatThrownBy(() -> adapted.write(source.folder()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the folder the checkpoint was made from");
    assertThatThrownBy(() -> adapted.write(other))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("it holds another checkpoint");
    assertThatThrownBy(() -> adapted.write(mine))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("other files too, such as notes.txt");
    for (Path taken : List.of(source.folder(), other, mine)) {
      assertThatThrownBy(() -> AdaptedCheckpoint.requireReplaceable(source.folder(), taken))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot be written to %s: it ", taken);
    }
    AdaptedCheckpoint.requireReplaceable(source.folder(), folder.resolve("new"));
    assertThat(mine.resolve("notes.txt")).hasContent("mine");
    assertThat(siblings()).containsExactly("mine", "other", "tiny");
  }

  @Test
  void optionsSetTwiceAreRefused() throws IOException {
    AdaptedCheckpoint adapted =
        AdaptedCheckpoint.of(videoMae(), Map.of(), "").prefix("").madeUp(true);

    assertThatThrownBy(() -> adapted.prefix("a."))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("prefix");
    assertThatThrownBy(() -> adapted.madeUp(true)).isInstanceOf(IllegalArgumentException.class);
  }
}
