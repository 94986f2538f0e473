package io.github.blemore.madeup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.blemore.checkpoint.Checkpoint;
import io.github.blemore.checkpoint.Config;
import io.github.blemore.internal.Sha256;
import io.github.blemore.madeup.PlannedTensor.Filling;
import io.github.blemore.safetensors.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MadeUpCheckpointTest {

  private static final Path FIXTURES = Path.of("src/test/resources/fixtures/madeup");

  @TempDir Path folder;

  /** {@code tensors.txt} lists what the originals made of {@code config.json}. */
  @ParameterizedTest
  @CsvSource({
    "WAV2VEC2, wav2vec2_base",
    "WAV2VEC2_LARGE_STYLE, wav2vec2_large",
    "HUBERT, hubert_base",
    "HUBERT_LARGE_STYLE, hubert_large",
    "WAVLM, wavlm_base",
    "WAVLM_LARGE_STYLE, wavlm_large",
    "VIDEOMAE, videomae",
    "VIDEOMAE, videomae_final_ln",
    "TIMESFORMER, timesformer",
    "S4D, s4d_moe",
    "S4D_DENSE, s4d_dense",
    "CLIP, clip_vision",
    "VIT, vit",
  })
  void hasTheTensorsOfTheOriginal(MadeUpFamily family, String fixture) throws IOException {
    Path original = FIXTURES.resolve(fixture);
    List<PlannedTensor> tensors =
        MadeUpCheckpoint.tensors(family, Config.read(original.resolve("config.json")));

    assertThat(tensors.stream().map(MadeUpCheckpointTest::line))
        .containsExactlyInAnyOrderElementsOf(Files.readAllLines(original.resolve("tensors.txt")));
  }

  private static String line(PlannedTensor tensor) {
    String type = tensor.filling() instanceof Filling.Indices ? " I64" : "";
    return tensor.name() + " " + tensor.shape() + type;
  }

  @ParameterizedTest
  @EnumSource(MadeUpFamily.class)
  void saysThatItIsMadeUpAndIsSmall(MadeUpFamily family) throws IOException {
    Checkpoint checkpoint =
        Checkpoint.open(MadeUpCheckpoint.of(family).seed(1).write(folder.resolve("made/here")));

    assertThat(checkpoint.isMadeUp()).isTrue();
    assertThat(checkpoint.processor().isPresent()).isEqualTo(!family.encoder().equals("s4d"));
    assertThat(Files.size(checkpoint.folder().resolve("model.safetensors")))
        .isBetween(100_000L, 4_000_000L);
  }

  @ParameterizedTest
  @CsvSource({
    "WAV2VEC2, 94371712",
    "HUBERT, 94371712",
    "WAVLM, 94381936",
    "VIDEOMAE, 86225664",
    "TIMESFORMER, 121258752",
    "S4D_DENSE, 86237966",
    "VIT, 86389248",
    "CLIP, 87849266",
  })
  void theBaseSizeHasAsManyNumbersAsThePublishedModel(MadeUpFamily family, long published)
      throws IOException {
    Path config = folder.resolve("config.json");
    Files.writeString(
        config, MadeUpCheckpoint.of(family).size(MadeUpSize.BASE).config().toString());

    List<PlannedTensor> tensors = MadeUpCheckpoint.tensors(family, Config.read(config));
    assertThat(tensors.stream().mapToLong(PlannedTensor::size).sum()).isEqualTo(published);
  }

  @Test
  void theSameSeedGivesTheSameBytesEverywhere() throws IOException {
    Path one = write(MadeUpFamily.VIT, 1, "one");
    Path same = write(MadeUpFamily.VIT, 1, "same");
    Path other = write(MadeUpFamily.VIT, 2, "other");

    assertThat(one).hasSameBinaryContentAs(same);
    assertThat(Sha256.of(one))
        .isEqualTo("0fea59f59051dcc4db9e84ce607967c5876f25e57f17e86f84d13ef8367c30e7");
    assertThat(Files.mismatch(one, other)).isNotNegative();
  }

  @Test
  void familiesOfOneStructureHaveDifferentWeights() throws IOException {
    String query = "encoder.layers.0.attention.q_proj.weight";
    float[] wav2vec2 = tensor(MadeUpFamily.WAV2VEC2, query);
    float[] hubert = tensor(MadeUpFamily.HUBERT, query);

    assertThat(wav2vec2).hasSameSizeAs(hubert).isNotEqualTo(hubert);
  }

  private float[] tensor(MadeUpFamily family, String name) throws IOException {
    return Checkpoint.open(MadeUpCheckpoint.of(family).write(folder)).tensor(name).toFloats();
  }

  private Path write(MadeUpFamily family, long seed, String name) throws IOException {
    return MadeUpCheckpoint.of(family)
        .seed(seed)
        .write(folder.resolve(name))
        .resolve("model.safetensors");
  }

  @Test
  void whatIsWrittenAgainReplacesWhatWasThere() throws IOException {
    MadeUpCheckpoint.of(MadeUpFamily.VIT).write(folder);
    MadeUpCheckpoint.of(MadeUpFamily.S4D).write(folder);

    Checkpoint checkpoint = Checkpoint.open(folder);
    assertThat(checkpoint.names()).contains("fc_norm.weight").doesNotContain("pooler.dense.bias");
    assertThat(checkpoint.processor()).isEmpty();
  }

  @Test
  void matricesKeepTheSizeOfWhatGoesThroughThem() throws IOException {
    Checkpoint checkpoint = Checkpoint.open(MadeUpCheckpoint.of(MadeUpFamily.VIT).write(folder));

    assertSpread(checkpoint.tensor("encoder.layer.0.intermediate.dense.weight"), 1 / 8.0);
    assertSpread(checkpoint.tensor("encoder.layer.1.output.dense.weight"), 1 / Math.sqrt(128));
    assertSpread(
        checkpoint.tensor("embeddings.patch_embeddings.projection.weight"), 1 / Math.sqrt(768));
    assertSpread(checkpoint.tensor("embeddings.position_embeddings"), 0.02);
    assertThat(checkpoint.tensor("layernorm.weight").toFloats()).containsOnly(1);
    assertThat(checkpoint.tensor("layernorm.bias").toFloats()).containsOnly(0);
  }

  private static void assertSpread(Tensor tensor, double deviation) {
    double[] values = tensor.toDoubles();
    double mean = 0;
    double power = 0;
    for (double value : values) {
      mean += value / values.length;
      power += value * value / values.length;
    }
    double slack = deviation * 5 / Math.sqrt(values.length);
    assertThat(mean).isCloseTo(0, within(slack));
    assertThat(Math.sqrt(power)).isCloseTo(deviation, within(slack));
  }

  @Test
  void tensorsOfOneCheckpointAreUnlikeEachOther() throws IOException {
    Checkpoint checkpoint = Checkpoint.open(MadeUpCheckpoint.of(MadeUpFamily.VIT).write(folder));

    float[] query =
        checkpoint.tensor("encoder.layer.0.attention.attention.query.weight").toFloats();
    float[] key = checkpoint.tensor("encoder.layer.0.attention.attention.key.weight").toFloats();
    double product = 0;
    for (int i = 0; i < query.length; i++) {
      product += query[i] * key[i];
    }
    assertThat(product).isCloseTo(0, within(5 * Math.sqrt(query.length) / 64));
  }

  @Test
  void theKernelOfPositionsHasTheLengthItsDirectionHas() throws IOException {
    Checkpoint checkpoint =
        Checkpoint.open(MadeUpCheckpoint.of(MadeUpFamily.WAV2VEC2).write(folder));
    float[] direction = checkpoint.tensor("encoder.pos_conv_embed.conv.weight_v").toFloats();
    float[] length = checkpoint.tensor("encoder.pos_conv_embed.conv.weight_g").toFloats();

    double power = 0;
    for (int i = 0; i < direction.length; i += length.length) {
      power += direction[i] * direction[i];
    }
    assertThat(Math.sqrt(power)).isCloseTo(length[0], within(0.2 * length[0]));
  }

  @Test
  void anOptionSetTwiceIsRefused() {
    MadeUpCheckpoint checkpoint =
        MadeUpCheckpoint.of(MadeUpFamily.CLIP).size(MadeUpSize.TINY).seed(3);

    assertThatThrownBy(() -> checkpoint.size(MadeUpSize.BASE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("size of the made-up checkpoint CLIP is set twice: TINY");
    assertThatThrownBy(() -> checkpoint.seed(3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("seed");
  }

  @Test
  void aFolderThatCannotBeMadeIsAnError() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThatThrownBy(() -> MadeUpCheckpoint.of(MadeUpFamily.VIT).write(file.resolve("in")))
        .isInstanceOf(IOException.class);
  }
}
