package io.github.blemore.pickle;

import java.util.List;
import java.util.Map;

/** What pickles do with dictionaries. */
final class Dictionaries {

  private static final int MAX_KEY_CHARACTERS = 1 << 16;

  private Dictionaries() {}

  /**
   * Puts entries into a dictionary.
   *
   * @param items key, value, key, value, ...
   * @param budget pays for them
   * @throws IllegalArgumentException if it is none, or a key is no number or text, or too long
   */
  @SuppressWarnings("unchecked") // all maps of a pickle are made by its reader
  static void put(Object dictionary, List<?> items, Budget budget) {
    if (!(dictionary instanceof Map<?, ?> map) || items.size() % 2 != 0) {
      throw new IllegalArgumentException("entries are put into what is no dictionary");
    }
    budget.spend(items.size());
    for (int i = 0; i < items.size(); i += 2) {
      Object key = items.get(i);
      if (!isPlain(key)) {
        throw new IllegalArgumentException(
            "a key of a dictionary is no number of 64 bits, nor a text of up to %d characters"
                .formatted(MAX_KEY_CHARACTERS));
      }
      ((Map<Object, Object>) map).put(key, items.get(i + 1));
    }
  }

  private static boolean isPlain(Object key) {
    return key instanceof Long
        || key instanceof Double
        || (key instanceof String text && text.length() <= MAX_KEY_CHARACTERS);
  }

  /**
   * Sets the attributes of an object. Those that a dictionary has besides its entries, such as
   * {@code _metadata} of a model's, are left out.
   *
   * @param budget pays for them
   * @throws IllegalArgumentException if it is an object that has none
   */
  static void build(Object attributes, Object target, Budget budget) {
    if (!(attributes instanceof Map<?, ?> values)) {
      throw new IllegalArgumentException("attributes are no dictionary");
    }
    if (target instanceof Namespace namespace) {
      budget.spend(values.size());
      namespace.attributes().putAll(values);
    } else if (!(target instanceof Map<?, ?>)) {
      throw new IllegalArgumentException("attributes are set of what has none");
    }
  }
}
