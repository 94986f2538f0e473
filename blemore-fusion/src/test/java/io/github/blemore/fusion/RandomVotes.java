package io.github.blemore.fusion;

import io.github.blemore.Blend;
import io.github.blemore.Emotion;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.Vote;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Made-up votes that lean toward the truth, each encoder as far as is its own; some are sure of
 * what they say, with probabilities of zero.
 */
final class RandomVotes {

  private final Random random;
  private final double missing;
  private final double[] signal;

  private RandomVotes(long seed, int encoders, double missing) {
    this.random = new Random(seed);
    this.missing = missing;
    this.signal = random.doubles(encoders, 0, 2.5).toArray();
  }

  /**
   * Votes of encoders e0, e1, ... on clips c0, c1, ... of five people.
   *
   * @param missing how probable it is that a vote is missing
   */
  static LabeledVotes seeded(long seed, int encoders, int clips, double missing) {
    RandomVotes made = new RandomVotes(seed, encoders, missing);
    return LabeledVotes.of(made.encoderIds(), made.clips(clips));
  }

  /** The clips of those votes. */
  static List<LabeledVotes.Clip> clips(long seed, int encoders, int clips, double missing) {
    return new RandomVotes(seed, encoders, missing).clips(clips);
  }

  private List<String> encoderIds() {
    List<String> ids = new ArrayList<>();
    for (int e = 0; e < signal.length; e++) {
      ids.add("e" + e);
    }
    return ids;
  }

  private List<LabeledVotes.Clip> clips(int count) {
    List<LabeledVotes.Clip> clips = new ArrayList<>();
    for (int clip = 0; clip < count; clip++) {
      Blend shown = Blend.all().get(random.nextInt(Blend.all().size()));
      List<Vote> votes = new ArrayList<>();
      for (int e = 0; e < signal.length; e++) {
        votes.add(vote("e" + e, signal[e], shown));
      }
      clips.add(new LabeledVotes.Clip("c" + clip, "p" + random.nextInt(5), shown, votes));
    }
    return clips;
  }

  private Vote vote(String encoder, double leaning, Blend shown) {
    double[] logits = new double[Emotion.COUNT];
    for (Emotion emotion : Emotion.classOrder()) {
      logits[emotion.index()] = random.nextGaussian() + leaning * shown.salience(emotion) / 100;
    }
    EmotionDistribution vote = EmotionDistribution.ofLogits(logits);
    if (random.nextInt(10) == 0) {
      vote = Blend.single(vote.mostProbable()).softLabel();
    }
    return random.nextDouble() < missing
        ? Vote.missing(encoder, "made up")
        : Vote.cast(encoder, vote);
  }
}
