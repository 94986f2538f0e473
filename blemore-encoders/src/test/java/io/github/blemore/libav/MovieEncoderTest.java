package io.github.blemore.libav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MovieEncoderTest {

  private static final int SIDE = 32;
  private static final int RATE = 16_000;

  private static MovieEncoder encoder() {
    return MovieEncoder.builder(MovieContainer.MP4, SIDE, SIDE).sound(RATE).build();
  }

  private static void requireEnded(MovieEncoder encoder) {
    for (ThrowingCallable call :
        new ThrowingCallable[] {
          encoder::finish,
          () -> encoder.picture(new int[SIDE * SIDE], 1, 1),
          () -> encoder.sound(new float[RATE])
        }) {
      assertThatThrownBy(call)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the movie is finished or closed: start another");
    }
  }

  @Test
  void nothingCanBeAddedAfterTheEnd() {
    try (MovieEncoder encoder = encoder()) {
      encoder.picture(new int[SIDE * SIDE], 0, 1);
      encoder.sound(new float[RATE]);

      assertThat(encoder.finish()).isNotEmpty();
      requireEnded(encoder);
    }
  }

  @Test
  void nothingCanBeAddedAfterClosing() {
    MovieEncoder encoder = encoder();
    encoder.close();
    encoder.close();

    requireEnded(encoder);
  }

  @ParameterizedTest
  @CsvSource({
    "33, 32, width of the movie is 33 pixels",
    "32, 31, height of the movie is 31 pixels",
    "0, 32, width of the movie is 0 pixels",
    "32, -2, height of the movie is -2 pixels",
  })
  void refusesSidesThatCannotBe(int width, int height, String problem) {
    assertThatThrownBy(() -> MovieEncoder.builder(MovieContainer.MOV, width, height))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(problem + ": must be even, at least 2");
  }
}
