/**
 * Encoders of speech on its waveform: Wav2Vec2, HuBERT and WavLM, which are one network with small
 * differences. Start with {@link io.github.blemore.speech.Wav2Vec2Encoder}.
 *
 * <p>Everything here but builders is safe to share between threads.
 */
@NullMarked
package io.github.blemore.speech;

import org.jspecify.annotations.NullMarked;
