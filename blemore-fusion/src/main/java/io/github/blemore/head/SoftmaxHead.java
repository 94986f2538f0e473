package io.github.blemore.head;

import io.github.blemore.Embedding;
import io.github.blemore.Emotion;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.ModelException;
import io.github.blemore.ProbabilityHead;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A head fitted by {@link HeadTraining}: standardizes the features, then one linear layer, or two
 * with ReLU between. The logits of a clip's windows are averaged, then softmaxed. It computes in
 * plain Java, float32, and has no native memory.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class SoftmaxHead implements ProbabilityHead {

  private final String encoderId;
  private final Standardizer standardizer;
  private final Layers layers;
  private final HeadProvenance provenance;

  SoftmaxHead(
      String encoderId, Standardizer standardizer, HeadWeights weights, HeadProvenance provenance) {
    this(encoderId, standardizer, new Layers(weights), provenance);
  }

  private SoftmaxHead(
      String encoderId, Standardizer standardizer, Layers layers, HeadProvenance provenance) {
    this.encoderId = encoderId;
    this.standardizer = standardizer;
    this.layers = layers;
    this.provenance = provenance;
  }

  /**
   * Reads a head that was saved.
   *
   * @param file {@code NAME.safetensors}, with {@code NAME.json} beside it
   * @throws ModelException if one of them cannot be read, they do not belong together, or were
   *     changed; the message says what is wrong
   */
  public static SoftmaxHead load(Path file) {
    return HeadFile.load(file);
  }

  /**
   * Saves this head: weights and standardization in {@code NAME.safetensors}, the weights under the
   * baseline's names, and where it comes from in {@code NAME.json} beside it. Files of that name
   * are replaced; if this fails before both are written, they stay as they were.
   *
   * @param file {@code NAME.safetensors}, in a folder that exists
   * @throws IllegalArgumentException if the name does not end so
   * @throws IOException if it cannot be written
   */
  public void save(Path file) throws IOException {
    HeadFile.save(this, file);
  }

  @Override
  public String encoderId() {
    return encoderId;
  }

  @Override
  public int dimension() {
    return standardizer.dimension();
  }

  /** How features are standardized before the first layer. */
  public Standardizer standardizer() {
    return standardizer;
  }

  /** The weights of its layers. */
  public HeadWeights weights() {
    return layers.weights();
  }

  /** Where it comes from. */
  public HeadProvenance provenance() {
    return provenance;
  }

  /** The same head, with more said of where it comes from; a note of the same name is replaced. */
  public SoftmaxHead withNotes(Map<String, String> more) {
    return new SoftmaxHead(encoderId, standardizer, layers, provenance.withNotes(more));
  }

  @Override
  public List<EmotionDistribution> predict(List<Embedding> embeddings) {
    List<float[]> windows = new ArrayList<>();
    List<Integer> counts = new ArrayList<>();
    for (Embedding embedding : embeddings) {
      requireOurs(embedding);
      counts.add(embedding.windowCount());
      for (int w = 0; w < embedding.windowCount(); w++) {
        windows.add(standardizer.apply(embedding.window(w)));
      }
    }
    return distributions(windows, counts);
  }

  /**
   * One distribution for each clip of a set, in its order; what the labels say makes no difference.
   *
   * @throws IllegalArgumentException if it is of another encoder or dimension
   */
  public List<EmotionDistribution> predict(TrainingSet clips) {
    if (!clips.encoderId().equals(encoderId) || clips.dimension() != dimension()) {
      throw new IllegalArgumentException(
          "%s: the head of %s takes its embeddings of %d values"
              .formatted(clips, encoderId, dimension()));
    }
    List<float[]> windows = new ArrayList<>();
    List<Integer> counts = new ArrayList<>();
    for (TrainingSet.LabeledClip clip : clips.clips()) {
      counts.add(clip.windows().size());
      clip.windows().forEach(window -> windows.add(standardizer.apply(window)));
    }
    return distributions(windows, counts);
  }

  private List<EmotionDistribution> distributions(List<float[]> windows, List<Integer> counts) {
    float[] logits = layers.logits(windows);
    List<EmotionDistribution> distributions = new ArrayList<>(counts.size());
    int first = 0;
    for (int count : counts) {
      distributions.add(distribution(logits, first, count));
      first += count;
    }
    return List.copyOf(distributions);
  }

  private void requireOurs(Embedding embedding) {
    if (!embedding.encoderId().equals(encoderId) || embedding.dimension() != dimension()) {
      throw new IllegalArgumentException(
          "embedding of %s with %d values: the head of %s takes its embeddings of %d values"
              .formatted(embedding.encoderId(), embedding.dimension(), encoderId, dimension()));
    }
  }

  /**
   * The softmax of the mean logits of a clip's windows.
   *
   * @param logits of all windows, {@code [windows * 6]}
   * @param first the clip's first window
   * @param count how many it has
   */
  static EmotionDistribution distribution(float[] logits, int first, int count) {
    double[] mean = new double[Emotion.COUNT];
    for (int window = first; window < first + count; window++) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += logits[window * Emotion.COUNT + i];
      }
    }
    for (int i = 0; i < mean.length; i++) {
      mean[i] /= count;
    }
    return EmotionDistribution.ofLogits(mean);
  }

  /** Such as {@code MLP-512 head of videomae, epoch 37 of 200, validation score 0.262}. */
  @Override
  public String toString() {
    return "%s head of %s, epoch %d of %d"
            .formatted(
                layers.shape(), encoderId, provenance.epoch(), provenance.settings().epochs())
        + provenance
            .validation()
            .map(
                found ->
                    String.format(Locale.ROOT, ", validation score %.3f", found.scores().score()))
            .orElse("");
  }
}
