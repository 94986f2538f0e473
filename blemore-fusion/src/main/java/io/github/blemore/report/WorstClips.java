package io.github.blemore.report;

import io.github.blemore.Emotion;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.experiment.Answer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The clips whose distribution is furthest from the truth. */
final class WorstClips {

  /** Probabilities below this count as this, as in the training of heads. */
  private static final double FLOOR = 1e-8;

  private WorstClips() {}

  /** The first {@code most} of them. */
  static String of(Answered answered, int most) {
    List<Integer> worst =
        IntStream.range(0, answered.answers().size())
            .boxed()
            .sorted(
                Comparator.comparingDouble((Integer i) -> divergence(answered, i))
                    .reversed()
                    .thenComparing(i -> answered.answers().get(i).clip().clipId()))
            .limit(most)
            .toList();
    List<List<String>> rows = new ArrayList<>();
    for (int i : worst) {
      Answer answer = answered.answers().get(i);
      List<String> row = new ArrayList<>();
      row.add(Html.words(answer.clip().clipId()));
      row.add(Html.escaped(answered.truth().get(i).toString()));
      row.add(Html.escaped(answered.blends().get(i).toString()));
      row.add(String.format(Locale.ROOT, "%.2f", divergence(answered, i)));
      for (Emotion emotion : Emotion.classOrder()) {
        row.add(
            probability(
                answered.distributions().get(i).probability(emotion),
                answered.truth().get(i).salience(emotion) > 0));
      }
      rows.add(row);
    }
    List<String> head = new ArrayList<>(List.of("clip", "truth", "said", "divergence"));
    Emotion.classOrder().forEach(emotion -> head.add(emotion.code()));
    return Html.table(head, rows);
  }

  private static double divergence(Answered answered, int clip) {
    return divergence(answered.truth().get(clip).softLabel(), answered.distributions().get(clip));
  }

  /**
   * The Kullback-Leibler divergence of a distribution from the soft label, which heads are trained
   * to make small.
   *
   * @return 0 or more, in nats
   */
  static double divergence(EmotionDistribution label, EmotionDistribution said) {
    double sum = 0;
    for (Emotion emotion : Emotion.classOrder()) {
      double wanted = label.probability(emotion);
      if (wanted > 0) {
        sum += wanted * Math.log(wanted / Math.max(FLOOR, said.probability(emotion)));
      }
    }
    return sum;
  }

  private static String probability(double value, boolean isTrue) {
    return String.format(
        Locale.ROOT,
        "<span%s>%.2f</span><span class=\"mini\" aria-hidden=\"true\"><i style=\"width:%.0f%%\"></i></span>",
        isTrue ? " class=\"true\"" : "",
        value,
        100 * Math.min(1, value));
  }
}
