package io.github.blemore.simulation;

import io.github.blemore.Emotion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Deals clip forms to actors, at random but evenly: over the corpus each form comes equally often,
 * give or take one, and forms of the same emotions come far from each other, so that few clips of
 * an actor hold many emotions too. For one thread at a time.
 */
final class ClipDeck {

  private record Card(ClipForm form, double place) {}

  private static final List<ClipForm> FORMS = ClipForm.all();

  private final SplittableRandom random;
  private final List<ClipForm> upcoming = new ArrayList<>();

  ClipDeck(SplittableRandom random) {
    this.random = random;
  }

  /** Forms for one actor, in the order dealt; one comes again only after all others have come. */
  List<ClipForm> hand(int count) {
    List<ClipForm> hand = new ArrayList<>();
    while (hand.size() < count) {
      int takes = hand.size() / FORMS.size();
      hand.add(take(hand, takes));
    }
    return hand;
  }

  private ClipForm take(List<ClipForm> hand, int takes) {
    while (true) {
      for (Iterator<ClipForm> next = upcoming.iterator(); next.hasNext(); ) {
        ClipForm form = next.next();
        if (Collections.frequency(hand, form) == takes) {
          next.remove();
          return form;
        }
      }
      upcoming.addAll(shuffled());
    }
  }

  /** Every form once. Those of the same emotions have one place each in equal stretches. */
  private List<ClipForm> shuffled() {
    List<ClipForm> order = new ArrayList<>(FORMS);
    Collections.shuffle(order, new Random(random.nextLong()));
    Map<List<Emotion>, List<ClipForm>> groups = new LinkedHashMap<>();
    for (ClipForm form : order) {
      groups.computeIfAbsent(form.emotions(), emotions -> new ArrayList<>()).add(form);
    }
    List<Card> cards = new ArrayList<>();
    for (List<ClipForm> group : groups.values()) {
      for (int i = 0; i < group.size(); i++) {
        cards.add(new Card(group.get(i), (i + random.nextDouble()) / group.size()));
      }
    }
    cards.sort(Comparator.comparingDouble(Card::place));
    return cards.stream().map(Card::form).toList();
  }
}
