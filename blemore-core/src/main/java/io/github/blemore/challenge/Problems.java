package io.github.blemore.challenge;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with a file: the first few problems, and how many more there are. */
final class Problems {

  /** How many are told in full. */
  static final int SHOWN = 10;

  private final List<String> shown = new ArrayList<>();
  private int count;

  void add(String problem) {
    if (count < SHOWN) {
      shown.add(problem);
    }
    count++;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** One line, or a line for each. */
  @Override
  public String toString() {
    String text = String.join("\n", shown);
    return count > SHOWN ? "%s\nand %d more".formatted(text, count - SHOWN) : text;
  }
}
