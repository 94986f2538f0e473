package io.github.blemore.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StepFunctionTest {

  @Test
  void isTheSumOfWhatWasAdded() {
    Random random = new Random(1);
    for (int steps = 1; steps <= 9; steps++) {
      StepFunction function = new StepFunction(steps);
      int[] expected = new int[steps];
      for (int i = 0; i < 50; i++) {
        int from = random.nextInt(steps + 1);
        int amount = random.nextInt(7) - 3;
        function.addFrom(from, amount);
        for (int step = from; step < steps; step++) {
          expected[step] += amount;
        }

        assertThat(function.values()).isEqualTo(expected);
        assertThat(function.max()).isEqualTo(Arrays.stream(expected).max().orElseThrow());
      }
    }
  }
}
