package io.github.blemore.simulation;

import io.github.blemore.challenge.ClipName;
import io.github.blemore.challenge.Folds;
import io.github.blemore.challenge.Metadata;
import io.github.blemore.challenge.MetadataRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Who plays what: the clips of a corpus, their folds, and the takes behind them. All of it follows
 * from a seed, two numbers, and how people's styles differ.
 *
 * <p>Immutable, safe to share between threads.
 */
final class CorpusPlan {

  private static final int FOLDS = 5;

  private final List<SimulatedActor> actors = new ArrayList<>();
  private final List<Portrayal> takes = new ArrayList<>();
  private final Metadata metadata;

  /** Of a corpus of this seed and size, which {@link SimulatedCorpus.Builder} has checked. */
  CorpusPlan(long seed, int actorCount, int clipsPerActor, SalienceStyles styles) {
    ClipDeck deck = new ClipDeck(new SplittableRandom(Seeds.mix(seed, "plan")));
    for (int i = 0; i < actorCount; i++) {
      SimulatedActor actor = new SimulatedActor(seed, i, styles);
      actors.add(actor);
      for (ClipName name : names(actor.id(), deck.hand(clipsPerActor))) {
        takes.add(new Portrayal(actor, name, seed));
      }
    }
    metadata = Metadata.of(rows(seed));
  }

  private static List<ClipName> names(String actor, Collection<ClipForm> forms) {
    Map<ClipForm, Integer> versions = new HashMap<>();
    List<ClipName> names = new ArrayList<>();
    for (ClipForm form : forms) {
      names.add(form.by(actor, versions.merge(form, 1, Integer::sum)));
    }
    names.sort(Comparator.comparing(ClipName::toString));
    return names;
  }

  private List<MetadataRow> rows(long seed) {
    List<String> ids = takes.stream().map(take -> take.actor().id()).toList();
    Map<String, Integer> folds = Folds.actorDisjoint(ids, FOLDS, seed);
    return takes.stream()
        .map(
            take ->
                MetadataRow.of(take.name(), Objects.requireNonNull(folds.get(take.actor().id()))))
        .toList();
  }

  List<SimulatedActor> actors() {
    return List.copyOf(actors);
  }

  /** One for each clip, by actor and then by name. */
  List<Portrayal> takes() {
    return List.copyOf(takes);
  }

  /** The labels and folds of all clips, in the order of the takes. */
  Metadata metadata() {
    return metadata;
  }

  /** Of all clips together. */
  double seconds() {
    return takes.stream().mapToDouble(Portrayal::seconds).sum();
  }
}
