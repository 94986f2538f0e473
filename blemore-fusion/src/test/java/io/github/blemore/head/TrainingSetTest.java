package io.github.blemore.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.Blend;
import io.github.blemore.Embedding;
import io.github.blemore.Emotion;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingSetTest {

  private static final Blend FEAR = Blend.single(Emotion.FEAR);

  private static TrainingSet.Builder one() {
    return TrainingSet.builder("x").add("first", FEAR, new float[] {1, 2});
  }

  @Test
  void holdsClipsInTheirOrder() {
    Blend blend = Blend.dominant(Emotion.ANGER, Emotion.SADNESS);
    TrainingSet set =
        TrainingSet.of(
            List.of("a", "b"),
            List.of(
                Embedding.of("x", new float[] {1, 2}),
                Embedding.of("x", new float[] {3, 4}, new float[] {5, 6})),
            List.of(FEAR, blend));

    assertThat(set.encoderId()).isEqualTo("x");
    assertThat(set.dimension()).isEqualTo(2);
    assertThat(set.clipIds()).containsExactly("a", "b");
    assertThat(set.labels()).containsExactly(FEAR, blend);
    assertThat(set.windowCount()).isEqualTo(3);
    assertThat(set.where("b"::equals).windows())
        .containsExactly(new float[] {3, 4}, new float[] {5, 6});
    assertThat(set).hasToString("TrainingSet[x, 2 clips, 3 windows of 2 values]");
  }

  @Test
  void copiesFeatures() {
    float[] features = {1, 2};
    TrainingSet set = TrainingSet.builder("x").add("a", FEAR, features).build();
    features[0] = 7;

    assertThat(set.windows().get(0)).containsExactly(1, 2);
  }

  @Test
  void aValueThatIsNoNumberIsNamed() {
    assertThatThrownBy(() -> one().add("bad", FEAR, new float[2], new float[] {0, Float.NaN}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("value 1 of window 1 of clip bad is NaN");
    assertThatThrownBy(() -> one().add("bad", FEAR, new float[] {Float.NEGATIVE_INFINITY, 0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("value 0 of window 0 of clip bad is -Infinity");
  }

  @Test
  void anotherDimensionIsNamed() {
    assertThatThrownBy(() -> one().add("bad", FEAR, new float[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("window 0 of clip bad has 3 values, the first of clip first has 2");
    assertThatThrownBy(() -> one().add("bad", FEAR, new float[2], new float[1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("window 1 of clip bad has 1 values");
    assertThatThrownBy(() -> one().add("bad", FEAR))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("clip bad has no features");
  }

  @Test
  void anotherEncoderIsNamed() {
    assertThatThrownBy(() -> one().add("bad", FEAR, Embedding.of("y", new float[2])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("clip bad was encoded by y, the others by x");
  }

  @Test
  void aClipComesOnce() {
    assertThatThrownBy(() -> one().add("first", FEAR, new float[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("clip first is in it twice");
  }

  @Test
  void aSetHasClips() {
    assertThatThrownBy(() -> TrainingSet.builder("x").build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one");
    assertThatThrownBy(() -> TrainingSet.of(List.of(), List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one");
    assertThatThrownBy(() -> one().build().where(id -> false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one");
  }

  @Test
  void listsMustBeOfOneLength() {
    assertThatThrownBy(() -> TrainingSet.of(List.of("a"), List.of(), List.of(FEAR)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 clip ids, 0 embeddings and 1 labels");
  }

  @Test
  void whatAClipHasIsAnEmbedding() {
    TrainingSet set =
        TrainingSet.builder("x")
            .add("first", FEAR, new float[] {1, 2})
            .add("second", FEAR, new float[] {3, 4}, new float[] {5, 6})
            .build();

    assertThat(set.embedding(1))
        .isEqualTo(Embedding.of("x", new float[] {3, 4}, new float[] {5, 6}));
    assertThatThrownBy(() -> set.embedding(2)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
