package io.github.blemore.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProcessorFlagsTest {

  private static final Set<String> BF16 = Set.of("amx_bf16", "avx512_bf16", "bf16");

  @Test
  void flagsAreWholeWordsOfTheirLine() {
    assertThat(ProcessorFlags.have(List.of("flags\t\t: fpu avx512_bf16 sse"), BF16)).isTrue();
    assertThat(ProcessorFlags.have(List.of("Features\t: fp asimd bf16"), BF16)).isTrue();
    assertThat(ProcessorFlags.have(List.of("flags\t\t: fpu avx512f", "bugs : bf16"), BF16))
        .isFalse();
  }
}
