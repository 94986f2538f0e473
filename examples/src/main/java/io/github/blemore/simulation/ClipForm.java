package io.github.blemore.simulation;

import io.github.blemore.Blend;
import io.github.blemore.Emotion;
import io.github.blemore.challenge.ClipName;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * What an actor is asked for: a clip's name without the actor and the take.
 *
 * @param label what is to be shown
 * @param intensity 1-4 for one emotion, otherwise empty
 * @param situation 1-4 for neutral, otherwise empty
 */
record ClipForm(Blend label, OptionalInt intensity, OptionalInt situation) {

  private static final int DEGREES = 4;

  /**
   * All that BLEMORE asks for, in class order: each emotion at four intensities, neutral in four
   * situations, and each pair at three saliences. Of each as many clips give the shares of BLEMORE,
   * whose actors did nearly all of them once: 37 % one emotion, 7 % neutral, 56 % blends.
   */
  static List<ClipForm> all() {
    List<ClipForm> forms = new ArrayList<>();
    for (Emotion emotion : Emotion.classOrder()) {
      forms.addAll(singles(emotion));
    }
    for (Emotion first : Emotion.classOrder()) {
      for (Emotion second : Emotion.classOrder()) {
        if (first.index() < second.index() && second != Emotion.NEUTRAL) {
          forms.add(blend(Blend.dominant(second, first)));
          forms.add(blend(Blend.equal(first, second)));
          forms.add(blend(Blend.dominant(first, second)));
        }
      }
    }
    return List.copyOf(forms);
  }

  private static List<ClipForm> singles(Emotion emotion) {
    boolean neutral = emotion == Emotion.NEUTRAL;
    return IntStream.rangeClosed(1, DEGREES)
        .mapToObj(OptionalInt::of)
        .map(
            degree ->
                new ClipForm(
                    Blend.single(emotion),
                    neutral ? OptionalInt.empty() : degree,
                    neutral ? degree : OptionalInt.empty()))
        .toList();
  }

  /** What shows a label best: full intensity, or the first situation. */
  static ClipForm clearest(Blend label) {
    List<ClipForm> forms = all().stream().filter(form -> form.label.equals(label)).toList();
    boolean intense = forms.get(0).intensity.isPresent();
    return forms.get(intense ? DEGREES - 1 : 0);
  }

  private static ClipForm blend(Blend label) {
    return new ClipForm(label, OptionalInt.empty(), OptionalInt.empty());
  }

  /** The emotions, whatever their salience or intensity. */
  List<Emotion> emotions() {
    return label.parts().stream().map(Blend.Part::emotion).toList();
  }

  /** The name of a take of it. */
  ClipName by(String actor, int version) {
    return new ClipName(actor, label, intensity, situation, version);
  }
}
