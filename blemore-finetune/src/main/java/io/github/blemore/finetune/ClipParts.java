package io.github.blemore.finetune;

import io.github.blemore.Clip;
import io.github.blemore.InterruptedWorkException;
import io.github.blemore.finetune.augment.AugmentedClips;
import io.github.blemore.finetune.files.MediaCache;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.MediaSpan;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gets a batch ready in parts that can be computed at once.
 *
 * @param cache of all clips
 */
record ClipParts(MediaCache cache, FineTuneSettings settings) {

  /** Of a batch, some clips of one shape. */
  sealed interface Part {
    /** Which of the batch's clips these are. */
    List<Integer> clips();
  }

  /** As in inference. */
  record Plain(List<Integer> clips, List<ClipMedia> media) implements Part {}

  /** Augmented. */
  record Augmented(List<Integer> clips, AugmentedClips values) implements Part {}

  /** What a network sees of a clip. */
  ClipMedia media(LabeledClip clip) {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedWorkException("interrupted while training");
    }
    ClipMedia.Builder media =
        ClipMedia.builder(Clip.of(Path.of(clip.id())).withId(clip.id()), new MediaSpan(0, 0));
    cache.frames(clip.id()).ifPresent(media::frames);
    cache.sound(clip.id()).ifPresent(media::sound);
    return media.build();
  }

  /**
   * A batch for a step.
   *
   * @param seed of its augmentation
   */
  List<Part> forTraining(TrainingSession session, List<LabeledClip> batch, long seed) {
    Optional<Pictures> pictures = session.pictures();
    if (pictures.isEmpty() || settings.augmentation().isNone()) {
      return plain(session, batch);
    }
    AugmentedClips whole =
        settings
            .augmentation()
            .apply(
                batch.stream().map(clip -> pictures.get().window(media(clip))).toList(),
                batch.stream().map(LabeledClip::softLabel).toList(),
                pictures.get().mean(),
                pictures.get().std(),
                seed);
    return cut(whole);
  }

  private List<Part> cut(AugmentedClips whole) {
    int clips = whole.softLabels().size();
    int bytes = whole.values().limit() / clips;
    List<Part> parts = new ArrayList<>();
    for (int first = 0; first < clips; first += settings.clipsAtOnce()) {
      int last = Math.min(first + settings.clipsAtOnce(), clips);
      ByteBuffer values =
          whole
              .values()
              .slice(first * bytes, (last - first) * bytes)
              .order(ByteOrder.nativeOrder());
      List<Integer> indices = new ArrayList<>();
      for (int i = first; i < last; i++) {
        indices.add(i);
      }
      parts.add(
          new Augmented(
              indices, new AugmentedClips(values, whole.softLabels().subList(first, last))));
    }
    return parts;
  }

  /** Clips as they are: those of one shape together, as many at once as the settings say. */
  List<Part> plain(TrainingSession session, List<LabeledClip> batch) {
    Map<Object, List<Integer>> shapes = new LinkedHashMap<>();
    List<ClipMedia> media = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      ClipMedia one = media(batch.get(i));
      media.add(one);
      shapes.computeIfAbsent(session.shapeOf(one), shape -> new ArrayList<>()).add(i);
    }
    List<Part> parts = new ArrayList<>();
    for (List<Integer> same : shapes.values()) {
      for (int first = 0; first < same.size(); first += settings.clipsAtOnce()) {
        List<Integer> some =
            same.subList(first, Math.min(first + settings.clipsAtOnce(), same.size()));
        parts.add(new Plain(List.copyOf(some), some.stream().map(media::get).toList()));
      }
    }
    return parts;
  }
}
