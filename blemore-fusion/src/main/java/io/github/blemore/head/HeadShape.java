package io.github.blemore.head;

import io.github.blemore.Emotion;
import java.util.ArrayList;
import java.util.List;

/**
 * The layers of a head, whose numbers all stand in one array: of each layer the weights, {@code
 * [outputs, inputs]}, then the biases.
 *
 * @param dimension inputs of the first layer
 * @param hidden outputs of the first of two layers; 0 if there is but one
 */
record HeadShape(int dimension, int hidden) {

  /**
   * The weights or biases of a layer.
   *
   * @param name the original's
   * @param inputs of the layer
   * @param shape of this part
   * @param from its first number
   * @param to the one after its last
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Part(String name, int inputs, long[] shape, int from, int to) {}

  List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    if (hidden > 0) {
      addLayer(parts, "fc.0", dimension, hidden);
      addLayer(parts, "fc.2", hidden, Emotion.COUNT);
    } else {
      addLayer(parts, "fc.0", dimension, Emotion.COUNT);
    }
    return parts;
  }

  private static void addLayer(List<Part> parts, String name, int inputs, int outputs) {
    int from = parts.isEmpty() ? 0 : parts.get(parts.size() - 1).to();
    int weightsTo = Math.addExact(from, Math.multiplyExact(outputs, inputs));
    int biasesTo = Math.addExact(weightsTo, outputs);
    parts.add(new Part(name + ".weight", inputs, new long[] {outputs, inputs}, from, weightsTo));
    parts.add(new Part(name + ".bias", inputs, new long[] {outputs}, weightsTo, biasesTo));
  }

  /** How many numbers it has. */
  int size() {
    List<Part> parts = parts();
    return parts.get(parts.size() - 1).to();
  }

  /** {@code linear}, or {@code MLP-512}. */
  @Override
  public String toString() {
    return hidden == 0 ? "linear" : "MLP-" + hidden;
  }
}
