package io.github.blemore.pickle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.blemore.safetensors.ElementType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the calls of a pickle make: data, and nothing else. */
final class Calls {

  private static final String TENSOR = "a tensor";
  private static final String DICTIONARY = "a dictionary";
  private static final String STORAGE = "a storage";

  /** A copied text is about as much memory as another step's value. */
  private static final int CHARACTERS_PER_STEP = 16;

  private Calls() {}

  /**
   * Calls a function.
   *
   * @param budget pays for what is copied
   * @throws IllegalArgumentException if it is none, or its arguments are not those it takes
   */
  static Object call(Object what, Object arguments, Budget budget) {
    if (!(what instanceof Global.Function function) || !(arguments instanceof Tuple values)) {
      throw new IllegalArgumentException("its pickle calls what is no function: refused, not run");
    }
    return switch (function) {
      case ORDERED_DICT -> orderedDict(values, budget);
      case NAMESPACE -> new Namespace(new LinkedHashMap<>());
      case TENSOR -> tensor(values, budget);
      case PARAMETER -> values.item(0, StridedTensor.class, "a parameter");
      case SIZE -> values.item(0, Tuple.class, "a size");
      case SET ->
          values.items().isEmpty() ? new ArrayList<>() : values.item(0, List.class, "a set");
      case ENCODE -> encode(values.item(0, String.class, "bytes"), budget);
      case BYTES -> ByteBuffer.allocate(0);
    };
  }

  private static Map<Object, Object> orderedDict(Tuple arguments, Budget budget) {
    Map<Object, Object> dictionary = new LinkedHashMap<>();
    if (!arguments.items().isEmpty()) {
      List<?> items = arguments.item(0, List.class, DICTIONARY);
      for (Object item : items) {
        List<?> pair = item instanceof Tuple tuple ? tuple.items() : List.of(item);
        Dictionaries.put(dictionary, pair, budget);
      }
    }
    return dictionary;
  }

  private static ByteBuffer encode(String text, Budget budget) {
    budget.spend(text.length() / CHARACTERS_PER_STEP + 1);
    return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
  }

  private static StridedTensor tensor(Tuple arguments, Budget budget) {
    return new StridedTensor(
        arguments.item(0, Storage.class, TENSOR),
        arguments.item(1, Long.class, TENSOR),
        arguments.item(2, Tuple.class, TENSOR).longs(TENSOR, budget),
        arguments.item(3, Tuple.class, TENSOR).longs(TENSOR, budget));
  }

  /**
   * What a persistent id stands for: ("storage", type, key, device, elements).
   *
   * @throws IllegalArgumentException if it is no storage
   */
  static Storage storage(Object id) {
    if (!(id instanceof Tuple tuple) || !tuple.item(0, String.class, STORAGE).equals("storage")) {
      throw new IllegalArgumentException("its pickle refers to something that is no storage");
    }
    ElementType type = tuple.item(1, Global.StorageType.class, STORAGE).elements();
    String key = tuple.item(2, String.class, STORAGE);
    long elements = tuple.item(4, Long.class, STORAGE);
    if (elements < 0) {
      throw new IllegalArgumentException("data/%s has %d elements".formatted(key, elements));
    }
    return new Storage(type, key, elements);
  }
}
