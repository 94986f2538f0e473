package io.github.blemore.safetensors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The header of a safetensors file, checked: every tensor's bytes are as many as its shape and type
 * need, and the tensors together take all of the data, without holes and without overlap.
 *
 * @param metadata the file's free texts
 * @param entries the tensors in the order of their bytes
 */
record Header(Map<String, String> metadata, List<Entry> entries) {

  /** The format's own limit. */
  static final long MAX_BYTES = 100_000_000;

  static final String METADATA = "__metadata__";
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * Where a tensor is.
   *
   * @param name its name
   * @param type of its elements
   * @param shape each 0 or more
   * @param from its first byte, counted from the end of the header
   * @param to the byte after its last
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Entry(String name, ElementType type, long[] shape, long from, long to) {}

  /**
   * Reads a header.
   *
   * @param json UTF-8
   * @param dataBytes how many bytes come after it
   * @throws IllegalArgumentException if it is not one, or does not fit the data
   */
  static Header parse(byte[] json, long dataBytes) throws IOException {
    JsonNode root = read(json);
    Map<String, String> metadata = new LinkedHashMap<>();
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      if (field.getKey().equals(METADATA)) {
        metadata(field.getValue(), metadata);
      } else {
        entries.add(entry(field.getKey(), field.getValue()));
      }
    }
    entries.sort(Comparator.comparingLong(Entry::from).thenComparingLong(Entry::to));
    requireGapless(entries, dataBytes);
    return new Header(metadata, List.copyOf(entries));
  }

  private static JsonNode read(byte[] json) throws IOException {
    try {
      JsonNode root = JSON.readTree(json);
      if (!root.isObject()) {
        throw new IllegalArgumentException("the header is no JSON object");
      }
      return root;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the header is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static void metadata(JsonNode texts, Map<String, String> metadata) {
    for (Map.Entry<String, JsonNode> text : texts.properties()) {
      if (!text.getValue().isTextual()) {
        throw new IllegalArgumentException(
            "metadata \"%s\" is %s: must be a text".formatted(text.getKey(), text.getValue()));
      }
      metadata.put(text.getKey(), text.getValue().textValue());
    }
  }

  private static Entry entry(String name, JsonNode node) {
    ElementType type = type(name, node.path("dtype").asText());
    long[] shape = longs(name, "shape", node.path("shape"));
    long[] offsets = longs(name, "data_offsets", node.path("data_offsets"));
    if (offsets.length != 2 || offsets[1] < offsets[0]) {
      throw wrong(name, "data_offsets %s: must be where it begins and ends", node);
    }
    long needed;
    try {
      needed = type.bytes();
      for (long length : shape) {
        needed = Math.multiplyExact(needed, length);
      }
    } catch (ArithmeticException e) {
      throw wrong(name, "shape of %s: too large for any file", node);
    }
    if (needed != offsets[1] - offsets[0]) {
      throw new IllegalArgumentException(
          "tensor \"%s\" needs %d bytes and has %d: %s"
              .formatted(name, needed, offsets[1] - offsets[0], node));
    }
    return new Entry(name, type, shape, offsets[0], offsets[1]);
  }

  private static ElementType type(String name, String wanted) {
    for (ElementType type : ElementType.values()) {
      if (type.name().equals(wanted)) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        "tensor \"%s\" is of type \"%s\": must be one of %s"
            .formatted(name, wanted, List.of(ElementType.values())));
  }

  private static long[] longs(String name, String what, JsonNode node) {
    if (!node.isArray()) {
      throw wrong(name, what + " %s: must be a list", node);
    }
    long[] values = new long[node.size()];
    for (int i = 0; i < values.length; i++) {
      JsonNode value = node.path(i);
      if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
        throw wrong(name, what + " %s: must be whole numbers, 0 or more", node);
      }
      values[i] = value.longValue();
    }
    return values;
  }

  private static IllegalArgumentException wrong(String tensor, String problem, JsonNode node) {
    return new IllegalArgumentException(
        "tensor \"%s\" has %s".formatted(tensor, problem.formatted(node)));
  }

  private static void requireGapless(List<Entry> entries, long dataBytes) {
    long end = 0;
    for (Entry entry : entries) {
      if (entry.to() > dataBytes) {
        throw new IllegalArgumentException(
            "tensor \"%s\" ends at byte %d of %d: the file is cut or its header is wrong"
                .formatted(entry.name(), entry.to(), dataBytes));
      }
      if (entry.from() != end) {
        throw new IllegalArgumentException(
            "tensor \"%s\" begins at byte %d where the one before ends at %d: must be equal"
                .formatted(entry.name(), entry.from(), end));
      }
      end = entry.to();
    }
    if (end != dataBytes) {
      throw new IllegalArgumentException(
          "%d bytes after the last tensor belong to none".formatted(dataBytes - end));
    }
  }
}
