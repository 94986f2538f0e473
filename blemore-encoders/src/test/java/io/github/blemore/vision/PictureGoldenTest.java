package io.github.blemore.vision;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.blemore.network.NetworkRun;
import io.github.blemore.network.TestCheckpoints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the values of the original code. */
class PictureGoldenTest {

  private static final Path CLIP = TestCheckpoints.original("clip_vision");
  private static final Path VIT = TestCheckpoints.original("vit");

  private static NetworkRun clip(Path checkpoint, Path input) throws IOException {
    return NetworkRun.of(
        checkpoint, ClipVisionNet.prefixes(), weights -> new ClipVisionNet(weights, true), input);
  }

  private static NetworkRun vit(Path checkpoint, Path input) throws IOException {
    return NetworkRun.of(checkpoint, List.of(VitNet.prefix()), VitNet::new, input);
  }

  @Test
  void clipVision() throws IOException {
    Path b1 = CLIP.resolve("b1");
    NetworkRun run = clip(CLIP, b1.resolve("input.npy"));

    run.assertHiddenStates(b1);
    run.assertValue(b1, "last_hidden_state");
    run.assertValue(b1, "pooler_output");
    run.assertValue(b1, "image_embeds");
  }

  @Test
  void clipVisionOfThreePictures() throws IOException {
    Path b3 = CLIP.resolve("b3");
    NetworkRun run = clip(CLIP, b3.resolve("input.npy"));

    run.assertValue(b3, "pooler_output");
    run.assertValue(b3, "image_embeds");
  }

  @Test
  void vit() throws IOException {
    Path b1 = VIT.resolve("b1");
    NetworkRun run = vit(VIT, b1.resolve("input.npy"));

    run.assertHiddenStates(b1);
    run.assertValue(b1, "last_hidden_state");
    run.assertValue(b1, "pooler_output");
  }

  @Test
  void vitOfThreePictures() throws IOException {
    Path b3 = VIT.resolve("b3");

    vit(VIT, b3.resolve("input.npy")).assertValue(b3, "pooler_output");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "clip.vision_model."})
  void clipMayHaveOtherPrefixes(String prefix, @TempDir Path temp) throws IOException {
    Path copy =
        TestCheckpoints.withNames(
            CLIP, temp.resolve("copy"), name -> Optional.of(name.replace("vision_model.", prefix)));
    Path b1 = CLIP.resolve("b1");

    clip(copy, b1.resolve("input.npy")).assertValue(b1, "image_embeds");
  }

  @Test
  void vitMayHaveAPrefix(@TempDir Path temp) throws IOException {
    Path copy =
        TestCheckpoints.withNames(VIT, temp.resolve("copy"), name -> Optional.of("vit." + name));
    Path b1 = VIT.resolve("b1");

    vit(copy, b1.resolve("input.npy")).assertValue(b1, "pooler_output");
  }

  @Test
  void theVisionPartOfAWholeClip(@TempDir Path temp) throws IOException {
    Path copy =
        TestCheckpoints.withConfig(CLIP, temp.resolve("copy"), PictureGoldenTest::makeWhole);
    Path b1 = CLIP.resolve("b1");

    clip(copy, b1.resolve("input.npy")).assertValue(b1, "image_embeds");
  }

  /** As Hugging Face's tools write it, without what is usual. */
  private static void makeWhole(ObjectNode config) {
    ObjectNode vision = config.deepCopy();
    vision.remove(List.of("hidden_act", "layer_norm_eps", "projection_dim"));
    vision.put("model_type", "clip_vision_model");
    int projection = config.get("projection_dim").intValue();
    config.removeAll();
    config.put("model_type", "clip").put("projection_dim", projection);
    config.set("vision_config", vision);
    config.putObject("text_config").put("hidden_size", 12);
  }

  @Test
  void theActivationIsTheConfigs(@TempDir Path temp) throws IOException {
    Path copy =
        TestCheckpoints.withConfig(
            CLIP, temp.resolve("copy"), config -> config.put("hidden_act", "gelu"));
    Path input = CLIP.resolve("b1/input.npy");
    float[] quick = clip(CLIP, input).value("image_embeds").toFloats();
    float[] exact = clip(copy, input).value("image_embeds").toFloats();

    double largest = 0;
    for (int i = 0; i < quick.length; i++) {
      largest = Math.max(largest, Math.abs(quick[i] - exact[i]));
    }
    assertThat(largest).isGreaterThan(1e-3);
  }
}
