package io.github.blemore.conformance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import io.github.blemore.Device;
import io.github.blemore.Precision;
import io.github.blemore.checkpoint.Checkpoint;
import io.github.blemore.network.Recording;
import io.github.blemore.network.Weights;
import io.github.blemore.npy.NpyArray;
import io.github.blemore.s4d.S4dNet;
import io.github.blemore.torch.TorchDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** S4D's network against the original class: folders {@code s4d_moe} and {@code s4d_dense}. */
final class S4dCheck implements Conformance.FixtureCheck {

  private static final double EXACT = 0;
  private static final double RESIDUAL_STREAM = 1e-4;
  private static final double OUTPUT = 5e-5;
  private static final String ALONE = "features_each_alone";

  /** What the names of one run's tensors begin with; those of a dense network with nothing. */
  private static final List<String> RUNS = List.of("noise_", "nonoise_", "");

  private static final Pattern INPUT = Pattern.compile("input|noise_moe\\d+");

  @Override
  public void run(Path folder, Findings findings) throws IOException {
    Checkpoint checkpoint = Checkpoint.open(folder);
    try (Weights weights =
        Weights.of(
            checkpoint,
            TorchDevice.of(Device.cpu()),
            Precision.FLOAT32,
            S4dNet.prefixes().toArray(String[]::new))) {
      S4dNet net = new S4dNet(weights);
      for (Path entry : FixtureFiles.list(folder, "")) {
        if (Files.isDirectory(entry)) {
          for (String run : RUNS) {
            compare(new Case(entry, run, net, weights.manager()), findings);
          }
        }
      }
    }
  }

  private static void compare(Case one, Findings findings) throws IOException {
    List<String> tensors = one.tensors();
    if (tensors.isEmpty()) {
      return;
    }
    Map<String, float[]> values = one.computed();
    for (String tensor : tensors) {
      findings.check(
          FixtureFiles.name(one.folder()),
          one.run() + tensor,
          tolerance(tensor),
          () -> {
            float[] found = values.get(tensor);
            if (found == null) {
              throw new IllegalArgumentException("no value of this name is offered");
            }
            return Findings.maxAbsDiff(found, FixtureFiles.floats(one.file(tensor)));
          });
    }
  }

  private static double tolerance(String tensor) {
    if (tensor.endsWith("indices")) {
      return EXACT;
    }
    return tensor.equals("hidden_states") ? RESIDUAL_STREAM : OUTPUT;
  }

  /**
   * One run on one input.
   *
   * @param folder holds the input and the outputs of all runs
   * @param run what the outputs' names begin with
   */
  private record Case(Path folder, String run, S4dNet net, NDManager manager) {

    Path file(String tensor) {
      return folder.resolve(run + tensor + ".npy");
    }

    /** The names of the outputs, without that of the run. */
    List<String> tensors() throws IOException {
      List<String> tensors = new ArrayList<>();
      for (Path file : FixtureFiles.list(folder, ".npy")) {
        String name = FixtureFiles.name(file).replaceFirst("\\.npy$", "");
        if (!INPUT.matcher(name).matches() && runOf(name).equals(run)) {
          tensors.add(name.substring(run.length()));
        }
      }
      return tensors;
    }

    private static String runOf(String name) {
      return RUNS.stream().filter(name::startsWith).findFirst().orElseThrow();
    }

    Map<String, float[]> computed() throws IOException {
      NpyArray input = NpyArray.read(folder.resolve("input.npy"));
      Map<String, float[]> values = forward(input);
      if (Files.exists(file(ALONE))) {
        values.put(ALONE, alone(input));
      }
      return values;
    }

    private Map<String, float[]> forward(NpyArray input) {
      Recording recording = new Recording();
      try (NDManager call = manager.newSubManager();
          NDScope scope = new NDScope()) {
        scope.suppressNotUsedWarning();
        net.forward(
            FixtureFiles.array(call, input),
            new S4dNet.Pass(this::noise, S4dNet.Capacity.OF_BATCH, recording));
      }
      Map<String, float[]> values = new HashMap<>();
      recording.values().forEach((name, value) -> values.put(name, value.toFloats()));
      values.put(
          "hidden_states",
          flat(recording.hiddenStates().values().stream().map(NpyArray::toFloats).toList()));
      return values;
    }

    private Optional<NDArray> noise(int block, NDArray logits) {
      Path file = folder.resolve("noise_moe%d.npy".formatted(block));
      if (!run.equals("noise_")) {
        return Optional.empty();
      }
      try {
        return Optional.of(FixtureFiles.array(logits.getManager(), NpyArray.read(file)));
      } catch (IOException e) {
        throw new IllegalArgumentException("noise cannot be read: " + e.getMessage(), e);
      }
    }

    private float[] alone(NpyArray batch) {
      float[] values = batch.toFloats();
      int clips = batch.shape()[0];
      int[] shape = batch.shape();
      shape[0] = 1;
      List<float[]> features = new ArrayList<>();
      for (float[] clip : FixtureFiles.rows(values, values.length / clips)) {
        float[] one = forward(NpyArray.ofFloats(clip, shape)).get("features");
        features.add(one == null ? new float[0] : one);
      }
      return flat(features);
    }

    private static float[] flat(List<float[]> parts) {
      float[] flat = new float[parts.stream().mapToInt(part -> part.length).sum()];
      int at = 0;
      for (float[] part : parts) {
        System.arraycopy(part, 0, flat, at, part.length);
        at += part.length;
      }
      return flat;
    }
  }
}
