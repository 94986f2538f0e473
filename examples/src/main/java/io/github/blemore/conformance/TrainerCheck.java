package io.github.blemore.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.blemore.Embedding;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.challenge.ClipName;
import io.github.blemore.head.EpochReport;
import io.github.blemore.head.HeadTraining;
import io.github.blemore.head.HeadWeights;
import io.github.blemore.head.SoftmaxHead;
import io.github.blemore.head.Standardizer;
import io.github.blemore.head.TrainedHead;
import io.github.blemore.head.TrainingSet;
import io.github.blemore.safetensors.SafeTensors;
import io.github.blemore.threshold.Thresholds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Head training against the original's, step for step: folder {@code trainer}. */
final class TrainerCheck implements Conformance.FixtureCheck {

  private static final String ENCODER = "original";
  private static final double SCALED = 1e-5;
  private static final double LOSS = 1e-5;
  private static final double PROBABILITY = 1e-5;
  private static final double EXACT = 1e-12;
  private static final double FAST_RATE = 1e-5;
  private static final double WEIGHTS = 1e-6;
  private static final double WEIGHTS_AT_FAST_RATE = 5e-5;

  @Override
  public void run(Path folder, Findings findings) throws IOException {
    JsonNode summary = FixtureFiles.json(folder.resolve("summary.json"));
    TrainingSet train = clips(folder, "train");
    TrainingSet validation = clips(folder, "val");
    int batchSize = summary.required("batch_size").asInt();
    findings.check(
        "settings",
        "batch_order",
        EXACT,
        () ->
            inOrder(
                FixtureFiles.json(folder.resolve("batch_order.json")),
                batchSize,
                train.windowCount()));
    labels(folder, "train", train, findings);
    labels(folder, "val", validation, findings);
    Standardizer standardizer = Standardizer.fit(train);
    scaled(folder, "train", standardizer, findings);
    scaled(folder, "val", standardizer, findings);
    for (JsonNode run : summary.required("runs")) {
      String name = run.required("dir").asText();
      HeadTraining.Builder training =
          HeadTraining.builder()
              .shuffle(false)
              .batchSize(batchSize)
              .weightDecay(summary.required("weight_decay").asDouble())
              .learningRate(run.required("lr").asDouble());
      try {
        new Run(folder.resolve(name), name, train, validation, findings).check(training);
      } catch (IOException | RuntimeException e) {
        findings.fail(name, "training", 0, e);
      }
    }
  }

  /** One head the original trained. */
  private record Run(
      Path folder, String name, TrainingSet train, TrainingSet validation, Findings findings) {

    void check(HeadTraining.Builder options) throws IOException {
      List<JsonNode> epochs = new ArrayList<>();
      FixtureFiles.json(folder.resolve("epochs.json")).forEach(epochs::add);
      HeadTraining training = options.epochs(epochs.size()).initialWeights(weights(0)).build();
      TrainedHead trained = training.fit(train, validation);
      losses(trained.epochs(), epochs);
      thresholds(trained.epochs(), epochs);
      for (int epoch = 1; epoch <= epochs.size(); epoch++) {
        SoftmaxHead head = training.fit(train, epoch).head();
        weights(epoch, head.weights(), training.settings().learningRate());
        probabilities(epoch, head);
      }
    }

    private Path weightsFile(int epoch) {
      return folder.resolve("weights_epoch%d.safetensors".formatted(epoch));
    }

    private HeadWeights weights(int epoch) {
      return HeadWeights.read(SafeTensors.map(weightsFile(epoch)));
    }

    private void losses(List<EpochReport> epochs, List<JsonNode> expected) {
      findings.check(
          name,
          "train_loss",
          LOSS,
          () ->
              Findings.maxAbsDiff(
                  epochs.stream().mapToDouble(EpochReport::trainLoss).toArray(),
                  numbers(expected, "train_loss")));
      findings.check(
          name,
          "step_losses",
          LOSS,
          () ->
              Findings.maxAbsDiff(
                  epochs.stream()
                      .flatMapToDouble(
                          epoch ->
                              IntStream.range(0, epoch.stepLosses().length)
                                  .mapToDouble(step -> epoch.stepLosses()[step]))
                      .toArray(),
                  expected.stream()
                      .flatMap(epoch -> list(epoch.required("step_losses")).stream())
                      .mapToDouble(JsonNode::asDouble)
                      .toArray()));
      findings.check(
          name,
          "val_loss",
          LOSS,
          () ->
              Findings.maxAbsDiff(
                  epochs.stream().mapToDouble(epoch -> tried(epoch).loss()).toArray(),
                  numbers(expected, "val_loss")));
    }

    private void thresholds(List<EpochReport> epochs, List<JsonNode> expected) {
      Map<String, ToDoubleFunction<Thresholds>> figures =
          Map.of(
              "alpha", found -> found.rule().alpha(),
              "beta", found -> found.rule().beta(),
              "acc_presence", found -> found.scores().presence(),
              "acc_salience", found -> found.scores().salience(),
              "presence_only", Thresholds::bestPresence,
              "salience_only", Thresholds::bestSalience);
      figures.keySet().stream()
          .sorted()
          .forEach(
              figure ->
                  findings.check(
                      name,
                      figure,
                      EXACT,
                      () ->
                          Findings.maxAbsDiff(
                              epochs.stream()
                                  .map(epoch -> tried(epoch).thresholds())
                                  .mapToDouble(figures.get(figure))
                                  .toArray(),
                              numbers(expected, figure))));
    }

    private void weights(int epoch, HeadWeights actual, double learningRate) {
      if (!Files.exists(weightsFile(epoch))) {
        return;
      }
      double tolerance = learningRate > FAST_RATE ? WEIGHTS_AT_FAST_RATE : WEIGHTS;
      for (Map.Entry<String, float[]> tensor : actual.tensors().entrySet()) {
        findings.check(
            name,
            "epoch %d %s".formatted(epoch, tensor.getKey()),
            tolerance,
            () ->
                Findings.maxAbsDiff(
                    tensor.getValue(),
                    SafeTensors.map(weightsFile(epoch)).get(tensor.getKey()).toFloats()));
      }
    }

    private void probabilities(int epoch, SoftmaxHead head) {
      Path expected = folder.resolve("val_probs_epoch%d.npy".formatted(epoch));
      if (!Files.exists(expected)) {
        return;
      }
      findings.check(
          name,
          "epoch %d val_probs".formatted(epoch),
          PROBABILITY,
          () -> {
            List<Embedding> embeddings = new ArrayList<>();
            for (float[] row : FixtureFiles.rows(folder.resolveSibling("features_raw_val.npy"))) {
              embeddings.add(Embedding.of(ENCODER, row));
            }
            return Findings.maxAbsDiff(
                head.predict(embeddings).stream()
                    .map(EmotionDistribution::toArray)
                    .flatMapToDouble(Arrays::stream)
                    .toArray(),
                FixtureFiles.doubles(expected));
          });
    }
  }

  private static EpochReport.Validation tried(EpochReport epoch) {
    return epoch.validation().orElseThrow();
  }

  private static double[] numbers(List<JsonNode> epochs, String name) {
    return epochs.stream().mapToDouble(epoch -> epoch.required(name).asDouble()).toArray();
  }

  private static List<JsonNode> list(JsonNode array) {
    List<JsonNode> list = new ArrayList<>();
    array.forEach(list::add);
    return list;
  }

  /** The original's batches must be ours without shuffling: how many windows are elsewhere. */
  private static double inOrder(JsonNode batches, int batchSize, int windows) {
    int next = 0;
    int elsewhere = 0;
    for (JsonNode batch : batches) {
      elsewhere += batch.size() == Math.min(batchSize, windows - next) ? 0 : 1;
      for (JsonNode window : batch) {
        elsewhere += window.asInt() == next ? 0 : 1;
        next++;
      }
    }
    return elsewhere + Math.abs(windows - next);
  }

  private static void labels(Path folder, String part, TrainingSet clips, Findings findings) {
    findings.check(
        "labels",
        part,
        EXACT,
        () ->
            Findings.maxAbsDiff(
                clips.labels().stream()
                    .map(label -> label.softLabel().toArray())
                    .flatMapToDouble(Arrays::stream)
                    .toArray(),
                FixtureFiles.doubles(folder.resolve("labels_" + part + ".npy"))));
  }

  private static void scaled(
      Path folder, String part, Standardizer standardizer, Findings findings) {
    findings.check(
        "features_scaled",
        part,
        SCALED,
        () -> {
          float[][] raw = FixtureFiles.rows(folder.resolve("features_raw_" + part + ".npy"));
          float[][] expected =
              FixtureFiles.rows(folder.resolve("features_scaled_" + part + ".npy"));
          double largest = 0;
          for (int i = 0; i < expected.length; i++) {
            largest =
                Math.max(largest, Findings.maxAbsDiff(standardizer.apply(raw[i]), expected[i]));
          }
          return largest;
        });
  }

  private static TrainingSet clips(Path folder, String part) throws IOException {
    JsonNode names = FixtureFiles.json(folder.resolve("filenames_" + part + ".json"));
    float[][] features = FixtureFiles.rows(folder.resolve("features_raw_" + part + ".npy"));
    TrainingSet.Builder clips = TrainingSet.builder(ENCODER);
    for (int i = 0; i < features.length; i++) {
      String name = names.required(i).asText();
      clips.add(name, ClipName.parse(name).label(), features[i]);
    }
    return clips.build();
  }
}
