package io.github.blemore.cli;

import io.github.blemore.EmbeddingSource;
import io.github.blemore.EmbeddingSources;
import io.github.blemore.EncoderForm;
import io.github.blemore.precomputed.PrecomputedEncoder;
import io.github.blemore.store.EmbeddingStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stores and {@code .npz} files that were named on the command line. */
final class OpenedEmbeddings implements AutoCloseable {

  private static final String NPZ = ".npz";
  private static final Pattern NAMED = Pattern.compile("([A-Za-z0-9][A-Za-z0-9._-]*)=(.+)");

  private final Places places;
  private final EmbeddingSource source;

  private OpenedEmbeddings(Places places, EmbeddingSource source) {
    this.places = places;
    this.source = source;
  }

  /**
   * Opens them all, or none.
   *
   * @param files each the path of a store, or that of an {@code .npz} file, with {@code ID=} before
   *     it or without
   * @throws IllegalArgumentException if one is no path, or an {@code .npz} file's name is no id
   * @throws IOException as {@link EmbeddingOptions#open} says
   */
  static OpenedEmbeddings open(List<String> files, EmbeddingOptions.Choice choice)
      throws IOException {
    Places places = new Places(new ArrayList<>(), new ArrayList<>());
    try {
      for (String file : files) {
        places.open(file);
      }
      return new OpenedEmbeddings(places, places.chosen(choice));
    } catch (IOException | RuntimeException | Error e) {
      try {
        places.close();
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  /** What was chosen of them, one form of each encoder. */
  EmbeddingSource source() {
    return source;
  }

  @Override
  public void close() throws IOException {
    places.close();
  }

  /** One form of an encoder, and where its embeddings are. */
  private record Candidate(EncoderForm form, EmbeddingSource place) {

    @Override
    public String toString() {
      return "%s: %s".formatted(place, form);
    }
  }

  private record Places(List<EmbeddingStore> stores, List<PrecomputedEncoder> arrays) {

    void open(String file) throws IOException {
      Path path = Path.of(file);
      Matcher named = NAMED.matcher(file);
      if (!file.endsWith(NPZ)) {
        stores.add(EmbeddingStore.openExisting(path));
      } else if (named.matches() && !Files.exists(path)) {
        arrays.add(PrecomputedEncoder.builder(Path.of(named.group(2))).id(named.group(1)).build());
      } else {
        arrays.add(PrecomputedEncoder.builder(path).build());
      }
    }

    EmbeddingSource chosen(EmbeddingOptions.Choice choice) throws IOException {
      SortedMap<String, List<Candidate>> byId = candidates();
      if (byId.isEmpty()) {
        throw new IOException("there are no embeddings in %s: encode clips first".formatted(this));
      }
      choice.requireIn(new TreeSet<>(byId.keySet()));
      List<EmbeddingSource> chosen = new ArrayList<>();
      for (String id : byId.keySet()) {
        if (choice.uses(id)) {
          Candidate one = only(id, byId.getOrDefault(id, List.of()), choice);
          chosen.add(
              one.place() instanceof EmbeddingStore store
                  ? store.source(List.of(one.form()))
                  : one.place());
        }
      }
      return EmbeddingSources.union(chosen);
    }

    private SortedMap<String, List<Candidate>> candidates() {
      List<Candidate> all = new ArrayList<>();
      for (EmbeddingStore store : stores) {
        store.forms().forEach(form -> all.add(new Candidate(form, store)));
      }
      for (PrecomputedEncoder encoder : arrays) {
        all.add(new Candidate(EncoderForm.of(encoder.info()), encoder));
      }
      SortedMap<String, List<Candidate>> byId = new TreeMap<>();
      for (Candidate one : all) {
        byId.computeIfAbsent(one.form().id(), id -> new ArrayList<>()).add(one);
      }
      return byId;
    }

    private static Candidate only(
        String id, List<Candidate> candidates, EmbeddingOptions.Choice choice) throws IOException {
      List<Candidate> meant =
          candidates.stream().filter(one -> choice.isMeant(one.form())).toList();
      if (meant.isEmpty()) {
        throw new IOException(
            "there is no such form of encoder %s: only %s".formatted(id, candidates));
      }
      if (meant.size() > 1) {
        throw new IOException(
            "embeddings of encoder %s are there %d times: %s; say which with --checkpoint %s=HEX or --preprocessing %s=HEX, call that of an .npz file otherwise with --store ID=FILE.npz, or leave a store out"
                .formatted(id, meant.size(), meant, id, id));
      }
      return meant.get(0);
    }

    void close() throws IOException {
      arrays.forEach(PrecomputedEncoder::close);
      IOException failure = null;
      for (EmbeddingStore store : stores) {
        try {
          store.close();
        } catch (IOException e) {
          if (failure == null) {
            failure = e;
          } else {
            failure.addSuppressed(e);
          }
        }
      }
      if (failure != null) {
        throw failure;
      }
    }

    @Override
    public String toString() {
      List<EmbeddingSource> all = new ArrayList<>(stores);
      all.addAll(arrays);
      return all.toString();
    }
  }
}
