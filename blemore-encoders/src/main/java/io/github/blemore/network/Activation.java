package io.github.blemore.network;

import ai.djl.ndarray.NDArray;
import io.github.blemore.checkpoint.Config;

/** What stands between two linear layers. */
public enum Activation {
  /** The exact form, {@code x/2 (1 + erf(x / sqrt 2))}. */
  GELU {
    @Override
    public NDArray apply(NDArray x) {
      return ai.djl.nn.Activation.gelu(x);
    }
  },
  /** CLIP's, {@code x sigmoid(1.702 x)}. */
  QUICK_GELU {
    @Override
    public NDArray apply(NDArray x) {
      return x.mul(ai.djl.nn.Activation.sigmoid(x.mul(1.702f)));
    }
  };

  /**
   * The one a config names.
   *
   * @throws io.github.blemore.ModelException if it is another
   */
  public static Activation of(Config config, String key) {
    String name = config.text(key, "gelu");
    return switch (name) {
      case "gelu" -> GELU;
      case "quick_gelu" -> QUICK_GELU;
      default -> throw config.wrong(key, name, "gelu or quick_gelu");
    };
  }

  /** Applies it to each element. */
  public abstract NDArray apply(NDArray x);
}
