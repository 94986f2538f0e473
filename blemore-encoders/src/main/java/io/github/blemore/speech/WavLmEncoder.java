package io.github.blemore.speech;

import java.nio.file.Path;

/**
 * WavLM (arXiv:2110.13900): as HuBERT, with gated relative positions, trained on noisy and mixed
 * speech.
 *
 * <p>Safe to share between threads.
 */
public final class WavLmEncoder extends SpeechEncoder {

  /** The default id of this encoder, {@code wavlm}. */
  public static final String ID = "wavlm";

  private WavLmEncoder(String id, Parts parts) {
    super(id, parts);
  }

  /**
   * Starts an encoder.
   *
   * @param checkpoint a folder with {@code config.json} of type {@code wavlm} and its weights
   */
  public static Builder builder(Path checkpoint) {
    return new Builder(checkpoint);
  }

  /** Options of a {@link WavLmEncoder}. Not safe for several threads. */
  public static final class Builder extends SpeechEncoderBuilder<Builder> {

    private Builder(Path checkpoint) {
      super(checkpoint, ID);
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    public WavLmEncoder build() {
      return build(parts -> new WavLmEncoder(id(), parts));
    }
  }
}
