package io.github.blemore.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.blemore.npy.NpyArray;
import io.github.blemore.safetensors.SafeTensors;
import io.github.blemore.video.TimeSformerNet;
import io.github.blemore.video.VideoMaeNet;
import io.github.blemore.vision.ClipVisionNet;
import io.github.blemore.vision.VitNet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * That the configured eps is used: with a large one, and the last norm computed here. With the real
 * ones the outputs alone would not show it.
 */
class NormEpsTest {

  private static final double EPS = 0.3;

  @TempDir private Path temp;

  private Path withEps(Path original) throws IOException {
    return TestCheckpoints.withConfig(
        original, temp.resolve("eps"), config -> config.put("layer_norm_eps", EPS));
  }

  private static float[] norm(float[] x, Path checkpoint, String name) {
    return norm(x, checkpoint, name, EPS);
  }

  private static float[] norm(float[] x, Path checkpoint, String name, double eps) {
    SafeTensors tensors = SafeTensors.map(checkpoint.resolve("model.safetensors"));
    float[] weight = tensors.get(name + ".weight").toFloats();
    float[] bias = tensors.get(name + ".bias").toFloats();
    float[] y = new float[x.length];
    for (int from = 0; from < x.length; from += weight.length) {
      double mean = 0;
      double squares = 0;
      for (int i = 0; i < weight.length; i++) {
        mean += x[from + i] / weight.length;
      }
      for (int i = 0; i < weight.length; i++) {
        squares += (x[from + i] - mean) * (x[from + i] - mean) / weight.length;
      }
      for (int i = 0; i < weight.length; i++) {
        double normal = (x[from + i] - mean) / Math.sqrt(squares + eps);
        y[from + i] = (float) (normal * weight[i] + bias[i]);
      }
    }
    return y;
  }

  private static float[] last(NetworkRun run) {
    List<NpyArray> states = List.copyOf(run.hiddenStates().values());
    return states.get(states.size() - 1).toFloats();
  }

  /** The layers' eps moves what comes before the last norm. */
  private static void assertLayersDiffer(
      NetworkRun run, Path original, List<String> prefixes, Function<Weights, Network> network)
      throws IOException {
    NetworkRun usual = NetworkRun.of(original, prefixes, network, original.resolve("b1/input.npy"));

    assertThat(Encodings.relativeError(last(run), last(usual))).isGreaterThan(1e-3);
  }

  private void assertLastNorm(
      Path checkpoint, List<String> prefixes, Function<Weights, Network> network, Path original)
      throws IOException {
    NetworkRun run = NetworkRun.of(checkpoint, prefixes, network, original.resolve("b1/input.npy"));
    String prefix =
        SafeTensors.map(checkpoint.resolve("model.safetensors")).names().contains("layernorm.bias")
            ? ""
            : prefixes.get(0);

    assertThat(run.value("last_hidden_state").toFloats())
        .containsExactly(norm(last(run), checkpoint, prefix + "layernorm"), within(1e-4f));
    assertLayersDiffer(run, original, prefixes, network);
  }

  @Test
  void ofTimeSformer() throws IOException {
    Path original = TestCheckpoints.original("timesformer_cls_prefixed");

    assertLastNorm(
        withEps(original), List.of(TimeSformerNet.prefix()), TimeSformerNet::new, original);
  }

  @Test
  void ofVit() throws IOException {
    Path original = TestCheckpoints.original("vit");

    assertLastNorm(withEps(original), List.of(VitNet.prefix()), VitNet::new, original);
  }

  /** Also shows the form without mean pooling: a last norm, and the first token classified. */
  @Test
  void ofVideoMaeWithoutMeanPooling() throws IOException {
    Path original = TestCheckpoints.original("videomae_cls_prefixed");
    Path renamed =
        TestCheckpoints.withNames(
            original,
            temp.resolve("renamed"),
            name -> Optional.of(name.replace("fc_norm", "videomae.layernorm")));
    Path copy =
        TestCheckpoints.withConfig(
            renamed,
            temp.resolve("eps"),
            config -> config.put("layer_norm_eps", EPS).put("use_mean_pooling", false));
    List<String> prefixes = List.of(VideoMaeNet.prefix());

    assertLastNorm(copy, prefixes, VideoMaeNet::new, original);

    NetworkRun run =
        NetworkRun.of(copy, prefixes, VideoMaeNet::new, original.resolve("b1/input.npy"));
    SafeTensors tensors = SafeTensors.map(copy.resolve("model.safetensors"));
    float[] weight = tensors.get("classifier.weight").toFloats();
    float[] logits = tensors.get("classifier.bias").toFloats();
    float[] state = run.value("last_hidden_state").toFloats();
    int width = weight.length / logits.length;
    for (int i = 0; i < weight.length; i++) {
      logits[i / width] += weight[i] * state[i % width];
    }
    assertThat(run.value("logits").toFloats()).containsExactly(logits, within(1e-4f));
  }

  /** The norm of the mean has PyTorch's own eps, whatever the config says. */
  @Test
  void ofVideoMaesMean() throws IOException {
    Path original = TestCheckpoints.original("videomae_cls_prefixed");
    Path copy = withEps(original);
    NetworkRun run =
        NetworkRun.of(
            copy,
            List.of(VideoMaeNet.prefix()),
            VideoMaeNet::new,
            original.resolve("b1/input.npy"));
    SafeTensors tensors = SafeTensors.map(copy.resolve("model.safetensors"));
    float[] weight = tensors.get("classifier.weight").toFloats();
    float[] logits = tensors.get("classifier.bias").toFloats();
    float[] state = run.value("last_hidden_state").toFloats();
    int width = weight.length / logits.length;
    float[] mean = new float[width];
    for (int i = 0; i < state.length; i++) {
      mean[i % width] += state[i] * width / state.length;
    }
    float[] normed = norm(mean, copy, "fc_norm", 1e-5);
    for (int i = 0; i < weight.length; i++) {
      logits[i / width] += weight[i] * normed[i % width];
    }
    assertThat(run.value("logits").toFloats()).containsExactly(logits, within(1e-4f));
  }

  @Test
  void ofClip() throws IOException {
    Path original = TestCheckpoints.original("clip_vision");
    Path copy = withEps(original);
    Function<Weights, Network> network = weights -> new ClipVisionNet(weights, true);
    NetworkRun run =
        NetworkRun.of(copy, ClipVisionNet.prefixes(), network, original.resolve("b1/input.npy"));
    float[] pooled = run.value("pooler_output").toFloats();

    assertThat(pooled)
        .containsExactly(
            norm(Arrays.copyOf(last(run), pooled.length), copy, "vision_model.post_layernorm"),
            within(1e-4f));
    assertLayersDiffer(run, original, ClipVisionNet.prefixes(), network);
  }
}
