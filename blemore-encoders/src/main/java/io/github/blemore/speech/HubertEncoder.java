package io.github.blemore.speech;

import java.nio.file.Path;

/**
 * HuBERT (arXiv:2106.07447): the network of Wav2Vec2, trained to predict clusters of frames.
 *
 * <p>Safe to share between threads.
 */
public final class HubertEncoder extends SpeechEncoder {

  /** The default id of this encoder, {@code hubert}. */
  public static final String ID = "hubert";

  private HubertEncoder(String id, Parts parts) {
    super(id, parts);
  }

  /**
   * Starts an encoder.
   *
   * @param checkpoint a folder with {@code config.json} of type {@code hubert} and its weights
   */
  public static Builder builder(Path checkpoint) {
    return new Builder(checkpoint);
  }

  /** Options of a {@link HubertEncoder}. Not safe for several threads. */
  public static final class Builder extends SpeechEncoderBuilder<Builder> {

    private Builder(Path checkpoint) {
      super(checkpoint, ID);
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    public HubertEncoder build() {
      return build(parts -> new HubertEncoder(id(), parts));
    }
  }
}
