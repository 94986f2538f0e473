package io.github.blemore.conformance;

import ai.djl.ndarray.NDManager;
import io.github.blemore.Device;
import io.github.blemore.Precision;
import io.github.blemore.checkpoint.Checkpoint;
import io.github.blemore.network.Network;
import io.github.blemore.network.Recording;
import io.github.blemore.network.Weights;
import io.github.blemore.npy.NpyArray;
import io.github.blemore.torch.TorchDevice;
import io.github.blemore.video.TimeSformerNet;
import io.github.blemore.video.VideoMaeNet;
import io.github.blemore.vision.ClipVisionNet;
import io.github.blemore.vision.VitNet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * VideoMAE, TimeSformer, CLIP vision and ViT against the original: every folder whose {@code
 * config.json} is of such a type, every case in it, every tensor of a case.
 */
final class VisionCheck implements Conformance.FixtureCheck {

  private static final String INPUT = "input.npy";
  private static final String HIDDEN_STATES = "hidden_states";
  private static final double OUTPUT = 5e-5;
  private static final double HIDDEN_STATE = 1e-4;

  private record Family(List<String> prefixes, Function<Weights, Network> network) {}

  private static final Map<String, Family> FAMILIES =
      Map.of(
          "videomae", new Family(List.of(VideoMaeNet.prefix()), VideoMaeNet::new),
          "timesformer", new Family(List.of(TimeSformerNet.prefix()), TimeSformerNet::new),
          "clip_vision_model", new Family(ClipVisionNet.prefixes(), VisionCheck::clip),
          "clip", new Family(ClipVisionNet.prefixes(), VisionCheck::clip),
          "vit", new Family(List.of(VitNet.prefix()), VitNet::new));

  /** Whether it knows networks of this {@code model_type}. */
  static boolean knows(String modelType) {
    return FAMILIES.containsKey(modelType);
  }

  private static Network clip(Weights weights) {
    return new ClipVisionNet(weights, ClipVisionNet.hasProjection(weights));
  }

  @Override
  public void run(Path folder, Findings findings) throws IOException {
    Checkpoint checkpoint = Checkpoint.open(folder);
    Family family = FAMILIES.get(checkpoint.config().text("model_type"));
    if (family == null) {
      throw new IOException(folder + " is of another architecture");
    }
    try (Weights weights =
        Weights.of(
            checkpoint,
            TorchDevice.of(Device.cpu()),
            Precision.FLOAT32,
            family.prefixes().toArray(String[]::new))) {
      Network network = family.network().apply(weights);
      for (Path oneCase : cases(folder)) {
        check(weights, network, oneCase, findings);
      }
    }
  }

  private static List<Path> cases(Path folder) throws IOException {
    List<Path> cases = new ArrayList<>();
    for (Path entry : FixtureFiles.list(folder, "")) {
      if (Files.exists(entry.resolve(INPUT))) {
        cases.add(entry);
      }
    }
    if (cases.isEmpty()) {
      throw new IOException("%s holds no folder with %s".formatted(folder, INPUT));
    }
    return cases;
  }

  private static void check(Weights weights, Network network, Path oneCase, Findings findings)
      throws IOException {
    Recording recording = new Recording();
    NpyArray input = NpyArray.read(oneCase.resolve(INPUT));
    try (NDManager call = weights.manager().newSubManager()) {
      network.forward(FixtureFiles.array(call, input), recording).close();
    }
    for (Path file : FixtureFiles.list(oneCase, ".npy")) {
      String name = FixtureFiles.name(file).replace(".npy", "");
      if (name.equals(HIDDEN_STATES)) {
        findings.check(
            FixtureFiles.name(oneCase),
            name,
            HIDDEN_STATE,
            () -> hiddenStates(recording, NpyArray.read(file)));
      } else if (!FixtureFiles.name(file).equals(INPUT)) {
        findings.check(
            FixtureFiles.name(oneCase), name, OUTPUT, () -> value(recording, name, file));
      }
    }
  }

  private static double value(Recording recording, String name, Path file) throws IOException {
    NpyArray actual = recording.values().get(name);
    if (actual == null) {
      throw new IOException("the network offers no " + name);
    }
    NpyArray expected = NpyArray.read(file);
    requireShape(actual.shape(), expected.shape());
    return Findings.maxAbsDiff(actual.toFloats(), expected.toFloats());
  }

  private static double hiddenStates(Recording recording, NpyArray expected) throws IOException {
    int[] shape = expected.shape();
    if (recording.hiddenStates().size() != shape[0]) {
      throw new IOException(
          "%d hidden states where the reference has %d"
              .formatted(recording.hiddenStates().size(), shape[0]));
    }
    float[][] states = FixtureFiles.rows(expected.toFloats(), expected.size() / shape[0]);
    double largest = 0;
    for (int i = 0; i < states.length; i++) {
      NpyArray actual = recording.hiddenStates().get(i);
      if (actual == null) {
        throw new IOException("hidden state %d is not offered".formatted(i));
      }
      requireShape(actual.shape(), Arrays.copyOfRange(shape, 1, shape.length));
      largest = Math.max(largest, Findings.maxAbsDiff(actual.toFloats(), states[i]));
    }
    return largest;
  }

  private static void requireShape(int[] actual, int[] expected) throws IOException {
    if (!Arrays.equals(actual, expected)) {
      throw new IOException(
          "shape %s where the reference has %s"
              .formatted(Arrays.toString(actual), Arrays.toString(expected)));
    }
  }
}
