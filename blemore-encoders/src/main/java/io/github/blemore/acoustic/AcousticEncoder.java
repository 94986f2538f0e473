package io.github.blemore.acoustic;

import io.github.blemore.AbstractEncoder;
import io.github.blemore.Embedding;
import io.github.blemore.EncoderInfo;
import io.github.blemore.Encoding;
import io.github.blemore.InterruptedWorkException;
import io.github.blemore.Modality;
import io.github.blemore.NoEmbedding;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.MediaNeeds;
import io.github.blemore.media.Sound;
import io.github.blemore.media.SoundNeeds;
import io.github.blemore.sound.KaldiFeatures;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a voice sounds, as one vector for a clip: statistics over time of pitch, level, spectrum,
 * MFCC and voice quality. Plain arithmetic: no weights, no native code, nothing to download.
 *
 * <p>In the manner of eGeMAPS (F. Eyben et al., "The Geneva Minimalistic Acoustic Parameter Set
 * (GeMAPS) for Voice Research and Affective Computing", IEEE Transactions on Affective Computing
 * 7(2), 2016, 190-202), with its descriptors as a guide. It is not openSMILE: the numbers are not
 * interchangeable with openSMILE's, formants and harmonic amplitudes are left out, level in dB
 * stands for its auditory loudness, standard deviations are not divided by the mean, MFCC go up to
 * 13, and centroid and roll-off are added.
 *
 * <p>The clip's mean is subtracted first. Frames are 25 ms every 10 ms. The features, named by
 * {@link #featureNames}, in their order:
 *
 * <table>
 * <caption>Features</caption>
 * <tr><th>name</th><th>what</th><th>unit</th></tr>
 * <tr><td>{@code f0.semitone.*}</td><td>fundamental frequency of voiced frames, 55 to 1000 Hz:
 *     autocorrelation and best path after Boersma (1993), runs of at least 30 ms</td><td>semitones above 27.5 Hz</td></tr>
 * <tr><td>{@code level.db.*}</td><td>RMS of the frame, not below -90</td><td>dB re full scale (RMS
 *     1)</td></tr>
 * <tr><td>{@code level.equivalent.db}</td><td>RMS of the whole sound, not below -90</td><td>dB re
 *     full scale</td></tr>
 * <tr><td>{@code level.peaks_per_second}</td><td>maxima of the level with a rise and a fall of 2 dB
 *     or more, not more than 30 dB under the highest</td><td>1/s</td></tr>
 * <tr><td>{@code jitter.local.*}</td><td>difference of consecutive periods over the mean
 *     period</td><td>ratio</td></tr>
 * <tr><td>{@code shimmer.local.db.*}</td><td>difference of the RMS of consecutive
 *     periods</td><td>dB</td></tr>
 * <tr><td>{@code hnr.db.*}</td><td>harmonics-to-noise ratio {@code 10 log10(r / (1 - r))} of voiced
 *     frames, r the height of Boersma's autocorrelation peak; not above 60, and not above about 29
 *     for 80 Hz or 43 for 120 Hz, however clean the voice (a window of 60 ms)</td><td>dB</td></tr>
 * <tr><td>{@code spectral.flux.*}</td><td>Euclidean distance of the magnitude spectrum from that of
 *     the frame before, both of unit length; 0 where there is none before</td><td>0 to
 *     1.42</td></tr>
 * <tr><td>{@code spectral.slope0_500}, {@code slope500_1500}</td><td>least-squares slope of the
 *     power spectrum in dB, up to 500 Hz and from 500 to 1500 Hz</td><td>dB/kHz</td></tr>
 * <tr><td>{@code spectral.alpha_ratio}</td><td>power of 50 to 1000 Hz over that of 1 to 5 kHz (the
 *     paper's definition; openSMILE gives the inverse)</td><td>dB</td></tr>
 * <tr><td>{@code spectral.hammarberg}</td><td>highest bin up to 2 kHz over the highest of 2 to 5
 *     kHz</td><td>dB</td></tr>
 * <tr><td>{@code spectral.centroid}</td><td>mean frequency, weighted by power</td><td>Hz</td></tr>
 * <tr><td>{@code spectral.roll_off}</td><td>frequency under which 85 % of the power
 *     is</td><td>Hz</td></tr>
 * <tr><td>{@code mfcc1} to {@code mfcc13}</td><td>{@link KaldiFeatures#mfcc} without coefficient
 *     0</td><td></td></tr>
 * <tr><td>{@code voiced.fraction}</td><td>voiced frames of all frames</td><td>0 to 1</td></tr>
 * <tr><td>{@code voiced.segments_per_second}</td><td>unbroken runs of voiced
 *     frames</td><td>1/s</td></tr>
 * <tr><td>{@code voiced.seconds.*}, {@code unvoiced.seconds.*}</td><td>length of unbroken
 *     runs</td><td>s</td></tr>
 * </table>
 *
 * <p>Statistics: {@code mean}, {@code std} (of the population), {@code p20 p50 p80} (percentiles,
 * linear between ranks), {@code range} (p80 - p20), {@code rising.*} and {@code falling.*} (slopes
 * per second of the parts in which the contour, smoothed over three frames, only rises or only
 * falls, each weighted by its length). Spectral features and MFCC with {@code voiced} or {@code
 * unvoiced} in their name are over such frames, the others over all frames; frames at -90 dB or
 * below count in neither.
 *
 * <p>Every value is finite. A clip without a voiced frame has 0 for all that is of voiced frames
 * only, and says so with a {@code voiced.fraction} of 0; the same the other way round. A sound
 * shorter than 60 ms, or silent throughout (no frame above -90 dB, one step of 16-bit sound), gives
 * {@link NoEmbedding}: a silent track says nothing about an emotion, and its vote should go to
 * other encoders.
 *
 * <p>Safe to share between threads; the same sound gives the same bits in any batch and thread.
 */
public final class AcousticEncoder extends AbstractEncoder {

  /** Its id in results. */
  public static final String ID = "acoustic";

  private static final int SAMPLE_RATE = (int) FrameDescriptors.RATE;
  private static final double DEFAULT_MAX_SECONDS = 60;
  private static final double LONGEST_SECONDS = 3600;

  private final PitchTracker pitchTracker = new PitchTracker();
  private final SpectrumAnalyzer spectrumAnalyzer = new SpectrumAnalyzer();
  private final KaldiFeatures cepstrum = KaldiFeatures.mfcc(FrameDescriptors.CEPSTRUM + 1);

  private AcousticEncoder(double maxSeconds) {
    super(
        EncoderInfo.builder(
                ID, Modality.VOICE, MediaNeeds.of(new SoundNeeds(SAMPLE_RATE, maxSeconds)))
            .dimension(featureNames().size())
            .computesOn("cpu, float64")
            .build());
  }

  /** Starts an encoder; everything has a default. */
  public static Builder builder() {
    return new Builder();
  }

  /** What each value of an embedding is, in order; as many as the dimension. */
  public static List<String> featureNames() {
    return Names.ALL;
  }

  @Override
  protected List<Encoding> encodePresent(List<ClipMedia> batch) {
    List<Encoding> encodings = new ArrayList<>(batch.size());
    for (ClipMedia media : batch) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedWorkException(
            "interrupted before clip %s was encoded by %s"
                .formatted(media.clip().id(), info().id()));
      }
      encodings.add(encodeSound(media.sound().orElseThrow()));
    }
    return encodings;
  }

  private Encoding encodeSound(Sound sound) {
    float[] samples = sound.toArray();
    if (samples.length < PitchTracker.WINDOW) {
      return new NoEmbedding(
          info().id(),
          "sound lasts %.1f ms: at least %.0f ms are needed"
              .formatted(
                  1000.0 * samples.length / SAMPLE_RATE,
                  1000.0 * PitchTracker.WINDOW / SAMPLE_RATE));
    }
    double[] centered = centered(samples);
    FrameDescriptors frames = new FrameDescriptors(KaldiFeatures.frames(samples.length));
    spectrumAnalyzer.analyze(centered, frames);
    boolean silent = true;
    for (int f = 0; f < frames.frames; f++) {
      silent &= !frames.sounding(f);
    }
    if (silent) {
      return new NoEmbedding(
          info().id(),
          "sound is silent: no frame is above %.0f dB re full scale"
              .formatted(FrameDescriptors.QUIETEST));
    }
    float[][] coefficients = cepstrum.compute(samples);
    for (int f = 0; f < frames.frames; f++) {
      for (int k = 0; k < FrameDescriptors.CEPSTRUM; k++) {
        frames.mfcc[k][f] = coefficients[f][k + 1];
      }
    }
    Pitch pitch = pitchTracker.track(centered, frames.frames);
    VoiceQuality quality = VoiceQuality.of(centered, pitch);
    return Embedding.of(
        info().id(), Functionals.of(frames, pitch, quality, level(centered)).values());
  }

  private static double[] centered(float[] samples) {
    double mean = 0;
    for (float sample : samples) {
      mean += sample;
    }
    mean /= samples.length;
    double[] centered = new double[samples.length];
    for (int i = 0; i < samples.length; i++) {
      centered[i] = samples[i] - mean;
    }
    return centered;
  }

  private static double level(double[] centered) {
    double sum = 0;
    for (double sample : centered) {
      sum += sample * sample;
    }
    return SpectrumAnalyzer.decibels(sum / centered.length);
  }

  /** Holds nothing that must be freed. */
  @Override
  protected void release() {}

  /** The names, as the features of a sound of nothing but unvoiced frames have them. */
  private static final class Names {

    static final List<String> ALL = ofNothing();

    private static List<String> ofNothing() {
      Pitch pitch = new Pitch(new double[1], new double[1]);
      VoiceQuality quality = VoiceQuality.of(new double[PitchTracker.WINDOW], pitch);
      return Functionals.of(new FrameDescriptors(1), pitch, quality, 0).names();
    }
  }

  /** Collects the options; one set twice is refused. Not safe for several threads. */
  public static final class Builder {

    private @Nullable Double maxSeconds;

    private Builder() {}

    /**
     * How much of a clip's beginning is listened to, in seconds; default: 60.
     *
     * @throws IllegalArgumentException if not 0.06..3600, or set before
     */
    public Builder maxSeconds(double seconds) {
      double least = PitchTracker.WINDOW / FrameDescriptors.RATE;
      if (!(seconds >= least && seconds <= LONGEST_SECONDS)) {
        throw new IllegalArgumentException(
            "maxSeconds is %s: must be %s..%.0f".formatted(seconds, least, LONGEST_SECONDS));
      }
      if (maxSeconds != null) {
        throw new IllegalArgumentException("maxSeconds is set twice: " + maxSeconds);
      }
      this.maxSeconds = seconds;
      return this;
    }

    /** The encoder. */
    public AcousticEncoder build() {
      return new AcousticEncoder(maxSeconds == null ? DEFAULT_MAX_SECONDS : maxSeconds);
    }
  }
}
