package io.github.blemore.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.blemore.npy.NpyArray;
import io.github.blemore.safetensors.SafeTensors;
import io.github.blemore.safetensors.SafeTensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The original's numbers of one model, whole and changed. */
class TrainingCheckTest {

  private static final Path ORIGINAL =
      Path.of("../blemore-finetune/src/test/resources/fixtures/finetune/videomae");
  private static final String BIAS = "classifier.bias";

  @TempDir private Path folder;
  private Path model;

  @BeforeEach
  void copy() throws IOException {
    model = Files.createDirectory(folder.resolve("videomae"));
    try (Stream<Path> files = Files.list(ORIGINAL)) {
      for (Path file : files.toList()) {
        Files.copy(file, model.resolve(file.getFileName()));
      }
    }
    float[] losses = NpyArray.read(model.resolve("losses.npy")).toFloats();
    NpyArray.ofFloats(new float[] {losses[0]}, 1).write(model.resolve("loss.npy"));
  }

  private Findings run() throws IOException {
    Findings findings = new Findings("finetune");
    new FinetuneCheck().run(folder, findings);
    return findings;
  }

  private List<String> failed() throws IOException {
    return run().checks().stream()
        .filter(check -> !check.ok())
        .map(ConformanceReport.Check::tensor)
        .toList();
  }

  private void change(String file, Consumer<Map<String, float[]>> change) throws IOException {
    Path path = model.resolve(file + ".safetensors");
    SafeTensors before = SafeTensors.map(path);
    Map<String, float[]> tensors = new LinkedHashMap<>();
    before.names().forEach(name -> tensors.put(name, before.get(name).toFloats()));
    change.accept(tensors);
    SafeTensorsWriter writer = new SafeTensorsWriter();
    tensors.forEach((name, values) -> writer.add(name, values, before.get(name).shape()));
    writer.write(path);
  }

  private static Consumer<Map<String, float[]>> moved(String name, float by) {
    return tensors -> Objects.requireNonNull(tensors.get(name))[0] += by;
  }

  @Test
  void theOriginalsNumbersAreOurs() throws IOException {
    List<ConformanceReport.Check> checks = run().checks();
    assertThat(checks).allMatch(ConformanceReport.Check::ok);
    assertThat(checks)
        .extracting(ConformanceReport.Check::tensor)
        .containsExactly(
            "logits",
            "loss",
            "gradients",
            "losses",
            "weights_step1",
            "weights_step1 (vanishing gradient)",
            "weights_step5",
            "weights_step5 (vanishing gradient)",
            "layerdecay_losses",
            "layerdecay_weights_step1",
            "layerdecay_weights_step1 (vanishing gradient)",
            "layerdecay_weights_step5",
            "layerdecay_weights_step5 (vanishing gradient)");
  }

  @Test
  void anotherGradientFails() throws IOException {
    change("gradients", moved("videomae.encoder.layer.0.output.dense.weight", 2e-5f));
    assertThat(failed()).containsExactly("gradients");
  }

  @Test
  void aGradientLessFails() throws IOException {
    change("gradients", tensors -> tensors.remove(BIAS));
    assertThat(failed()).containsExactly("gradients");
  }

  @Test
  void anotherWeightFails() throws IOException {
    change("weights_step1", moved(BIAS, 3e-6f));
    change("layerdecay_weights_step5", moved(BIAS, Float.NaN));
    assertThat(failed()).containsExactly("weights_step1", "layerdecay_weights_step5");
  }

  @Test
  void aFolderOfAnotherNameIsSkipped() throws IOException {
    Files.createDirectory(folder.resolve("resnet"));
    assertThat(run().skipped())
        .extracting(ConformanceReport.Skipped::fixture)
        .containsExactly("finetune/resnet");
  }
}
