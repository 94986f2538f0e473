package io.github.blemore.libav;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_q2d;

import io.github.blemore.libav.StreamDecoder.UndecodableException;
import io.github.blemore.media.Sound;
import io.github.blemore.media.SoundNeeds;
import io.github.blemore.sound.Resampler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * The sound stream of one read: decoded, mixed to mono, resampled to each rate asked for. The sound
 * begins with the stream's first sample and has no gaps: where the stream begins later than the
 * picture or leaves some time out, nothing is put in.
 */
final class SoundReading implements AutoCloseable {

  /** What the resampler takes. */
  private static final int MIN_RATE = 100;

  private static final int MAX_RATE = 1_000_000;

  /**
   * Sound stored as floats can hold anything, and one value that is no number, or that overflows,
   * would spoil the whole resampling. No sound is 120 dB above full scale.
   */
  private static final float MAX_SAMPLE = 1e6f;

  private final StreamDecoder decoder;
  private final List<SoundNeeds> needs;
  private final OptionalDouble said;
  private final Map<SoundNeeds, Resampler> resamplers = new LinkedHashMap<>();
  private final Map<SoundNeeds, Part<Sound>> parts = new LinkedHashMap<>();
  private int rate;
  private long samples;
  private @Nullable String stop;

  private SoundReading(StreamDecoder decoder, List<SoundNeeds> needs, OptionalDouble said) {
    this.decoder = decoder;
    this.needs = needs;
    this.said = said;
  }

  /**
   * Opens the stream's decoder.
   *
   * @throws UndecodableException if nothing can be had from the stream
   */
  static SoundReading open(MediaFile file, int stream, List<SoundNeeds> needs)
      throws UndecodableException {
    AVStream audio = file.stream(stream);
    double tick = av_q2d(audio.time_base());
    boolean has = audio.duration() != AV_NOPTS_VALUE && audio.duration() > 0;
    double start = audio.start_time() == AV_NOPTS_VALUE ? 0 : audio.start_time() * tick;
    return new SoundReading(
        StreamDecoder.open(audio, 1),
        needs,
        has ? OptionalDouble.of(audio.duration() * tick) : file.secondsAfter(start));
  }

  /** Whether no further packet is needed. */
  boolean done() {
    return stop != null
        || (rate > 0 && needs.stream().allMatch(need -> cut(need, resampler(need))));
  }

  /** More came out than was asked for. */
  private static boolean cut(SoundNeeds need, Resampler resampler) {
    return resampler.outputLength() > maxSamples(need);
  }

  private static int maxSamples(SoundNeeds need) {
    double samples = Math.max(1, Math.rint(need.maxSeconds() * need.sampleRate()));
    return (int) Math.min(samples, Integer.MAX_VALUE - 8);
  }

  private Resampler resampler(SoundNeeds need) {
    return resamplers.computeIfAbsent(
        need, n -> Resampler.ofAtMost(rate, n.sampleRate(), maxSamples(n)));
  }

  /** Decodes a packet of the stream. */
  void decode(AVPacket packet) {
    decoder.decode(packet, this::next);
  }

  private boolean next(AVFrame frame) {
    if (rate == 0) {
      if (frame.sample_rate() < MIN_RATE || frame.sample_rate() > MAX_RATE) {
        stop =
            "sound of %d Hz cannot be resampled: must be %d..%d Hz"
                .formatted(frame.sample_rate(), MIN_RATE, MAX_RATE);
        return false;
      }
      rate = frame.sample_rate();
    } else if (rate != frame.sample_rate()) {
      stop =
          String.format(
              Locale.ROOT,
              "sound changes from %d to %d Hz at %.2f s: cut there",
              rate,
              frame.sample_rate(),
              samples / (double) rate);
      return false;
    }
    float[] mono = MonoMixer.mix(frame);
    float worst = worst(mono);
    if (!(worst <= MAX_SAMPLE)) {
      stop =
          String.format(
              Locale.ROOT,
              "sound holds values that are %s at %.2f s: cut there",
              Float.isFinite(worst) ? "above a million times full scale" : "no numbers",
              samples / (double) rate);
      return false;
    }
    samples += mono.length;
    for (SoundNeeds need : needs) {
      resampler(need).accept(mono, 0, mono.length);
    }
    return !done();
  }

  /** The largest amount; not a number if there is one that is none. */
  private static float worst(float[] mono) {
    float worst = 0;
    for (float sample : mono) {
      worst = Math.max(worst, Math.abs(sample));
    }
    return worst;
  }

  /** Decodes what the decoder still holds and ends the sound. */
  void finish() {
    if (!done()) {
      decoder.decode(null, this::next);
    }
    for (SoundNeeds need : needs) {
      parts.put(need, finish(need));
    }
  }

  private Part<Sound> finish(SoundNeeds need) {
    List<String> notes = new ArrayList<>();
    if (decoder.corrupt() > 0) {
      notes.add(PictureReading.counted(decoder.corrupt(), "damaged sound packet"));
    }
    if (samples == 0) {
      return Part.missing(stop == null ? "audio stream without samples" : stop, notes, 0);
    }
    if (stop != null) {
      notes.add(stop);
    }
    Resampler resampler = resampler(need);
    boolean cut = cut(need, resampler);
    Sound sound = Sound.of(need.sampleRate(), resampler.finish());
    if (cut) {
      notes.add(
          said.isPresent()
              ? String.format(
                  Locale.ROOT, "sound cut at %.1f s of %.1f s", sound.seconds(), said.getAsDouble())
              : String.format(Locale.ROOT, "sound cut at %.1f s", sound.seconds()));
    }
    return Part.of(sound, notes, sound.seconds());
  }

  /** What was made for a need, after {@link #finish}. */
  Part<Sound> part(SoundNeeds need) {
    Part<Sound> part = parts.get(need);
    if (part == null) {
      throw new IllegalStateException("sound was not asked for: " + need);
    }
    return part;
  }

  @Override
  public void close() {
    decoder.close();
  }
}
