package io.github.blemore.store;

import io.github.blemore.Clip;
import io.github.blemore.EncoderForm;
import io.github.blemore.MediaException;
import io.github.blemore.internal.Sha256;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a store has of some clips.
 *
 * @param lacking form to the ids of the clips of which it has neither an embedding nor the reason
 *     why there is none, in the clips' order
 * @param changed ids of clips whose bytes are others than when the store was told of them
 * @param unreadable clip id to what was wrong when its bytes were to be read
 */
public record FolderComparison(
    Map<EncoderForm, List<String>> lacking,
    List<String> changed,
    SortedMap<String, String> unreadable) {

  /** Copies the collections. */
  public FolderComparison {
    Map<EncoderForm, List<String>> copy = new LinkedHashMap<>();
    lacking.forEach((form, ids) -> copy.put(form, List.copyOf(ids)));
    lacking = Collections.unmodifiableMap(copy);
    changed = List.copyOf(changed);
    unreadable = Collections.unmodifiableSortedMap(new TreeMap<>(unreadable));
  }

  /**
   * Reads and hashes the clips, and looks for them.
   *
   * @param afterClip run after each clip
   * @throws MediaException if the store cannot be read
   */
  public static FolderComparison of(EmbeddingStore store, List<Clip> clips, Runnable afterClip) {
    Map<EncoderForm, List<String>> lacking = new LinkedHashMap<>();
    store.forms().forEach(form -> lacking.put(form, new ArrayList<>()));
    List<String> changed = new ArrayList<>();
    SortedMap<String, String> unreadable = new TreeMap<>();
    for (Clip clip : clips) {
      try {
        String sha256 = Sha256.of(clip.path());
        Optional<String> known = store.meaning(clip.id());
        if (known.isPresent() && !known.get().equals(sha256)) {
          changed.add(clip.id());
        }
        lacking.forEach(
            (form, ids) -> {
              if (!store.has(form, sha256) && !store.has(form, StoreRows.NAMED + clip.id())) {
                ids.add(clip.id());
              }
            });
      } catch (IOException e) {
        unreadable.put(clip.id(), "cannot be read: " + e);
      }
      afterClip.run();
    }
    return new FolderComparison(lacking, changed, unreadable);
  }
}
