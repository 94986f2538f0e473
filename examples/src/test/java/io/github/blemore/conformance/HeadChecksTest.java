package io.github.blemore.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.blemore.Embedding;
import io.github.blemore.challenge.ClipName;
import io.github.blemore.head.EpochReport;
import io.github.blemore.head.HeadTraining;
import io.github.blemore.head.HeadWeights;
import io.github.blemore.head.SoftmaxHead;
import io.github.blemore.head.Standardizer;
import io.github.blemore.head.TrainedHead;
import io.github.blemore.head.TrainingSet;
import io.github.blemore.npy.NpyArray;
import io.github.blemore.safetensors.SafeTensorsWriter;
import io.github.blemore.threshold.Thresholds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of other sizes than the development fixtures', whole and with one number changed. */
class HeadChecksTest {

  private static final int FEATURES = 5;
  private static final String[] LABELS = {
    "ang_int1", "disg_int2", "fea_int3", "hap_int4", "sad_int1", "neu_sit1", "mix_ang_hap_70_30"
  };

  @TempDir private Path folder;

  private List<ConformanceReport.Check> run(Conformance.FixtureCheck check) throws IOException {
    Findings findings = new Findings("made up");
    check.run(folder, findings);
    return findings.checks();
  }

  private List<String> failed(Conformance.FixtureCheck check) throws IOException {
    return run(check).stream()
        .filter(found -> !found.ok())
        .map(ConformanceReport.Check::tensor)
        .toList();
  }

  @Test
  void statisticsOfAnySize() throws IOException {
    Path floats = Files.createDirectories(folder.resolve("float32"));
    Path doubles = Files.createDirectories(folder.resolve("float64"));
    NpyArray.ofFloats(new float[] {1, 2, 3}, 3, 1).write(floats.resolve("clip_x_input.npy"));
    NpyArray.ofDoubles(new double[] {4, 5}, 1, 2).write(doubles.resolve("clip_y_input.npy"));
    double deviation = Math.sqrt(2 / 3.0);
    double[] expected = {2, deviation, 1.2, 1.5, 2, 2.5, 2.8};
    NpyArray.ofDoubles(expected, 7).write(floats.resolve("clip_x_output.npy"));
    double[] single = {4, 5, 0, 0, 4, 5, 4, 5, 4, 5, 4, 5, 4, 5};
    NpyArray.ofDoubles(single, 14).write(doubles.resolve("clip_y_output.npy"));
    assertThat(run(new AggregateCheck())).hasSize(2).allMatch(ConformanceReport.Check::ok);

    single[3] = 1e-9;
    NpyArray.ofDoubles(single, 14).write(doubles.resolve("clip_y_output.npy"));
    assertThat(failed(new AggregateCheck())).containsExactly("clip_y");
  }

  @Test
  void anyLayers() throws IOException {
    NpyArray.ofFloats(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 4, 2, 1)
        .write(folder.resolve("q_hidden_states.npy"));
    NpyArray.ofFloats(new float[] {4, 5}, 2, 1).write(folder.resolve("q_layers1to2_per_frame.npy"));
    NpyArray.ofFloats(new float[] {4.5f}, 1).write(folder.resolve("q_layers1to2_mean.npy"));
    assertThat(run(new PoolingCheck())).hasSize(2).allMatch(ConformanceReport.Check::ok);

    NpyArray.ofFloats(new float[] {4.6f}, 1).write(folder.resolve("q_layers1to2_mean.npy"));
    assertThat(failed(new PoolingCheck())).containsExactly("layers 1 to 2, mean over time");
  }

  @Test
  void aSafetensorsFileThatIsWronglyAcceptedOrReadIsFound() throws IOException {
    SafeTensorsWriter writer = new SafeTensorsWriter().add("a", new float[] {1, 2}, 2);
    writer.write(folder.resolve("good.safetensors"));
    Files.write(folder.resolve("bad_empty.safetensors"), new byte[0]);
    Files.writeString(
        folder.resolve("index.json"), "{\"a\": {\"dtype\": \"F32\", \"expected\": \"a.npy\"}}");
    NpyArray.ofFloats(new float[] {1, 2}, 2).write(folder.resolve("a.npy"));
    assertThat(run(new SafeTensorsCheck())).hasSize(3).allMatch(ConformanceReport.Check::ok);

    writer.write(folder.resolve("bad_empty.safetensors"));
    NpyArray.ofFloats(new float[] {1, 2}, 1, 2).write(folder.resolve("a.npy"));
    assertThat(failed(new SafeTensorsCheck())).containsExactly("is refused", "a");
  }

  @Test
  void trainingsOfAnySize() throws IOException {
    writeTrainer();
    assertThat(failed(new TrainerCheck())).isEmpty();
    assertThat(run(new TrainerCheck()).stream().map(ConformanceReport.Check::tensor))
        .contains("step_losses", "val_loss", "alpha", "epoch 2 fc.2.weight", "epoch 1 val_probs");

    Path epochs = folder.resolve("run/epochs.json");
    Files.writeString(
        epochs, Files.readString(epochs).replaceFirst("\"train_loss\":\\d", "\"train_loss\":9"));
    Files.writeString(folder.resolve("batch_order.json"), "[[1,0]]");
    assertThat(failed(new TrainerCheck())).containsExactlyInAnyOrder("batch_order", "train_loss");
  }

  /** What our own training does with 21 clips in batches of 4, in the original's files. */
  private void writeTrainer() throws IOException {
    ObjectMapper json = new ObjectMapper();
    TrainingSet train = clips("train", 21, 1);
    TrainingSet validation = clips("val", 9, 2);
    ObjectNode summary = json.createObjectNode().put("batch_size", 4).put("weight_decay", 0.01);
    summary.putArray("runs").addObject().put("dir", "run").put("lr", 0.01);
    json.writeValue(folder.resolve("summary.json").toFile(), summary);
    ArrayNode batches = json.createArrayNode();
    for (int i = 0; i < 21; i++) {
      (i % 4 == 0 ? batches.addArray() : (ArrayNode) batches.get(batches.size() - 1)).add(i);
    }
    json.writeValue(folder.resolve("batch_order.json").toFile(), batches);
    Path run = Files.createDirectories(folder.resolve("run"));
    HeadWeights initial = HeadTraining.builder().hidden(3).build().fit(train, 1).head().weights();
    write(initial, run.resolve("weights_epoch0.safetensors"));
    HeadTraining training =
        HeadTraining.builder()
            .initialWeights(initial)
            .learningRate(0.01)
            .weightDecay(0.01)
            .batchSize(4)
            .epochs(2)
            .shuffle(false)
            .build();
    TrainedHead trained = training.fit(train, validation);
    ArrayNode epochs = json.createArrayNode();
    trained.epochs().forEach(epoch -> put(epoch, epochs.addObject()));
    json.writeValue(run.resolve("epochs.json").toFile(), epochs);
    for (int epoch = 1; epoch <= 2; epoch++) {
      SoftmaxHead head = training.fit(train, epoch).head();
      write(head.weights(), run.resolve("weights_epoch%d.safetensors".formatted(epoch)));
      List<double[]> rows = new ArrayList<>();
      for (float[] row : FixtureFiles.rows(folder.resolve("features_raw_val.npy"))) {
        rows.add(head.predict(List.of(Embedding.of("original", row))).get(0).toArray());
      }
      double[] flat = rows.stream().flatMapToDouble(Arrays::stream).toArray();
      NpyArray.ofFloats(FixtureFiles.narrow(flat), 9, 6)
          .write(run.resolve("val_probs_epoch%d.npy".formatted(epoch)));
    }
    scale(Standardizer.fit(train), "train");
    scale(Standardizer.fit(train), "val");
  }

  private TrainingSet clips(String part, int count, int seed) throws IOException {
    Random random = new Random(seed);
    List<String> names = new ArrayList<>();
    TrainingSet.Builder set = TrainingSet.builder("original");
    float[] all = new float[count * FEATURES];
    double[] labels = new double[count * 6];
    for (int i = 0; i < count; i++) {
      String name = "A%d_%s_ver1".formatted(100 * seed + i, LABELS[i % LABELS.length]);
      float[] row = new float[FEATURES];
      for (int k = 0; k < FEATURES; k++) {
        row[k] = (float) random.nextGaussian();
      }
      System.arraycopy(row, 0, all, i * FEATURES, FEATURES);
      ClipName parsed = ClipName.parse(name);
      System.arraycopy(parsed.label().softLabel().toArray(), 0, labels, i * 6, 6);
      set.add(name, parsed.label(), row);
      names.add(name);
    }
    new ObjectMapper().writeValue(folder.resolve("filenames_" + part + ".json").toFile(), names);
    NpyArray.ofFloats(all, count, FEATURES).write(folder.resolve("features_raw_" + part + ".npy"));
    NpyArray.ofDoubles(labels, count, 6).write(folder.resolve("labels_" + part + ".npy"));
    return set.build();
  }

  private void scale(Standardizer standardizer, String part) throws IOException {
    float[][] rows = FixtureFiles.rows(folder.resolve("features_raw_" + part + ".npy"));
    float[] scaled = new float[rows.length * FEATURES];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(standardizer.apply(rows[i]), 0, scaled, i * FEATURES, FEATURES);
    }
    NpyArray.ofFloats(scaled, rows.length, FEATURES)
        .write(folder.resolve("features_scaled_" + part + ".npy"));
  }

  private static void put(EpochReport epoch, ObjectNode node) {
    EpochReport.Validation validation = epoch.validation().orElseThrow();
    Thresholds found = validation.thresholds();
    node.put("train_loss", epoch.trainLoss())
        .put("val_loss", validation.loss())
        .put("alpha", found.rule().alpha())
        .put("beta", found.rule().beta())
        .put("acc_presence", found.scores().presence())
        .put("acc_salience", found.scores().salience())
        .put("presence_only", found.bestPresence())
        .put("salience_only", found.bestSalience());
    ArrayNode steps = node.putArray("step_losses");
    for (float loss : epoch.stepLosses()) {
      steps.add(loss);
    }
  }

  private static void write(HeadWeights weights, Path file) throws IOException {
    SafeTensorsWriter writer = new SafeTensorsWriter();
    Map<String, float[]> tensors = weights.tensors();
    writer.add("fc.0.weight", tensor(tensors, "fc.0.weight"), 3, FEATURES);
    writer.add("fc.0.bias", tensor(tensors, "fc.0.bias"), 3);
    writer.add("fc.2.weight", tensor(tensors, "fc.2.weight"), 6, 3);
    writer.add("fc.2.bias", tensor(tensors, "fc.2.bias"), 6);
    writer.write(file);
  }

  private static float[] tensor(Map<String, float[]> tensors, String name) {
    return Objects.requireNonNull(tensors.get(name));
  }
}
