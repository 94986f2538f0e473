package io.github.blemore.threshold;

import io.github.blemore.Blend;
import io.github.blemore.metrics.Scores;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** People of whom as many as there are can be drawn with replacement, each with all clips. */
final class ResampledPeople {

  /** What was drawn. */
  static final class Draw {

    private int clips;
    private int blends;
    private int alwaysPresent;
    private final int[] times;

    private Draw(int undecided) {
      this.times = new int[undecided];
    }

    /** How often each of {@link ResampledPeople#undecided} is in it; for reading only. */
    int[] times() {
      return times;
    }

    /** How many clips have their emotions predicted right, whatever the thresholds. */
    int alwaysPresent() {
      return alwaysPresent;
    }

    /** The accuracies of as many right predictions, computed as {@link Scores#of} does. */
    Scores scores(int present, int salient) {
      return new Scores(present / (double) clips, blends == 0 ? 0 : salient / (double) blends);
    }
  }

  private final List<LabeledClips> people;
  private final List<UndecidedClip> undecided;

  /** Sorts clips by person; people are drawn by name, so the order of clips is of no account. */
  ResampledPeople(Probabilities probabilities, List<Blend> truth, List<String> names) {
    TreeMap<String, List<Integer>> byName = new TreeMap<>();
    for (int clip = 0; clip < names.size(); clip++) {
      byName.computeIfAbsent(names.get(clip), name -> new ArrayList<>()).add(clip);
    }
    this.people =
        byName.values().stream()
            .map(
                clips ->
                    LabeledClips.of(
                        probabilities.select(clips), clips.stream().map(truth::get).toList()))
            .toList();
    this.undecided = people.stream().flatMap(person -> person.undecided().stream()).toList();
  }

  /** How many people there are. */
  int count() {
    return people.size();
  }

  /** The clips of all people for which it depends on the thresholds whether they are right. */
  List<UndecidedClip> undecided() {
    return undecided;
  }

  Draw draw(SplittableRandom random) {
    int[] drawn = new int[people.size()];
    for (int i = 0; i < drawn.length; i++) {
      drawn[random.nextInt(drawn.length)]++;
    }
    Draw draw = new Draw(undecided.size());
    int next = 0;
    for (int i = 0; i < drawn.length; i++) {
      LabeledClips person = people.get(i);
      draw.clips += drawn[i] * person.clips();
      draw.blends += drawn[i] * person.blends();
      draw.alwaysPresent += drawn[i] * person.alwaysPresent();
      for (int clip = 0; clip < person.undecided().size(); clip++) {
        draw.times[next++] = drawn[i];
      }
    }
    return draw;
  }
}
