package io.github.blemore.pickle;

import java.util.List;

/** A tuple of Python. */
record Tuple(List<Object> items) {

  /**
   * One of its items.
   *
   * @throws IllegalArgumentException if it is not there or of another type
   */
  <T> T item(int index, Class<T> type, String whose) {
    if (index >= items.size() || !type.isInstance(items.get(index))) {
      throw new IllegalArgumentException(
          "%s has no %s as item %d".formatted(whose, type.getSimpleName(), index));
    }
    return type.cast(items.get(index));
  }

  /**
   * Its items if all are whole numbers.
   *
   * @param budget pays for the copy
   * @throws IllegalArgumentException if they are not
   */
  List<Long> longs(String whose, Budget budget) {
    budget.spend(items.size());
    for (int i = 0; i < items.size(); i++) {
      item(i, Long.class, whose);
    }
    return items.stream().map(Long.class::cast).toList();
  }
}
