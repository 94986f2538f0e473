package io.github.blemore.conformance;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.blemore.Device;
import io.github.blemore.Precision;
import io.github.blemore.checkpoint.Checkpoint;
import io.github.blemore.checkpoint.CheckpointEncoderBuilder;
import io.github.blemore.finetune.FineTuneSettings;
import io.github.blemore.finetune.TrainingSession;
import io.github.blemore.network.Recording;
import io.github.blemore.network.Scopes;
import io.github.blemore.network.Weights;
import io.github.blemore.npy.NpyArray;
import io.github.blemore.s4d.S4dEncoder;
import io.github.blemore.s4d.S4dNet;
import io.github.blemore.safetensors.SafeTensors;
import io.github.blemore.speech.Wav2Vec2Encoder;
import io.github.blemore.torch.TorchDevice;
import io.github.blemore.video.TimeSformerEncoder;
import io.github.blemore.video.VideoMaeEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * One encoder's training against the original's: logits, losses, the gradient of every parameter,
 * and the weights after one and five steps of AdamW on the same batch.
 */
final class TrainingCheck {

  private static final double LOGITS = 5e-5;
  private static final double LOSS = 1e-5;
  private static final double GRADIENT = 1e-5;
  private static final double EXACT = 0;
  private static final int STEPS = 5;
  private static final double LEARNING_RATE = 1e-3;
  private static final double LAYER_DECAY = 0.75;
  private static final double LOAD_BALANCING = 1e-3;
  private static final String S4D = "s4d_moe";

  private static final Map<String, Function<Path, CheckpointEncoderBuilder<?>>> ENCODERS =
      Map.of(
          "videomae",
          VideoMaeEncoder::builder,
          "timesformer",
          TimeSformerEncoder::builder,
          S4D,
          S4dEncoder::builder,
          "wav2vec2",
          Wav2Vec2Encoder::builder);

  /** What a training leaves to compare. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Trained(
      float[] losses,
      Map<String, float[]> gradients,
      Map<String, float[]> afterFirst,
      Map<String, float[]> afterLast) {}

  private final Path folder;
  private final String model;
  private final Findings findings;
  private final NpyArray input;
  private final List<float[]> labels;

  private TrainingCheck(Path folder, Findings findings) throws IOException {
    this.folder = folder;
    this.model = FixtureFiles.name(folder);
    this.findings = findings;
    this.input = NpyArray.read(folder.resolve("input.npy"));
    this.labels = List.of(FixtureFiles.rows(folder.resolve("soft_labels.npy")));
  }

  /** Whether there is such a check for a folder of this name. */
  static boolean knows(String model) {
    return ENCODERS.containsKey(model);
  }

  /** Trains the model of a folder as the original was. */
  static void run(Path folder, Findings findings) {
    try {
      TrainingCheck check = new TrainingCheck(folder, findings);
      check.training();
      if (Files.exists(folder.resolve("layerdecay_losses.npy"))) {
        check.layerDecay();
      }
      if (check.model.equals(S4D)) {
        check.routing();
        check.loadBalancing();
      }
    } catch (IOException | RuntimeException e) {
      findings.fail(FixtureFiles.name(folder), "files", EXACT, e);
    }
  }

  private void training() throws IOException {
    FineTuneSettings settings = settings().layerDecay(1).build();
    if (!model.equals(S4D)) {
      findings.check(model, "logits", LOGITS, () -> diff(logits(settings), "logits"));
    }
    Trained trained = train(settings);
    findings.check(model, "loss", LOSS, () -> diff(new float[] {trained.losses()[0]}, "loss"));
    gradients("gradients", trained.gradients());
    compare("", trained);
  }

  private void layerDecay() throws IOException {
    compare("layerdecay_", train(settings().layerDecay(LAYER_DECAY).build()));
  }

  /** The gradient of the loss together with the one that spreads tokens over the experts. */
  private void loadBalancing() throws IOException {
    try (TrainingSession session = open(settings().loadBalancing(LOAD_BALANCING).build())) {
      session.learn(input, labels, labels.size(), 0);
      gradients("gradients_with_aux", session.gradients());
    }
  }

  /** As the fixtures were made: the checkpoint's own head, gradients as they are. */
  private FineTuneSettings.Builder settings() {
    return FineTuneSettings.builder()
        .keepHead()
        .batch(labels.size())
        .capacity(S4dNet.Capacity.OF_BATCH)
        .withoutRouterNoise()
        .clip(Double.POSITIVE_INFINITY);
  }

  private TrainingSession open(FineTuneSettings settings) {
    CheckpointEncoderBuilder<?> encoder = Objects.requireNonNull(ENCODERS.get(model)).apply(folder);
    return TrainingSession.open(encoder.device(Device.cpu()), settings);
  }

  private float[] logits(FineTuneSettings settings) {
    try (TrainingSession session = open(settings)) {
      return session.logits(input);
    }
  }

  private Trained train(FineTuneSettings settings) {
    try (TrainingSession session = open(settings)) {
      float[] losses = new float[STEPS + 1];
      losses[0] = session.learn(input, labels, labels.size(), 0);
      Map<String, float[]> gradients = session.gradients();
      session.step(LEARNING_RATE);
      Map<String, float[]> afterFirst = session.weights();
      for (int step = 1; step < STEPS; step++) {
        losses[step] = session.learn(input, labels, labels.size(), step);
        session.step(LEARNING_RATE);
      }
      Map<String, float[]> afterLast = session.weights();
      losses[STEPS] = session.learn(input, labels, labels.size(), STEPS);
      return new Trained(losses, gradients, afterFirst, afterLast);
    }
  }

  private double diff(float[] actual, String tensor) throws IOException {
    return Findings.maxAbsDiff(actual, FixtureFiles.floats(folder.resolve(tensor + ".npy")));
  }

  private void gradients(String file, Map<String, float[]> found) {
    findings.check(
        model,
        file,
        GRADIENT,
        () -> {
          SafeTensors expected = SafeTensors.map(folder.resolve(file + ".safetensors"));
          if (!found.keySet().equals(expected.names())) {
            TreeSet<String> different = new TreeSet<>(found.keySet());
            expected.names().stream().filter(n -> !different.remove(n)).forEach(different::add);
            throw new IllegalArgumentException("only here or only there: " + different);
          }
          double largest = 0;
          for (String name : expected.names()) {
            double one =
                Findings.maxAbsDiff(
                    Objects.requireNonNull(found.get(name)), expected.get(name).toFloats());
            largest = Math.max(largest, one);
          }
          return largest;
        });
  }

  private void compare(String run, Trained trained) throws IOException {
    findings.check(model, run + "losses", LOSS, () -> diff(trained.losses(), run + "losses"));
    weights(run, 1, trained.afterFirst());
    weights(run, STEPS, trained.afterLast());
  }

  private void weights(String run, int step, Map<String, float[]> found) throws IOException {
    String file = run + "weights_step" + step;
    SafeTensors gradients = SafeTensors.map(folder.resolve("gradients.safetensors"));
    JsonNode parameters = FixtureFiles.json(folder.resolve("manifest.json")).path("parameters");
    WeightDifferences differences = new WeightDifferences(gradients);
    SafeTensors expected = SafeTensors.map(folder.resolve(file + ".safetensors"));
    for (Map.Entry<String, float[]> one : found.entrySet()) {
      double rate = parameters.path(one.getKey()).path("lr_layerdecay").asDouble(LEARNING_RATE);
      double factor = run.isEmpty() ? 1 : rate / LEARNING_RATE;
      differences.add(one.getKey(), one.getValue(), expected.get(one.getKey()).toFloats(), factor);
    }
    differences.check(model, file, step, expected.names(), findings);
  }

  /** The experts that tokens chose at the initial weights, and the logits that came of it. */
  private void routing() throws IOException {
    Recording recording = new Recording();
    try (Weights weights =
            Weights.of(
                Checkpoint.open(folder),
                TorchDevice.of(Device.cpu()),
                Precision.FLOAT32,
                S4dNet.prefixes().toArray(String[]::new));
        NDManager call = weights.manager().newSubManager()) {
      S4dNet net = new S4dNet(weights);
      S4dNet.Pass pass = new S4dNet.Pass(S4dNet.Noise.NONE, S4dNet.Capacity.OF_BATCH, recording);
      float[] logits = Scopes.values(() -> net.classify(FixtureFiles.array(call, input), pass));
      findings.check(model, "logits", LOGITS, () -> diff(logits, "logits"));
    }
    for (Path file : FixtureFiles.list(folder, "_indices.npy")) {
      String tensor = FixtureFiles.name(file).replace(".npy", "");
      findings.check(
          model,
          tensor,
          EXACT,
          () -> diff(Objects.requireNonNull(recording.values().get(tensor)).toFloats(), tensor));
    }
  }
}
