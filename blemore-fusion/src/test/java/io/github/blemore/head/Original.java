package io.github.blemore.head;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.blemore.challenge.ClipName;
import io.github.blemore.npy.NpyArray;
import io.github.blemore.safetensors.SafeTensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** What the original trainer was given and made, under {@code src/test/resources/fixtures}. */
final class Original {

  static final String ENCODER = "original";

  private static final Path FOLDER = Path.of("src/test/resources/fixtures/trainer");

  private Original() {}

  /** Clips and features of {@code train} or {@code val}. */
  static TrainingSet clips(String part) {
    float[][] features = matrix("features_raw_" + part);
    JsonNode names = json("filenames_" + part + ".json");
    TrainingSet.Builder set = TrainingSet.builder(ENCODER);
    for (int i = 0; i < features.length; i++) {
      String name = names.get(i).asText();
      set.add(name, ClipName.parse(name).label(), features[i]);
    }
    return set.build();
  }

  static float[][] matrix(String name) {
    NpyArray array = array(name);
    float[] values = array.toFloats();
    int columns = array.shape()[1];
    float[][] rows = new float[array.shape()[0]][];
    Arrays.setAll(rows, i -> Arrays.copyOfRange(values, i * columns, (i + 1) * columns));
    return rows;
  }

  static NpyArray array(String name) {
    try {
      return NpyArray.read(FOLDER.resolve(name + ".npy"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static HeadWeights weights(String run, int epoch) {
    return HeadWeights.read(
        SafeTensors.map(
            FOLDER.resolve(run).resolve("weights_epoch%d.safetensors".formatted(epoch))));
  }

  static List<JsonNode> epochs(String run) {
    return List.copyOf(json(run + "/epochs.json").findParents("epoch"));
  }

  private static JsonNode json(String name) {
    try {
      return new ObjectMapper().readTree(FOLDER.resolve(name).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
