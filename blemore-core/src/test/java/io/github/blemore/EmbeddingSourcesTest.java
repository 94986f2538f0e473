package io.github.blemore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.contract.EmbeddingSourceContract;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmbeddingSourcesTest extends EmbeddingSourceContract {

  private static final MemorySource VOICES = new MemorySource("voices", "a", "b", "c");
  private static final MemorySource FACES = new MemorySource("faces", "b", "a");

  @Override
  protected EmbeddingSource create() {
    return EmbeddingSources.union(List.of(VOICES, FACES));
  }

  @Test
  void aUnionHasWhatEachOfItsPartsHas() {
    EmbeddingSource union = create();

    assertThat(union.encoders()).containsExactly(FACES.encoders().get(0), VOICES.encoders().get(0));
    assertThat(union.clipIds("faces")).containsExactly("a", "b");
    assertThat(union.find("voices", "c")).isPresent().isEqualTo(VOICES.find("voices", "c"));
    assertThat(union.find("faces", "c")).isEmpty();
    assertThat(union).hasToString("memory of voices and memory of faces");
  }

  @Test
  void anEncoderIdInTwoPartsIsRefused() {
    EmbeddingSource both = create();

    assertThatThrownBy(() -> EmbeddingSources.union(List.of(both, new MemorySource("faces", "d"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("encoder faces", both.toString(), "and memory of faces:");
  }

  @Test
  void aUnionOfNothingIsRefused() {
    assertThatThrownBy(() -> EmbeddingSources.union(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one");
  }
}
