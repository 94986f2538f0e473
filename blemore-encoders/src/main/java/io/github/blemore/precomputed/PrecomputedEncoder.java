package io.github.blemore.precomputed;

import io.github.blemore.AbstractEncoder;
import io.github.blemore.Embedding;
import io.github.blemore.EmbeddingSource;
import io.github.blemore.EncoderInfo;
import io.github.blemore.EncoderOrigin;
import io.github.blemore.Encoding;
import io.github.blemore.License;
import io.github.blemore.Modality;
import io.github.blemore.ModelException;
import io.github.blemore.NoEmbedding;
import io.github.blemore.internal.Sha256;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.MediaNeeds;
import io.github.blemore.npy.NpyArray;
import io.github.blemore.npy.NpzFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Embeddings from an {@code .npz} file as the BLEMORE baseline writes them, so that ImageBind,
 * Video Swin, VideoMAEv2, OpenFace and others take part in the fusion: {@code X}, float32 or
 * float64 {@code [N, dimension]}, and {@code filenames}, {@code N} texts.
 *
 * <p>A clip's rows are found by its id: folders and the endings of media files are left out, in the
 * file as in the id, so {@code clips/A102_ang.mov} is {@code A102_ang}. Several rows of one name
 * are the clip's windows, in the order of the file. A clip that is not in the file has no
 * embedding. Media are not looked at: a recognizer with such encoders only does not open the clip.
 *
 * <p>Safe to share between threads.
 */
public final class PrecomputedEncoder extends AbstractEncoder implements EmbeddingSource {

  private static final Pattern FOLDERS = Pattern.compile("^.*[/\\\\]");
  private static final Pattern ENDING =
      Pattern.compile("(?i)(\\.(mov|mp4|m4v|mkv|webm|avi|wav|flac|mp3|m4a|aac|npy|npz))+$");

  private final String file;
  private final EncoderOrigin origin;
  private final Map<String, Embedding> embeddings;

  private PrecomputedEncoder(Builder builder, EncoderInfo info, Map<String, Embedding> embeddings) {
    super(info);
    this.file = builder.npz.toString();
    this.origin = EncoderOrigin.of(info).withSpec(builder.spec());
    this.embeddings = Map.copyOf(embeddings);
  }

  /**
   * Starts an encoder.
   *
   * @param npz the file
   */
  public static Builder builder(Path npz) {
    return new Builder(npz);
  }

  @Override
  protected List<Encoding> encodePresent(List<ClipMedia> batch) {
    return batch.stream().map(media -> encoding(media.clip().id())).toList();
  }

  private Encoding encoding(String clipId) {
    Embedding embedding = embeddings.get(name(clipId));
    return embedding == null
        ? new NoEmbedding(info().id(), "clip %s is not in %s".formatted(clipId, file))
        : embedding;
  }

  private static String name(String path) {
    return ENDING.matcher(FOLDERS.matcher(path).replaceFirst("")).replaceFirst("");
  }

  /** The clips in the file, without folders and endings. */
  public SortedSet<String> clipIds() {
    return new TreeSet<>(embeddings.keySet());
  }

  /** This one, imported; its checkpoint is the SHA-256 of the file. */
  @Override
  public List<EncoderOrigin> encoders() {
    return List.of(origin);
  }

  /** The clips in the file; of others {@link #find} says that they are not. */
  @Override
  public Set<String> clipIds(String encoderId) {
    return encoderId.equals(info().id()) ? clipIds() : Set.of();
  }

  @Override
  public Optional<Encoding> find(String encoderId, String clipId) {
    return encoderId.equals(info().id()) ? Optional.of(encoding(clipId)) : Optional.empty();
  }

  @Override
  protected void release() {}

  /** Such as {@code embeddings in features/open-face.npz}. */
  @Override
  public String toString() {
    return "embeddings in " + file;
  }

  /** Options of a {@link PrecomputedEncoder}; one set twice is refused. Not safe for threads. */
  public static final class Builder {

    private final Path npz;
    private @Nullable String id;
    private @Nullable Modality modality;
    private @Nullable License license;

    private Builder(Path npz) {
      this.npz = npz;
    }

    /** Its id among the encoders of a system; default the file's name without {@code .npz}. */
    public Builder id(String name) {
      requireUnset("id", id);
      this.id = name;
      return this;
    }

    /** What of a clip the embeddings were made of; default {@link Modality#BODY}. */
    public Builder modality(Modality lookedAt) {
      requireUnset("modality", modality);
      this.modality = lookedAt;
      return this;
    }

    /** The license of the weights they were made with; default: not stated. */
    public Builder license(License ofWeights) {
      requireUnset("license", license);
      this.license = ofWeights;
      return this;
    }

    private void requireUnset(String option, @Nullable Object value) {
      if (value != null) {
        throw new IllegalArgumentException(
            "%s of encoder %s is set twice: %s".formatted(option, id(), value));
      }
    }

    private String id() {
      return id == null ? name(npz.toString()) : id;
    }

    /** As {@link io.github.blemore.spec.EncoderSpec} writes it. */
    private String spec() {
      List<String> options = new ArrayList<>();
      if (id != null) {
        options.add("id=" + id);
      }
      if (modality != null) {
        options.add("modality=" + modality.name().toLowerCase(Locale.ROOT));
      }
      return "npz:" + npz + (options.isEmpty() ? "" : ":" + String.join(",", options));
    }

    /**
     * Reads the file.
     *
     * @throws ModelException if it cannot be read, has not the two arrays in these forms, has no
     *     row, or holds a value that is NaN or infinite: row and clip are named
     * @throws IllegalArgumentException if the id, given or of the file's name, is none
     */
    public PrecomputedEncoder build() {
      try (NpzFile arrays = NpzFile.open(npz)) {
        return encoder(arrays.numbers("X"), arrays.texts("filenames"), Sha256.of(npz));
      } catch (IOException e) {
        throw new ModelException(String.valueOf(e.getMessage()), e);
      }
    }

    private PrecomputedEncoder encoder(NpyArray x, List<String> names, String sha256) {
      int[] shape = x.shape();
      if (!x.type().startsWith("f") || shape.length != 2 || shape[0] < 1 || shape[1] < 1) {
        throw new ModelException(
            "%s: X is %s: must be float32 or float64 [N, dimension]".formatted(npz, x));
      }
      if (names.size() != shape[0]) {
        throw new ModelException(
            "%s: X has %d rows and there are %d filenames: must be as many"
                .formatted(npz, shape[0], names.size()));
      }
      EncoderInfo info =
          EncoderInfo.builder(
                  id(), Objects.requireNonNullElse(modality, Modality.BODY), MediaNeeds.none())
              .dimension(shape[1])
              .checkpoint(
                  sha256,
                  Objects.requireNonNullElse(
                      license, new License("not stated", npz.toString(), true)))
              .computesOn("nothing: made before")
              .settings("imported from " + npz.toAbsolutePath().normalize().getFileName())
              .imported()
              .build();
      requireOneFilePerClip(names);
      Map<String, List<float[]>> rows = new HashMap<>();
      float[] values = x.toFloats();
      for (int row = 0; row < names.size(); row++) {
        rows.computeIfAbsent(name(names.get(row)), clip -> new ArrayList<>())
            .add(row(values, row, shape[1], names.get(row)));
      }
      Map<String, Embedding> embeddings = new HashMap<>();
      rows.forEach(
          (clip, windows) ->
              embeddings.put(clip, Embedding.of(info.id(), windows.toArray(float[][]::new))));
      return new PrecomputedEncoder(this, info, embeddings);
    }

    /** Rows of one name are windows of one clip; two files that come to one name are an error. */
    private void requireOneFilePerClip(List<String> names) {
      Map<String, String> files = new HashMap<>();
      for (String file : names) {
        String before = files.putIfAbsent(name(file), file);
        if (before != null && !before.equals(file)) {
          throw new ModelException(
              "%s: \"%s\" and \"%s\" are one clip without folders and endings: must be different"
                  .formatted(npz, before, file));
        }
      }
    }

    private float[] row(float[] values, int row, int width, String clip) {
      float[] window = new float[width];
      for (int i = 0; i < width; i++) {
        window[i] = values[row * width + i];
        if (!Float.isFinite(window[i])) {
          throw new ModelException(
              "%s: value %d of row %d of X (clip %s) is %s: must be finite in float32"
                  .formatted(npz, i, row, clip, window[i]));
        }
      }
      return window;
    }
  }
}
