package io.github.blemore.spark;

import io.github.blemore.Encoder;
import io.github.blemore.spec.EncoderSpec;
import java.io.Serializable;

/** Makes an encoder on an executor, from words that came from the driver. */
@FunctionalInterface
public interface EncoderOpener extends Serializable {

  /**
   * Opens it; the executor closes it.
   *
   * @param spec the encoder in words, alone in saying which it is: two encoders have two specs
   * @throws IllegalArgumentException if the words are wrong
   * @throws io.github.blemore.ModelException if it cannot be loaded there
   */
  Encoder open(String spec);

  /** The encoders of {@link EncoderSpec}. */
  static EncoderOpener bySpec() {
    return spec -> EncoderSpec.parse(spec).open();
  }
}
