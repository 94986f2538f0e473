package io.github.blemore.gemini;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.blemore.InferenceException;
import java.util.Optional;

/** Reads {@code {"embedding": {"values": [...]}, "usageMetadata": {"promptTokenCount": ...}}}. */
final class EmbeddingReply {

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final JsonNode root;

  private EmbeddingReply(JsonNode root) {
    this.root = root;
  }

  /**
   * Parses a body. What a parser says of a broken one may hold any part of it, so it is not passed
   * on.
   *
   * @throws TryAgainException if it is no JSON, as when it breaks off
   */
  static EmbeddingReply parse(String body) throws TryAgainException {
    JsonNode root = null;
    try {
      root = MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      // Told below, as for an empty body.
    }
    if (root == null || root.isMissingNode()) {
      throw new TryAgainException(
          "the reply of %d characters is no whole JSON".formatted(body.length()),
          Optional.empty(),
          null);
    }
    return new EmbeddingReply(root);
  }

  /** What the service counted; 0 if it does not say. */
  long promptTokens() {
    return Math.max(0, root.path("usageMetadata").path("promptTokenCount").asLong());
  }

  /**
   * The vector, float32 {@code [dimension]}, finite, not all zero.
   *
   * @throws InferenceException if it is not so
   */
  float[] values(int dimension) {
    JsonNode values = root.path("embedding").path("values");
    if (!values.isArray() || values.isEmpty()) {
      throw wrong("holds no embedding.values");
    }
    if (values.size() != dimension) {
      throw wrong("holds %d values: must be %d".formatted(values.size(), dimension));
    }
    float[] vector = new float[dimension];
    boolean zero = true;
    for (int i = 0; i < dimension; i++) {
      JsonNode value = values.get(i);
      vector[i] = (float) value.asDouble(Double.NaN);
      if (!value.isNumber() || !Float.isFinite(vector[i])) {
        throw wrong("holds as value %d what is no finite number".formatted(i));
      }
      zero &= vector[i] == 0;
    }
    if (zero) {
      throw wrong("holds zeros only");
    }
    return vector;
  }

  private static InferenceException wrong(String what) {
    return new InferenceException("the reply " + what);
  }
}
