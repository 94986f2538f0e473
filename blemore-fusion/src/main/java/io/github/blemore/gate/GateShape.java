package io.github.blemore.gate;

import io.github.blemore.Emotion;
import java.util.ArrayList;
import java.util.List;

/**
 * Which tensors a gated fusion has.
 *
 * @param encoderIds in the order of the network
 * @param inputs values per window of each encoder
 * @param dimension of the space all are projected to
 */
record GateShape(List<String> encoderIds, List<Integer> inputs, int dimension) {

  private static final String NORM_WEIGHT = "norm.weight";

  /** The places of the tensors that follow the projections. */
  static final int PROJECTION_BIAS = 0;

  static final int NORM_GAIN = 1;
  static final int NORM_BIAS = 2;
  static final int GATE_WEIGHT = 3;
  static final int GATE_BIAS = 4;
  static final int GATE_OUTPUT = 5;
  static final int PRESENCE_WEIGHT = 6;
  static final int PRESENCE_BIAS = 7;
  static final int SALIENCE_WEIGHT = 8;
  static final int SALIENCE_BIAS = 9;

  /** One tensor: its name in a file, its shape, and how many values go into each of its outputs. */
  record Part(String name, List<Integer> shape, int fanIn) {

    int size() {
      return shape.stream().reduce(1, Math::multiplyExact);
    }

    long[] lengths() {
      return shape.stream().mapToLong(Integer::longValue).toArray();
    }

    /** Scales the normalized values: starts at one. */
    boolean isGain() {
      return name.equals(NORM_WEIGHT);
    }
  }

  GateShape {
    encoderIds = List.copyOf(encoderIds);
    inputs = List.copyOf(inputs);
  }

  int encoders() {
    return encoderIds.size();
  }

  /** The tensors in order: a projection for each encoder, then the ten others. */
  List<Part> parts() {
    int d = dimension;
    int n = encoders();
    List<Part> parts = new ArrayList<>();
    for (int e = 0; e < n; e++) {
      parts.add(
          new Part(
              "encoder.%s.projection".formatted(encoderIds.get(e)),
              List.of(d, inputs.get(e)),
              inputs.get(e)));
    }
    parts.add(new Part("projection.bias", List.of(n, d), 0));
    parts.add(new Part(NORM_WEIGHT, List.of(n, d), 0));
    parts.add(new Part("norm.bias", List.of(n, d), 0));
    parts.add(new Part("gate.0.weight", List.of(d, d), d));
    parts.add(new Part("gate.0.bias", List.of(d), d));
    parts.add(new Part("gate.2.weight", List.of(d), d));
    for (String head : List.of("presence", "salience")) {
      parts.add(new Part(head + ".weight", List.of(Emotion.COUNT, d), d));
      parts.add(new Part(head + ".bias", List.of(Emotion.COUNT), d));
    }
    return parts;
  }
}
