package io.github.blemore.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.blemore.Embedding;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.ProbabilityHead;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link ProbabilityHead} keeps to. */
public abstract class ProbabilityHeadContract {

  private ProbabilityHead head;

  /** For the subclasses. */
  protected ProbabilityHeadContract() {}

  /** A head. */
  protected abstract ProbabilityHead create();

  /** Makes one head for each test. */
  @BeforeEach
  final void makeHead() {
    head = create();
  }

  private Embedding embedding(long seed) {
    return Embedding.of(head.encoderId(), vector(seed, head.dimension()));
  }

  private static float[] vector(long seed, int dimension) {
    Random random = new Random(seed);
    float[] values = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  @Test
  final void aBatchEqualsItsEmbeddingsAlone() {
    List<Embedding> batch = List.of(embedding(1), embedding(2), embedding(3));
    List<EmotionDistribution> together = head.predict(batch);

    assertThat(together).hasSameSizeAs(batch);
    for (int i = 0; i < batch.size(); i++) {
      assertClose(together.get(i), head.predict(List.of(batch.get(i))).get(0));
    }
  }

  @Test
  final void noEmbeddingsGiveNoDistributions() {
    assertThat(head.predict(List.of())).isEmpty();
  }

  @Test
  final void equalWindowsCountAsOne() {
    float[] window = vector(1, head.dimension());
    Embedding twice = Embedding.of(head.encoderId(), window, window);

    assertClose(head.predict(List.of(twice)).get(0), head.predict(List.of(embedding(1))).get(0));
  }

  @Test
  final void theOrderOfWindowsDoesNotMatter() {
    float[] a = vector(1, head.dimension());
    float[] b = vector(2, head.dimension());

    assertClose(
        head.predict(List.of(Embedding.of(head.encoderId(), a, b))).get(0),
        head.predict(List.of(Embedding.of(head.encoderId(), b, a))).get(0));
  }

  @Test
  final void anEmbeddingOfAnotherEncoderIsRefused() {
    Embedding other = Embedding.of("someone-else", vector(1, head.dimension()));

    assertThatThrownBy(() -> head.predict(List.of(other)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("someone-else")
        .hasMessageContaining(head.encoderId());
  }

  @Test
  final void anEmbeddingOfAnotherDimensionIsRefused() {
    Embedding wide = Embedding.of(head.encoderId(), new float[head.dimension() + 1]);

    assertThatThrownBy(() -> head.predict(List.of(wide)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Integer.toString(head.dimension()))
        .hasMessageContaining(Integer.toString(head.dimension() + 1));
  }

  @Test
  final void twoThreadsGetWhatOneGets() throws Exception {
    List<Embedding> batch = List.of(embedding(1), embedding(2));
    List<EmotionDistribution> expected = head.predict(batch);

    for (List<EmotionDistribution> thread : TwoThreads.call(() -> head.predict(batch))) {
      assertThat(thread).isEqualTo(expected);
    }
  }

  private static void assertClose(EmotionDistribution actual, EmotionDistribution expected) {
    assertThat(actual.toArray()).containsExactly(expected.toArray(), within(1e-6));
  }
}
