package io.github.blemore.gate;

import io.github.blemore.Embedding;
import io.github.blemore.Fused;
import io.github.blemore.LateFusion;
import io.github.blemore.ModelException;
import io.github.blemore.NoVoteException;
import io.github.blemore.Vote;
import io.github.blemore.head.Standardizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A fusion fitted by {@link GateTraining} that judges each clip's encoders by what they saw. It
 * reads the embeddings of the votes; their distributions play no part.
 *
 * <p>From the abstract of arXiv:2605.21417 (no more of it was at hand) are these: embeddings of
 * different encoders are projected into one space, an attention gate weighs the encoders of each
 * clip, the best n are fused, and a presence head and a salience head are joined at the level of
 * probabilities. The abstract's domain adaptation is not here. All else is this library's choice:
 *
 * <ul>
 *   <li>of each encoder: features are standardized, averaged over the windows, and projected by a
 *       linear layer, a layer normalization with gain and bias of that encoder, and ReLU to {@code
 *       z_e};
 *   <li>the gate scores an encoder by {@code w2 . tanh(W1 z_e + b1)}, with one {@code W1, b1, w2}
 *       for all; the encoders of the highest scores are kept, and weigh as the softmax of their
 *       scores, {@code a_e}; a missing encoder has no score;
 *   <li>both heads are linear in {@code sum a_e z_e}: six logits {@code u} whose sigmoids tell
 *       which emotions are present, and six logits {@code v} whose softmax tells their saliences;
 *   <li>joined, the probability of an emotion is proportional to {@code sigmoid(u)^s *
 *       softmax(v)^(1-s)}, with {@code s} the {@linkplain GateSettings#presenceShare presence
 *       share}.
 * </ul>
 *
 * <p>It computes in plain Java and has no native memory. Immutable, safe to share between threads.
 */
public final class GatedFusion implements LateFusion {

  private final List<Standardizer> standardizers;
  private final GateNetwork network;
  private final GateProvenance provenance;

  GatedFusion(GateWeights weights, List<Standardizer> standardizers, GateProvenance provenance) {
    this.standardizers = List.copyOf(standardizers);
    this.network = new GateNetwork(weights, provenance.settings().best());
    this.provenance = provenance;
  }

  /**
   * Reads a fusion that was saved.
   *
   * @param file {@code NAME.safetensors}, with {@code NAME.json} beside it
   * @throws ModelException if one of them cannot be read, they do not belong together, or were
   *     changed; the message says what is wrong
   */
  public static GatedFusion load(Path file) {
    return GateFile.load(file);
  }

  /**
   * Saves this fusion: weights and standardization in {@code NAME.safetensors}, and where it comes
   * from in {@code NAME.json} beside it. Files of that name are replaced; if this fails before both
   * are written, they stay as they were.
   *
   * @param file {@code NAME.safetensors}, in a folder that exists
   * @throws IllegalArgumentException if the name does not end so
   * @throws IOException if it cannot be written
   */
  public void save(Path file) throws IOException {
    GateFile.save(this, file);
  }

  /** The encoders it knows, in the order they were trained. */
  public List<String> encoderIds() {
    return shape().encoderIds();
  }

  /** Where it comes from. */
  public GateProvenance provenance() {
    return provenance;
  }

  GateShape shape() {
    return network.weights().shape();
  }

  GateWeights weights() {
    return network.weights();
  }

  List<Standardizer> standardizers() {
    return standardizers;
  }

  /**
   * Fuses the votes on one clip by their embeddings. The weights are the gate's: zero for a missing
   * vote, and for one that is not among the best. An encoder that is trained but not among the
   * votes counts as missing.
   *
   * @throws NoVoteException if all are missing
   * @throws IllegalArgumentException if an encoder votes twice or was not trained, or a vote has no
   *     embedding, or one of another dimension or with a feature so far outside of training that it
   *     cannot be standardized
   */
  @Override
  public Fused fuse(List<Vote> votes) {
    Map<String, Double> weights = new LinkedHashMap<>();
    float[][] features = new float[encoderIds().size()][];
    for (Vote vote : votes) {
      int encoder = encoderIds().indexOf(vote.encoderId());
      if (encoder < 0) {
        throw new IllegalArgumentException(
            "encoder %s was not trained: known are %s".formatted(vote.encoderId(), encoderIds()));
      }
      if (weights.put(vote.encoderId(), 0.0) != null) {
        throw new IllegalArgumentException(
            "encoder %s votes twice on one clip".formatted(vote.encoderId()));
      }
      if (vote.missingReason().isEmpty()) {
        features[encoder] = Features.of(embedding(vote, encoder), standardizers.get(encoder));
      }
    }
    if (votes.stream().allMatch(vote -> vote.missingReason().isPresent())) {
      throw new NoVoteException(votes);
    }
    GateNetwork.Output output = network.run(features);
    weights.replaceAll((id, unset) -> output.gate()[encoderIds().indexOf(id)]);
    return new Fused(output.joined(provenance.settings().presenceShare()), weights);
  }

  private Embedding embedding(Vote vote, int encoder) {
    Embedding embedding =
        vote.embedding()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the vote of %s has no embedding: a gated fusion reads embeddings; make it by Vote.cast(embedding, distribution), or use a WeightedFusion"
                            .formatted(vote.encoderId())));
    int expected = standardizers.get(encoder).dimension();
    if (embedding.dimension() != expected) {
      throw new IllegalArgumentException(
          "embedding of %s has %d values per window: was trained with %d"
              .formatted(vote.encoderId(), embedding.dimension(), expected));
    }
    return embedding;
  }

  /**
   * Such as {@code gated fusion of [face, voice], best 4, epoch 12 of 60, validation score 0.262}.
   */
  @Override
  public String toString() {
    GateSettings settings = provenance.settings();
    return "gated fusion of %s, best %d, epoch %d of %d"
            .formatted(encoderIds(), settings.best(), provenance.epoch(), settings.epochs())
        + provenance
            .validation()
            .map(
                found ->
                    String.format(Locale.ROOT, ", validation score %.3f", found.scores().score()))
            .orElse("");
  }
}
