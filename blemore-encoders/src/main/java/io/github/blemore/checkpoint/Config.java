package io.github.blemore.checkpoint;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.blemore.ModelException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A JSON file of a checkpoint, such as {@code config.json}.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class Config {

  private final String source;
  private final JsonNode root;

  private Config(String source, JsonNode root) {
    this.source = source;
    this.root = root;
  }

  /**
   * A config for weights that come without one: has no value.
   *
   * @param file that is not there
   */
  static Config missing(Path file) {
    return new Config(file + ", which is not there,", JsonNodeFactory.instance.objectNode());
  }

  /**
   * Reads a file.
   *
   * @throws ModelException if it cannot be read or is no JSON object
   */
  public static Config read(Path file) {
    try {
      JsonNode root = new ObjectMapper().readTree(file.toFile());
      if (root == null || !root.isObject()) {
        throw new ModelException(file + " holds no JSON object");
      }
      return new Config(file.toString(), root);
    } catch (IOException e) {
      throw new ModelException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Reads one object of a file of which the rest may be large, such as {@code post_processor} of
   * {@code tokenizer.json}.
   *
   * @throws ModelException if the file cannot be read, or has no object of that name
   */
  public static Config readSection(Path file, String name) {
    ObjectMapper mapper = new ObjectMapper();
    try (JsonParser parser = mapper.getFactory().createParser(file.toFile())) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new ModelException(file + " holds no JSON object");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean wanted = parser.currentName().equals(name);
        if (parser.nextToken() == JsonToken.START_OBJECT && wanted) {
          JsonNode node = mapper.readTree(parser);
          return new Config(file + ", " + name, node);
        }
        parser.skipChildren();
      }
      throw new ModelException("%s has no object \"%s\": it is needed".formatted(file, name));
    } catch (IOException e) {
      throw new ModelException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * An object inside this one, such as {@code vision_config} of CLIP.
   *
   * @return empty if there is none of that name
   */
  public Optional<Config> section(String name) {
    JsonNode node = root.path(name);
    return node.isObject() ? Optional.of(new Config(source + ", " + name, node)) : Optional.empty();
  }

  /**
   * The objects of a list.
   *
   * @throws ModelException if it is not there or something else
   */
  public List<Config> sections(String name) {
    List<Config> sections = new ArrayList<>();
    for (JsonNode node : array(name)) {
      if (!node.isObject()) {
        throw wrong(name, required(name), "a list of objects");
      }
      sections.add(new Config("%s, %s %d".formatted(source, name, sections.size()), node));
    }
    return List.copyOf(sections);
  }

  /** Whether there is a value of that name. */
  public boolean has(String name) {
    return root.hasNonNull(name);
  }

  /**
   * A whole number above zero.
   *
   * @throws ModelException if it is not there or something else
   */
  public int count(String name) {
    JsonNode node = required(name);
    if (!node.canConvertToInt() || !node.canConvertToExactIntegral() || node.intValue() < 1) {
      throw wrong(name, node, "a whole number above 0");
    }
    return node.intValue();
  }

  /** As {@link #count(String)}, with a value for when it is not there. */
  public int count(String name, int otherwise) {
    return has(name) ? count(name) : otherwise;
  }

  /**
   * Whole numbers above zero.
   *
   * @throws ModelException if they are not there or something else
   */
  public List<Integer> counts(String name) {
    List<Integer> counts = new ArrayList<>();
    for (JsonNode node : array(name)) {
      if (!node.canConvertToInt() || node.intValue() < 1) {
        throw wrong(name, required(name), "whole numbers above 0");
      }
      counts.add(node.intValue());
    }
    return List.copyOf(counts);
  }

  /**
   * How many attention heads share a width.
   *
   * @throws ModelException if {@code num_attention_heads} is not there or no divisor of the width
   */
  public int heads(int width) {
    int heads = count("num_attention_heads");
    if (width % heads != 0) {
      throw wrong("num_attention_heads", heads, "a divisor of the width " + width);
    }
    return heads;
  }

  /**
   * A finite number.
   *
   * @throws ModelException if it is not there or something else
   */
  public double number(String name) {
    JsonNode node = required(name);
    if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
      throw wrong(name, node, "a number");
    }
    return node.doubleValue();
  }

  /** As {@link #number(String)}, with a value for when it is not there. */
  public double number(String name, double otherwise) {
    return has(name) ? number(name) : otherwise;
  }

  /**
   * Finite numbers.
   *
   * @throws ModelException if they are not there or something else
   */
  public List<Double> numbers(String name) {
    List<Double> numbers = new ArrayList<>();
    for (JsonNode node : array(name)) {
      if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
        throw wrong(name, required(name), "numbers");
      }
      numbers.add(node.doubleValue());
    }
    return List.copyOf(numbers);
  }

  /**
   * A truth value, with one for when it is not there.
   *
   * @throws ModelException if it is something else
   */
  public boolean flag(String name, boolean otherwise) {
    if (!has(name)) {
      return otherwise;
    }
    JsonNode node = required(name);
    if (!node.isBoolean()) {
      throw wrong(name, node, "true or false");
    }
    return node.booleanValue();
  }

  /**
   * A text.
   *
   * @throws ModelException if it is not there or something else
   */
  public String text(String name) {
    JsonNode node = required(name);
    if (!node.isTextual()) {
      throw wrong(name, node, "a text");
    }
    return node.textValue();
  }

  /** As {@link #text(String)}, with a value for when it is not there. */
  public String text(String name, String otherwise) {
    return has(name) ? text(name) : otherwise;
  }

  private List<JsonNode> array(String name) {
    JsonNode node = required(name);
    if (!node.isArray()) {
      throw wrong(name, node, "a list");
    }
    List<JsonNode> nodes = new ArrayList<>();
    node.forEach(nodes::add);
    return nodes;
  }

  private JsonNode required(String name) {
    JsonNode node = root.path(name);
    if (node.isMissingNode() || node.isNull()) {
      throw new ModelException("%s has no \"%s\": it is needed".formatted(source, name));
    }
    return node;
  }

  /** An error about one value, for callers that allow less than any number or text. */
  public ModelException wrong(String name, Object found, String allowed) {
    return new ModelException(
        "%s: \"%s\" is %s, must be %s".formatted(source, name, found, allowed));
  }

  @Override
  public String toString() {
    return source;
  }
}
