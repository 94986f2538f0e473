package io.github.blemore.conformance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.blemore.npy.NpyArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Reads fixtures. */
final class FixtureFiles {

  private static final ObjectMapper JSON = new ObjectMapper();

  private FixtureFiles() {}

  static JsonNode json(Path file) throws IOException {
    return JSON.readTree(file.toFile());
  }

  /** Files and folders in a folder whose names end so, in the order of their names. */
  static List<Path> list(Path folder, String ending) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(entry -> entry.toString().endsWith(ending)).sorted().toList();
    }
  }

  static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  static float[] floats(Path npy) throws IOException {
    return NpyArray.read(npy).toFloats();
  }

  static double[] doubles(Path npy) throws IOException {
    return NpyArray.read(npy).toDoubles();
  }

  /** An array that a network can be run on. */
  static NDArray array(NDManager manager, NpyArray array) {
    return manager.create(
        array.toFloats(), new Shape(Arrays.stream(array.shape()).asLongStream().toArray()));
  }

  /** The rows of a matrix. */
  static float[][] rows(Path npy) throws IOException {
    NpyArray matrix = NpyArray.read(npy);
    return rows(matrix.toFloats(), matrix.shape()[1]);
  }

  /** Values in rows of one length. */
  static float[][] rows(float[] values, int columns) {
    float[][] rows = new float[values.length / columns][];
    Arrays.setAll(rows, i -> Arrays.copyOfRange(values, i * columns, (i + 1) * columns));
    return rows;
  }

  static float[] narrow(double[] values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }
}
