package io.github.blemore.simulation;

import java.util.EnumMap;
import java.util.Map;

/**
 * A number for each of an enum's constants, 0 where none was set.
 *
 * <p>Not safe for several threads while it changes.
 *
 * @param <K> the enum
 */
final class Amounts<K extends Enum<K>> {

  private final Map<K, Double> values;

  Amounts(Class<K> keys) {
    values = new EnumMap<>(keys);
  }

  double get(K key) {
    return values.getOrDefault(key, 0.0);
  }

  void set(K key, double value) {
    values.put(key, value);
  }

  void add(K key, double value) {
    values.merge(key, value, Double::sum);
  }
}
