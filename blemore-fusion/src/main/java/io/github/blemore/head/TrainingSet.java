package io.github.blemore.head;

import io.github.blemore.Blend;
import io.github.blemore.Embedding;
import io.github.blemore.internal.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Labeled clips as one encoder sees them: of each clip its id, its label, and the features of its
 * windows, float32 {@code [windows, dimension]}, all finite.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class TrainingSet {

  /** A clip; nobody may change its windows. */
  record LabeledClip(String id, Blend label, List<float[]> windows) {}

  private final String encoderId;
  private final List<LabeledClip> clips;

  private TrainingSet(String encoderId, List<LabeledClip> clips) {
    this.encoderId = encoderId;
    this.clips = clips;
  }

  /**
   * Starts a set.
   *
   * @param encoderId the encoder that made all its features
   */
  public static Builder builder(String encoderId) {
    return new Builder(encoderId);
  }

  /**
   * The set of these clips.
   *
   * @param clipIds of each clip
   * @param embeddings of each clip, all of one encoder
   * @param labels what each clip shows
   * @throws IllegalArgumentException if there is no clip, the lists differ in length, an id comes
   *     twice, or the embeddings are of several encoders or dimensions (which clip is said)
   */
  public static TrainingSet of(
      List<String> clipIds, List<Embedding> embeddings, List<Blend> labels) {
    if (clipIds.size() != embeddings.size() || clipIds.size() != labels.size()) {
      throw new IllegalArgumentException(
          "%d clip ids, %d embeddings and %d labels: must be as many"
              .formatted(clipIds.size(), embeddings.size(), labels.size()));
    }
    Builder builder = builder(embeddings.isEmpty() ? "" : embeddings.get(0).encoderId());
    for (int i = 0; i < clipIds.size(); i++) {
      builder.add(clipIds.get(i), labels.get(i), embeddings.get(i));
    }
    return builder.build();
  }

  /** The encoder that made the features. */
  public String encoderId() {
    return encoderId;
  }

  /** Values per window. */
  public int dimension() {
    return clips.get(0).windows().get(0).length;
  }

  /** The clips' ids, in the order they were added. */
  public List<String> clipIds() {
    return clips.stream().map(LabeledClip::id).toList();
  }

  /** What each clip shows, in the same order. */
  public List<Blend> labels() {
    return clips.stream().map(LabeledClip::label).toList();
  }

  /**
   * A copy of what the encoder saw in one clip.
   *
   * @param index of the clip among {@link #clipIds}, from 0
   * @throws IndexOutOfBoundsException if there is no such clip
   */
  public Embedding embedding(int index) {
    return Embedding.of(encoderId, clips.get(index).windows().toArray(float[][]::new));
  }

  /** How many windows all clips have together. */
  public int windowCount() {
    return clips.stream().mapToInt(clip -> clip.windows().size()).sum();
  }

  /**
   * The clips with certain ids, in the same order; their features are shared, not copied.
   *
   * @throws IllegalArgumentException if there are none
   */
  public TrainingSet where(Predicate<String> clipId) {
    return checked(encoderId, clips.stream().filter(clip -> clipId.test(clip.id())).toList());
  }

  /**
   * SHA-256 of everything in it: the encoder's id, and of each clip its id, its label and the bits
   * of its features.
   *
   * @return 64 lower-case hex digits
   */
  public String fingerprint() {
    MessageDigest digest = Sha256.digest();
    digest.update(encoderId.getBytes(StandardCharsets.UTF_8));
    for (LabeledClip clip : clips) {
      String head = "\n%s\n%s\n%d\n".formatted(clip.id(), clip.label(), clip.windows().size());
      digest.update(head.getBytes(StandardCharsets.UTF_8));
      ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * clip.windows().get(0).length);
      for (float[] window : clip.windows()) {
        bytes.asFloatBuffer().put(window);
        digest.update(bytes.array());
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The clips with their windows as added, for reading only. */
  List<LabeledClip> clips() {
    return clips;
  }

  /** The windows of all clips, clip by clip, for reading only. */
  List<float[]> windows() {
    return clips.stream().flatMap(clip -> clip.windows().stream()).toList();
  }

  private static TrainingSet checked(String encoderId, List<LabeledClip> clips) {
    if (clips.isEmpty()) {
      throw new IllegalArgumentException("there is no clip in it: must be at least one");
    }
    return new TrainingSet(encoderId, clips);
  }

  @Override
  public String toString() {
    return "TrainingSet[%s, %d clips, %d windows of %d values]"
        .formatted(encoderId, clips.size(), windowCount(), dimension());
  }

  /** Collects clips. Not safe for several threads. */
  public static final class Builder {

    private final String encoderId;
    private final List<LabeledClip> clips = new ArrayList<>();
    private final Set<String> ids = new LinkedHashSet<>();

    private Builder(String encoderId) {
      this.encoderId = encoderId;
    }

    /**
     * Adds a clip by its embedding.
     *
     * @throws IllegalArgumentException if the embedding is of another encoder or dimension, or the
     *     id was added before
     */
    public Builder add(String clipId, Blend label, Embedding embedding) {
      if (!embedding.encoderId().equals(encoderId)) {
        throw new IllegalArgumentException(
            "clip %s was encoded by %s, the others by %s: must be one encoder"
                .formatted(clipId, embedding.encoderId(), encoderId));
      }
      float[][] windows = new float[embedding.windowCount()][];
      for (int w = 0; w < windows.length; w++) {
        windows[w] = embedding.window(w);
      }
      return add(clipId, label, windows);
    }

    /**
     * Adds a clip by its features.
     *
     * @param features float32 {@code [windows, dimension]}, at least one window; copied
     * @throws IllegalArgumentException if a value is NaN or infinite (which one is said), the
     *     dimension is not that of the clips before, or the id was added before
     */
    public Builder add(String clipId, Blend label, float[]... features) {
      if (!ids.add(clipId)) {
        throw new IllegalArgumentException("clip %s is in it twice".formatted(clipId));
      }
      if (features.length == 0 || features[0].length == 0) {
        throw new IllegalArgumentException(
            "clip %s has no features: must be at least one window of one value".formatted(clipId));
      }
      int dimension = clips.isEmpty() ? features[0].length : clips.get(0).windows().get(0).length;
      List<float[]> windows = new ArrayList<>();
      for (int w = 0; w < features.length; w++) {
        requireDimension(clipId, w, features[w].length, dimension);
        requireFinite(clipId, w, features[w]);
        windows.add(features[w].clone());
      }
      clips.add(new LabeledClip(clipId, label, Collections.unmodifiableList(windows)));
      return this;
    }

    private void requireDimension(String clipId, int window, int found, int dimension) {
      if (found != dimension) {
        throw new IllegalArgumentException(
            "window %d of clip %s has %d values, the first of clip %s has %d: must be as many"
                .formatted(window, clipId, found, ids.iterator().next(), dimension));
      }
    }

    private static void requireFinite(String clipId, int window, float[] features) {
      for (int i = 0; i < features.length; i++) {
        if (!Float.isFinite(features[i])) {
          throw new IllegalArgumentException(
              "value %d of window %d of clip %s is %s: must be finite"
                  .formatted(i, window, clipId, features[i]));
        }
      }
    }

    /**
     * The set of the clips added so far.
     *
     * @throws IllegalArgumentException if there are none
     */
    public TrainingSet build() {
      return checked(encoderId, List.copyOf(clips));
    }
  }
}
