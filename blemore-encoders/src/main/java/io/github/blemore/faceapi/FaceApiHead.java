package io.github.blemore.faceapi;

import io.github.blemore.Embedding;
import io.github.blemore.Emotion;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.ModelException;
import io.github.blemore.ProbabilityHead;
import java.util.ArrayList;
import java.util.List;

/**
 * The ready head of {@link FaceApiEncoder}: face-api's own last layer. Of its seven outputs
 * (neutral, happy, sad, angry, fearful, disgusted, surprised) surprise, which BLEMORE does not
 * have, is dropped, and the other six are renormalized.
 *
 * <p>What it can tell: it was trained on single, posed expressions, not on blends, and its
 * probabilities are sharper than they should be. It is not the paper's S4D-ViTMoE, and none of the
 * paper's scores are its scores. For blends, fit a head of your own on labeled clips.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class FaceApiHead implements ProbabilityHead {

  private static final int OUTPUTS = 7;

  private final float[] weights;
  private final float[] bias;

  private FaceApiHead(float[] weights, float[] bias) {
    this.weights = weights;
    this.bias = bias;
  }

  /**
   * The head, from the weights that come with this module.
   *
   * @throws ModelException if the weights were changed
   */
  public static FaceApiHead load() {
    TfjsWeights all = TfjsWeights.ofExpressionNet();
    return new FaceApiHead(all.get("fc/weights").values(), all.get("fc/bias").values());
  }

  @Override
  public String encoderId() {
    return FaceApiEncoder.ID;
  }

  @Override
  public int dimension() {
    return ExpressionNet.DIMENSION;
  }

  @Override
  public List<EmotionDistribution> predict(List<Embedding> embeddings) {
    List<EmotionDistribution> distributions = new ArrayList<>(embeddings.size());
    for (Embedding embedding : embeddings) {
      requireOurs(embedding);
      double[] logits = new double[Emotion.COUNT];
      for (int w = 0; w < embedding.windowCount(); w++) {
        float[] window = embedding.window(w);
        for (Emotion emotion : Emotion.classOrder()) {
          logits[emotion.index()] += logit(window, output(emotion)) / embedding.windowCount();
        }
      }
      distributions.add(EmotionDistribution.ofLogits(logits));
    }
    return List.copyOf(distributions);
  }

  private void requireOurs(Embedding embedding) {
    if (!embedding.encoderId().equals(encoderId()) || embedding.dimension() != dimension()) {
      throw new IllegalArgumentException(
          "embedding of %s with %d values: the head of %s takes its embeddings of %d values"
              .formatted(embedding.encoderId(), embedding.dimension(), encoderId(), dimension()));
    }
  }

  private double logit(float[] features, int output) {
    double sum = bias[output];
    for (int i = 0; i < features.length; i++) {
      sum += features[i] * weights[i * OUTPUTS + output];
    }
    return sum;
  }

  /** Which of face-api's outputs stands for an emotion; 6, surprise, stands for none. */
  private static int output(Emotion emotion) {
    return switch (emotion) {
      case NEUTRAL -> 0;
      case HAPPINESS -> 1;
      case SADNESS -> 2;
      case ANGER -> 3;
      case FEAR -> 4;
      case DISGUST -> 5;
    };
  }

  @Override
  public String toString() {
    return "face-api's own output layer, surprise dropped, not fitted to blends";
  }
}
