package io.github.blemore.faceapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.blemore.ModelException;
import io.github.blemore.internal.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Weights in TensorFlow.js' form: a JSON manifest that lists tensors, and a file in which they
 * stand one after the other, as float32 or as uint8 that mean {@code value * scale + min}.
 *
 * <p>Immutable, safe to share between threads.
 */
final class TfjsWeights {

  /** SHA-256 of the weights of {@code @vladmandic/face-api} 1.7.15. */
  static final String EXPRESSION_SHA256 =
      "9a9840f2cf1f4c7eab95f197512569345c00d2426754d4608b92af30e0300f3d";

  private static final String EXPRESSION = "face_expression_model";

  /** One tensor in TensorFlow's layout; nobody but its reader may change the values. */
  @SuppressWarnings("ArrayRecordComponent")
  record Tensor(long[] shape, float[] values) {}

  private final Map<String, Tensor> tensors;

  private TfjsWeights(Map<String, Tensor> tensors) {
    this.tensors = tensors;
  }

  /**
   * The expression net's weights, from the resources of this module.
   *
   * @throws ModelException if they are missing or were changed
   */
  static TfjsWeights ofExpressionNet() {
    try {
      return parse(
          resource(EXPRESSION + "-weights_manifest.json"),
          resource(EXPRESSION + ".bin"),
          EXPRESSION_SHA256);
    } catch (IOException e) {
      throw new ModelException(
          "the face-api weights in this jar cannot be read: get blemore-encoders anew", e);
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream stream = TfjsWeights.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IOException("no resource " + name);
      }
      return stream.readAllBytes();
    }
  }

  /**
   * Reads weights.
   *
   * @param manifest JSON: a list of one group, of {@code weights} and {@code paths}
   * @param data the one file of that group
   * @param sha256 what the data must have, 64 lower-case hex digits
   * @throws ModelException if the data are not those expected or do not fit the manifest
   */
  static TfjsWeights parse(byte[] manifest, byte[] data, String sha256) {
    String found = Sha256.of(data);
    if (!found.equals(sha256)) {
      throw new ModelException(
          "face-api weights have SHA-256 %s, expected %s: get blemore-encoders anew"
              .formatted(found, sha256));
    }
    try {
      JsonNode groups = new ObjectMapper().readTree(manifest);
      if (groups.size() != 1 || groups.path(0).path("paths").size() != 1) {
        throw new IllegalArgumentException("must be one group of one file");
      }
      ByteBuffer rest = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      for (JsonNode weight : groups.path(0).path("weights")) {
        tensors.put(weight.path("name").asText(), tensor(weight, rest));
      }
      if (rest.hasRemaining()) {
        throw new IllegalArgumentException(rest.remaining() + " bytes are left over");
      }
      return new TfjsWeights(tensors);
    } catch (IOException | IllegalArgumentException e) {
      throw new ModelException("manifest of the face-api weights: " + e.getMessage(), e);
    }
  }

  private static Tensor tensor(JsonNode weight, ByteBuffer rest) {
    long[] shape = new long[weight.path("shape").size()];
    int size = 1;
    for (int i = 0; i < shape.length; i++) {
      shape[i] = weight.path("shape").path(i).asInt();
      size = Math.multiplyExact(size, (int) shape[i]);
    }
    JsonNode quantization = weight.path("quantization");
    boolean bytes = quantization.path("dtype").asText().equals("uint8");
    if (!weight.path("dtype").asText().equals("float32")
        || !(bytes || quantization.isMissingNode())) {
      throw new IllegalArgumentException(weight + " must be float32, plain or as uint8");
    }
    if (size < 1 || rest.remaining() / (bytes ? 1 : Float.BYTES) < size) {
      throw new IllegalArgumentException(
          "%s does not fit the %d bytes left".formatted(weight, rest.remaining()));
    }
    double scale = quantization.path("scale").asDouble();
    double min = quantization.path("min").asDouble();
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = bytes ? (float) ((rest.get() & 0xff) * scale + min) : rest.getFloat();
    }
    return new Tensor(shape, values);
  }

  /**
   * One tensor.
   *
   * @throws ModelException if there is none of that name
   */
  Tensor get(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new ModelException(
          "the face-api weights have no " + name + ", only " + tensors.keySet());
    }
    return tensor;
  }
}
