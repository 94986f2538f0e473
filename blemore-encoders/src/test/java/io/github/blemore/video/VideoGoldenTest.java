package io.github.blemore.video;

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
class VideoGoldenTest {

  private static final Path VIDEOMAE = TestCheckpoints.original("videomae");
  private static final Path CLASSIFIER = TestCheckpoints.original("videomae_cls_prefixed");
  private static final Path TIMESFORMER = TestCheckpoints.original("timesformer_cls_prefixed");

  private static NetworkRun videoMae(Path checkpoint, Path input) throws IOException {
    return NetworkRun.of(checkpoint, List.of(VideoMaeNet.prefix()), VideoMaeNet::new, input);
  }

  private static NetworkRun timeSformer(Path checkpoint, Path input) throws IOException {
    return NetworkRun.of(checkpoint, List.of(TimeSformerNet.prefix()), TimeSformerNet::new, input);
  }

  @Test
  void videoMae() throws IOException {
    Path b1 = VIDEOMAE.resolve("b1");
    NetworkRun run = videoMae(VIDEOMAE, b1.resolve("input.npy"));

    run.assertHiddenStates(b1);
    run.assertValue(b1, "last_hidden_state");
  }

  @Test
  void videoMaeClassifierWithPrefix() throws IOException {
    Path b1 = CLASSIFIER.resolve("b1");
    NetworkRun run = videoMae(CLASSIFIER, b1.resolve("input.npy"));

    run.assertValue(b1, "last_hidden_state");
    run.assertValue(b1, "logits");
  }

  @Test
  void timeSformerClassifierWithPrefix() throws IOException {
    Path b1 = TIMESFORMER.resolve("b1");
    NetworkRun run = timeSformer(TIMESFORMER, b1.resolve("input.npy"));

    run.assertValue(b1, "last_hidden_state");
    run.assertValue(b1, "logits");
  }

  @Test
  void timeSformerOfThreeClips() throws IOException {
    Path b3 = TIMESFORMER.resolve("b3");

    timeSformer(TIMESFORMER, b3.resolve("input.npy")).assertValue(b3, "logits");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "timesformer."})
  void prefixesAndOtherTensorsDoNotMatter(String prefix, @TempDir Path temp) throws IOException {
    Path copy =
        TestCheckpoints.withNames(
            TIMESFORMER,
            temp.resolve("copy"),
            name ->
                name.startsWith("classifier")
                    ? Optional.of("decoder." + name)
                    : Optional.of(name.replace(TimeSformerNet.prefix(), prefix)));
    Path b1 = TIMESFORMER.resolve("b1");

    timeSformer(copy, b1.resolve("input.npy")).assertValue(b1, "last_hidden_state");
  }
}
