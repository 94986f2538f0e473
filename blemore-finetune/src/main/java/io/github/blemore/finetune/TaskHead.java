package io.github.blemore.finetune;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.blemore.Emotion;
import io.github.blemore.ModelException;
import io.github.blemore.checkpoint.Checkpoint;
import io.github.blemore.checkpoint.Config;
import io.github.blemore.network.NewTensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * What a checkpoint needs to become one of a classifier of six emotions: new last layers, and the
 * names under which Hugging Face's class for classification looks for the others.
 *
 * @param added name to a tensor that is new or takes the place of the checkpoint's own
 * @param prefix to go before the names of a checkpoint without a head, such as {@code videomae.}
 * @param architecture Hugging Face's class, if there is one
 */
record TaskHead(Map<String, NewTensor> added, String prefix, Optional<String> architecture) {

  /** Of new layers; VideoMAE's, S4D's and Hugging Face's. */
  private static final double DEVIATION = 0.02;

  private static final int PROJECTOR = 256;

  /** The projector's width of {@code Wav2Vec2ForSequenceClassification}. */
  private static final String PROJECTOR_SIZE = "classifier_proj_size";

  /** That of VideoMAE or TimeSformer. */
  static TaskHead ofVideo(
      Checkpoint checkpoint, String prefix, String architecture, FineTuneSettings settings) {
    Config config = checkpoint.config();
    int width = config.count("hidden_size");
    Map<String, NewTensor> added = new LinkedHashMap<>();
    if (!isKept(checkpoint, "classifier", settings)) {
      linear(added, "classifier", width, Emotion.COUNT, settings.seed());
    }
    boolean norm =
        config.text("model_type").equals("videomae")
            && config.flag("use_mean_pooling", true)
            && !checkpoint.names().contains("fc_norm.weight");
    if (norm) {
      norm(added, "fc_norm", width);
    }
    return new TaskHead(added, missingPrefix(checkpoint, prefix), Optional.of(architecture));
  }

  /** That of Wav2Vec2, HuBERT or WavLM. */
  static TaskHead ofSpeech(Checkpoint checkpoint, FineTuneSettings settings) {
    Config config = checkpoint.config();
    int width = config.count("hidden_size");
    Map<String, NewTensor> added = new LinkedHashMap<>();
    if (!isKept(checkpoint, "classifier", settings)) {
      int projected = config.count(PROJECTOR_SIZE, PROJECTOR);
      linear(added, "projector", width, projected, Seeds.mix(settings.seed(), 1));
      linear(added, "classifier", projected, Emotion.COUNT, settings.seed());
    }
    String type = config.text("model_type");
    String model =
        switch (type) {
          case "hubert" -> "Hubert";
          case "wavlm" -> "WavLM";
          default -> "Wav2Vec2";
        };
    return new TaskHead(
        added,
        missingPrefix(checkpoint, type + "."),
        Optional.of(model + "ForSequenceClassification"));
  }

  /** That of S4D; pre-trained weights also get the norm before the head. */
  static TaskHead ofS4d(Checkpoint checkpoint, FineTuneSettings settings) {
    String kernel =
        checkpoint.names().stream()
            .filter(name -> name.endsWith("patch_embed.proj.bias"))
            .findFirst()
            .orElseThrow();
    String prefix = kernel.substring(0, kernel.indexOf("patch_embed"));
    int width = Math.toIntExact(checkpoint.tensor(kernel).shape()[0]);
    Map<String, NewTensor> added = new LinkedHashMap<>();
    String head = prefix + "head.video";
    if (!isKept(checkpoint, head, settings)) {
      linear(added, head, width, Emotion.COUNT, settings.seed());
    }
    if (!checkpoint.names().contains(prefix + "fc_norm.weight")) {
      norm(added, prefix + "fc_norm", width);
    }
    return new TaskHead(added, "", Optional.empty());
  }

  /** Whether a layer is already one of our six emotions, or said to be. */
  private static boolean isKept(Checkpoint checkpoint, String layer, FineTuneSettings settings) {
    String name = layer + ".weight";
    boolean isOfSix =
        checkpoint.names().contains(name) && checkpoint.tensor(name).shape()[0] == Emotion.COUNT;
    if (settings.keepsHead() && !isOfSix) {
      throw new ModelException(
          "%s has no tensor \"%s\" of %d outputs: there is no head to keep"
              .formatted(checkpoint.folder(), name, Emotion.COUNT));
    }
    if (settings.keepsHead() || !isOfSix) {
      return isOfSix;
    }
    Optional<Config> labels = checkpoint.config().section("id2label");
    return labels.isPresent()
        && Emotion.classOrder().stream()
            .allMatch(
                emotion ->
                    labels.get().text(String.valueOf(emotion.index()), "").equals(emotion.code()));
  }

  private static String missingPrefix(Checkpoint checkpoint, String prefix) {
    return checkpoint.names().stream().anyMatch(name -> name.startsWith(prefix)) ? "" : prefix;
  }

  private static void linear(
      Map<String, NewTensor> added, String name, int inputs, int outputs, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] weight = new float[inputs * outputs];
    for (int i = 0; i < weight.length; i++) {
      weight[i] = (float) (DEVIATION * truncatedNormal(random));
    }
    added.put(name + ".weight", new NewTensor(new long[] {outputs, inputs}, weight));
    added.put(name + ".bias", new NewTensor(new long[] {outputs}, new float[outputs]));
  }

  /** Normal within two deviations; drawn again outside. */
  private static double truncatedNormal(SplittableRandom random) {
    double value = random.nextGaussian();
    while (Math.abs(value) > 2) {
      value = random.nextGaussian();
    }
    return value;
  }

  private static void norm(Map<String, NewTensor> added, String name, int width) {
    float[] ones = new float[width];
    Arrays.fill(ones, 1);
    added.put(name + ".weight", new NewTensor(new long[] {width}, ones));
    added.put(name + ".bias", new NewTensor(new long[] {width}, new float[width]));
  }

  /** The name that a tensor of the network has in the adapted checkpoint. */
  String newName(String name) {
    return added.containsKey(name) ? name : prefix + name;
  }

  /** Writes into a {@code config.json}, beside the labels, what the head needs to be read again. */
  void describe(ObjectNode config) {
    NewTensor projector = added.get("projector.weight");
    if (projector != null) {
      config.put(PROJECTOR_SIZE, projector.shape()[0]);
    }
    if (architecture.isEmpty()) {
      config.put("num_classes", Emotion.COUNT);
      describeHeads(config);
    }
  }

  /** S4D's config has the classes of both heads, that for pictures first. */
  private static void describeHeads(ObjectNode config) {
    int pictures = config.path("multi_head").path(0).asInt(0);
    if (pictures > 0) {
      config.remove("multi_head");
      List.of(pictures, Emotion.COUNT).forEach(config.withArray("multi_head")::add);
    }
  }
}
