package io.github.blemore.gate;

import io.github.blemore.Blend;
import io.github.blemore.Emotion;
import io.github.blemore.head.Standardizer;
import io.github.blemore.head.TrainingSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The clips of several training sets, one for each encoder, in one order: that in which they first
 * come up. A clip an encoder's set does not have is missing for that encoder.
 *
 * <p>Immutable, safe to share between threads.
 */
final class GateClips {

  private static final int MISSING = -1;

  private final List<Optional<TrainingSet>> sets;
  private final List<String> ids;
  private final List<Blend> labels;
  private final int[][] places;

  private GateClips(List<Optional<TrainingSet>> sets, Map<String, Blend> labels) {
    this.sets = sets;
    this.ids = List.copyOf(labels.keySet());
    this.labels = List.copyOf(labels.values());
    this.places = new int[sets.size()][];
    for (int e = 0; e < places.length; e++) {
      Map<String, Integer> own = new HashMap<>();
      List<String> clipIds = sets.get(e).map(TrainingSet::clipIds).orElse(List.of());
      for (int i = 0; i < clipIds.size(); i++) {
        own.put(clipIds.get(i), i);
      }
      places[e] = ids.stream().mapToInt(id -> own.getOrDefault(id, MISSING)).toArray();
    }
  }

  /**
   * The clips to train on; the encoders are in the order of their sets.
   *
   * @throws IllegalArgumentException if there is no set, two are of one encoder, or a clip shows
   *     different things in two of them
   */
  static GateClips of(Collection<TrainingSet> sets) {
    if (sets.isEmpty()) {
      throw new IllegalArgumentException("no training set: must be one for each encoder");
    }
    return new GateClips(sets.stream().map(Optional::of).toList(), labels(sets));
  }

  /**
   * The clips to validate on, with the encoders of those trained on in the same order; one that has
   * no set is missing for all of them.
   *
   * @throws IllegalArgumentException as with those to train on, and if an encoder is not trained or
   *     has another dimension there, or a clip is trained on
   */
  GateClips validation(Collection<TrainingSet> others) {
    Map<String, Blend> otherLabels = labels(others);
    for (String id : ids) {
      if (otherLabels.containsKey(id)) {
        throw new IllegalArgumentException(
            "clip %s is for training and for validation: must be in one of them".formatted(id));
      }
    }
    if (otherLabels.isEmpty()) {
      throw new IllegalArgumentException("no validation set: must be at least one");
    }
    Map<String, TrainingSet> byEncoder = new HashMap<>();
    others.forEach(set -> byEncoder.put(set.encoderId(), set));
    List<Optional<TrainingSet>> inOrder = new ArrayList<>();
    for (Optional<TrainingSet> trained : sets) {
      TrainingSet ours = trained.orElseThrow();
      Optional<TrainingSet> set = Optional.ofNullable(byEncoder.remove(ours.encoderId()));
      if (set.isPresent() && set.get().dimension() != ours.dimension()) {
        throw new IllegalArgumentException(
            "encoder %s has %d values in training, %d in validation: must be as many"
                .formatted(ours.encoderId(), ours.dimension(), set.get().dimension()));
      }
      inOrder.add(set);
    }
    if (!byEncoder.isEmpty()) {
      throw new IllegalArgumentException(
          "validation clips are of encoders %s, too: trained are %s"
              .formatted(byEncoder.keySet(), encoderIds()));
    }
    return new GateClips(inOrder, otherLabels);
  }

  private static Map<String, Blend> labels(Collection<TrainingSet> sets) {
    Map<String, Blend> labels = new LinkedHashMap<>();
    Map<String, TrainingSet> first = new LinkedHashMap<>();
    for (TrainingSet set : sets) {
      if (first.put(set.encoderId(), set) != null) {
        throw new IllegalArgumentException(
            "two sets are of encoder %s: must be one for each".formatted(set.encoderId()));
      }
      List<String> clipIds = set.clipIds();
      List<Blend> shown = set.labels();
      for (int i = 0; i < clipIds.size(); i++) {
        Blend before = labels.putIfAbsent(clipIds.get(i), shown.get(i));
        if (before != null && !before.equals(shown.get(i))) {
          throw new IllegalArgumentException(
              "clip %s shows %s in the set of %s, %s in one before: must be the same"
                  .formatted(clipIds.get(i), shown.get(i), set.encoderId(), before));
        }
      }
    }
    return labels;
  }

  int size() {
    return ids.size();
  }

  int encoders() {
    return sets.size();
  }

  /** What each clip shows. */
  List<Blend> labels() {
    return labels;
  }

  /** The encoders trained, in order. */
  List<String> encoderIds() {
    return sets.stream().map(set -> set.orElseThrow().encoderId()).toList();
  }

  /** The shape of the network for these encoders. */
  GateShape shape(int dimension) {
    return new GateShape(
        encoderIds(), sets.stream().map(set -> set.orElseThrow().dimension()).toList(), dimension);
  }

  /** How each encoder's features are brought to one scale: by all their windows here. */
  List<Standardizer> standardizers() {
    return sets.stream().map(set -> Standardizer.fit(set.orElseThrow())).toList();
  }

  /** Whether an encoder has seen a clip. */
  boolean isPresent(int encoder, int clip) {
    return places[encoder][clip] != MISSING;
  }

  /**
   * What the network takes of a clip.
   *
   * @return null if the encoder has not seen it
   * @throws IllegalArgumentException if a feature is far outside of training; the message says
   *     which of which clip
   */
  float @Nullable [] features(int encoder, int clip, Standardizer standardizer) {
    if (!isPresent(encoder, clip)) {
      return null;
    }
    TrainingSet set = sets.get(encoder).orElseThrow();
    try {
      return Features.of(set.embedding(places[encoder][clip]), standardizer);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("clip %s: %s".formatted(ids.get(clip), e.getMessage()), e);
    }
  }

  /** What each encoder has seen, {@code [encoders * clips]}: one, or zero where it is missing. */
  float[] presence() {
    float[] presence = new float[encoders() * size()];
    for (int e = 0; e < encoders(); e++) {
      for (int clip = 0; clip < size(); clip++) {
        presence[e * size() + clip] = isPresent(e, clip) ? 1 : 0;
      }
    }
    return presence;
  }

  /** The soft labels, {@code [clips * 6]}. */
  float[] softLabels() {
    float[] values = new float[size() * Emotion.COUNT];
    for (int clip = 0; clip < size(); clip++) {
      double[] label = labels.get(clip).softLabel().toArray();
      for (int i = 0; i < label.length; i++) {
        values[clip * Emotion.COUNT + i] = (float) label[i];
      }
    }
    return values;
  }
}
