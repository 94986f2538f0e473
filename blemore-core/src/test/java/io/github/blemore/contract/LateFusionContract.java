package io.github.blemore.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.blemore.Embedding;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.Fused;
import io.github.blemore.LateFusion;
import io.github.blemore.NoVoteException;
import io.github.blemore.Vote;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link LateFusion} keeps to. Those that fuse the votes' distributions also keep what
 * votes agree on; see {@link #fusesDistributions}.
 */
public abstract class LateFusionContract {

  private static final EmotionDistribution ANGRY =
      EmotionDistribution.of(0.5, 0.1, 0.1, 0.1, 0.1, 0.1);
  private static final EmotionDistribution HAPPY =
      EmotionDistribution.of(0.1, 0.05, 0.05, 0.7, 0.05, 0.05);
  private static final EmotionDistribution SAD =
      EmotionDistribution.of(0.1, 0.1, 0.2, 0.05, 0.45, 0.1);

  private LateFusion fusion;

  /** For the subclasses. */
  protected LateFusionContract() {}

  /** A fusion of three encoders named {@code a}, {@code b} and {@code c}, each of some weight. */
  protected abstract LateFusion create();

  /**
   * Whether the result is made of the votes' distributions; by default it is. A fusion that makes
   * its own of their embeddings need not say what they agree on; all about weights holds for it.
   */
  protected boolean fusesDistributions() {
    return true;
  }

  /** An embedding a vote of this encoder can carry; by default two made-up values. */
  protected Embedding embedding(String encoderId) {
    return Embedding.of(encoderId, new float[] {encoderId.charAt(0) - 'a', 1});
  }

  /** Makes one fusion for each test. */
  @BeforeEach
  final void makeFusion() {
    fusion = create();
  }

  private Vote vote(String encoderId, EmotionDistribution distribution) {
    return Vote.cast(embedding(encoderId), distribution);
  }

  private List<Vote> votes() {
    return List.of(vote("a", ANGRY), vote("b", HAPPY), vote("c", SAD));
  }

  @Test
  final void everyVoteHasAWeightInTheVotesOrder() {
    Fused fused = fusion.fuse(votes());

    assertThat(fused.weights().keySet()).containsExactly("a", "b", "c");
  }

  @Test
  final void equalVotesGiveThatVote() {
    assumeTrue(fusesDistributions());
    Fused fused = fusion.fuse(List.of(vote("a", HAPPY), vote("b", HAPPY), vote("c", HAPPY)));

    assertThat(fused.distribution().toArray()).containsExactly(HAPPY.toArray(), within(1e-9));
  }

  @Test
  final void theOrderOfVotesDoesNotMatter() {
    Fused one = fusion.fuse(votes());
    Fused other = fusion.fuse(List.of(vote("c", SAD), vote("a", ANGRY), vote("b", HAPPY)));

    assertThat(other.distribution().toArray())
        .containsExactly(one.distribution().toArray(), within(1e-9));
    one.weights()
        .forEach(
            (id, weight) -> assertThat(other.weights().get(id)).isCloseTo(weight, within(1e-9)));
  }

  @Test
  final void aMissingVoteHasNoWeightAndTheOthersShareIt() {
    Fused fused =
        fusion.fuse(List.of(vote("a", HAPPY), Vote.missing("b", "no face"), vote("c", HAPPY)));

    assertThat(fused.weights().get("b")).isZero();
    if (fusesDistributions()) {
      assertThat(fused.distribution().toArray()).containsExactly(HAPPY.toArray(), within(1e-9));
    }
  }

  @Test
  final void theOnlyVoteHasAllTheWeight() {
    Fused fused =
        fusion.fuse(
            List.of(Vote.missing("a", "no sound"), vote("b", SAD), Vote.missing("c", "no face")));

    assertThat(fused.weights())
        .containsEntry("a", 0.0)
        .containsEntry("b", 1.0)
        .containsEntry("c", 0.0);
    if (fusesDistributions()) {
      assertThat(fused.distribution().toArray()).containsExactly(SAD.toArray(), within(1e-9));
    }
  }

  @Test
  final void whyAVoteIsMissingDoesNotMatter() {
    Fused dark = fusion.fuse(List.of(vote("a", ANGRY), Vote.missing("b", "dark"), vote("c", SAD)));
    Fused silent =
        fusion.fuse(List.of(vote("a", ANGRY), Vote.missing("b", "no sound"), vote("c", SAD)));

    assertThat(silent).isEqualTo(dark);
  }

  @Test
  final void withoutAnyVoteItSaysWhyEachIsMissing() {
    List<Vote> votes =
        List.of(
            Vote.missing("a", "no sound"), Vote.missing("b", "no face"), Vote.missing("c", "dark"));

    assertThatThrownBy(() -> fusion.fuse(votes))
        .isInstanceOf(NoVoteException.class)
        .hasMessageContainingAll("a: no sound", "b: no face", "c: dark");
  }

  @Test
  final void twoVotesOfOneEncoderAreRefused() {
    List<Vote> votes = List.of(vote("a", ANGRY), vote("a", HAPPY), vote("c", SAD));

    assertThatThrownBy(() -> fusion.fuse(votes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a");
  }

  @Test
  final void anUnknownEncoderIsRefused() {
    List<Vote> votes = List.of(vote("a", ANGRY), vote("stranger", HAPPY));

    assertThatThrownBy(() -> fusion.fuse(votes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("stranger");
  }

  @Test
  final void twoThreadsGetWhatOneGets() throws Exception {
    Fused expected = fusion.fuse(votes());

    for (Fused thread : TwoThreads.call(() -> fusion.fuse(votes()))) {
      assertThat(thread).isEqualTo(expected);
    }
  }
}
