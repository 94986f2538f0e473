package io.github.blemore.s4d;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/**
 * The noise that S4D's routers add to their logits before they choose experts. The published code
 * draws it in evaluation too, anew at each run; without it the same clip always gives the same
 * embedding.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class S4dNoise {

  private static final S4dNoise NONE = new S4dNoise(OptionalLong.empty());

  private final OptionalLong seed;

  private S4dNoise(OptionalLong seed) {
    this.seed = seed;
  }

  /** No noise: experts are chosen by the logits alone. */
  public static S4dNoise none() {
    return NONE;
  }

  /**
   * Normal noise from a seed, as the published code adds it. It is the same for each clip and
   * window, so that an embedding depends on the clip and the seed only.
   */
  public static S4dNoise seeded(long seed) {
    return new S4dNoise(OptionalLong.of(seed));
  }

  boolean isDrawn() {
    return seed.isPresent();
  }

  /** What a pass adds: block after block, each drawn once. */
  S4dNet.Noise forOnePass() {
    if (seed.isEmpty()) {
      return S4dNet.Noise.NONE;
    }
    Random random = new Random(seed.getAsLong());
    return (block, logits) -> Optional.of(draw(random, logits));
  }

  private static NDArray draw(Random random, NDArray logits) {
    long tokens = logits.getShape().get(1);
    long experts = logits.getShape().get(2);
    float[] values = new float[Math.toIntExact(tokens * experts)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return logits.getManager().create(values, new Shape(1, tokens, experts));
  }

  /** {@code no router noise} or {@code router noise of seed n}. */
  @Override
  public String toString() {
    return seed.isEmpty() ? "no router noise" : "router noise of seed " + seed.getAsLong();
  }
}
