/**
 * How a voice sounds: pitch, loudness, spectrum and voice quality as one vector for a clip, without
 * any weights.
 *
 * <p>Read first: {@link io.github.blemore.acoustic.AcousticEncoder}, the only public type. The
 * sound is cut into frames of 25 ms every 10 ms; {@code PitchTracker} finds the fundamental
 * frequency of each, {@code VoiceQuality} follows single periods, {@code FrameDescriptors} holds
 * what is measured in each frame, {@code Functionals} makes the features of it. Encoders are safe
 * to share between threads.
 */
@NullMarked
package io.github.blemore.acoustic;

import org.jspecify.annotations.NullMarked;
