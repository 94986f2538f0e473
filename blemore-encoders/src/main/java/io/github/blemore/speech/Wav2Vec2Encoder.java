package io.github.blemore.speech;

import java.nio.file.Path;

/**
 * Wav2Vec2 (arXiv:2006.11477): with layers 6 to 12 of the frozen base model, the prosody encoder of
 * arXiv:2603.23650. The weights of facebook/wav2vec2-base are under Apache-2.0.
 *
 * <p>Safe to share between threads.
 */
public final class Wav2Vec2Encoder extends SpeechEncoder {

  /** The default id of this encoder, {@code wav2vec2}. */
  public static final String ID = "wav2vec2";

  private Wav2Vec2Encoder(String id, Parts parts) {
    super(id, parts);
  }

  /**
   * Starts an encoder.
   *
   * @param checkpoint a folder with {@code config.json} of type {@code wav2vec2} and its weights
   */
  public static Builder builder(Path checkpoint) {
    return new Builder(checkpoint);
  }

  /** Options of a {@link Wav2Vec2Encoder}. Not safe for several threads. */
  public static final class Builder extends SpeechEncoderBuilder<Builder> {

    private Builder(Path checkpoint) {
      super(checkpoint, ID);
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    public Wav2Vec2Encoder build() {
      return build(parts -> new Wav2Vec2Encoder(id(), parts));
    }
  }
}
