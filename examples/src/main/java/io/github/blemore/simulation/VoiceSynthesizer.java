package io.github.blemore.simulation;

import io.github.blemore.Emotion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The non-verbal voice of one take: laughs, sobs, screams, growls, retching, hums. Bursts of voice
 * follow each other; each is most of all the sound of one emotion, chosen by how strongly the
 * emotions show, and bent toward those of the others. Made as voices are: a source (the vocal
 * folds, breath) and a filter (the vocal tract).
 */
final class VoiceSynthesizer {

  /** How much of a burst is of one emotion alone. */
  private static final double FOCUS = 0.5;

  /** Of a take, and of a burst, from the person's own way, in spreads. */
  private static final double TAKE_ERROR = 0.8;

  private static final double BURST_ERROR = 0.4;

  /** Beyond this a burst does not get more like its emotion. */
  private static final double MOST = 1.25;

  /** A burst is begun for what will show in its middle, so many seconds later. */
  private static final double LOOK_AHEAD = 0.3;

  private static final double SHORTEST_BURST = 0.05;

  private final Portrayal portrayal;
  private final SimulatedVoice voice;
  private final SplittableRandom random;
  private final VocalStyle neutral;
  private final VocalStyle takeError;

  private VoiceSynthesizer(Portrayal portrayal) {
    this.portrayal = portrayal;
    voice = new SimulatedVoice(portrayal.actor());
    random = portrayal.random("voice");
    neutral = voice.style(Emotion.NEUTRAL);
    takeError = neutral.near(TAKE_ERROR, random);
  }

  /**
   * The sound of a take.
   *
   * @param sampleRate in Hz
   * @return mono float32 {@code [seconds * sampleRate]}, full scale is -1..1
   */
  static float[] synthesize(Portrayal portrayal, int sampleRate) {
    return new VoiceSynthesizer(portrayal).render(sampleRate);
  }

  private float[] render(int sampleRate) {
    int length = (int) Math.round(portrayal.seconds() * sampleRate);
    double[] sound = roomNoise(length);
    BurstSynthesizer synthesizer = new BurstSynthesizer(voice, sampleRate);
    for (Burst burst : bursts()) {
      double[] part = synthesizer.render(burst, random);
      int from = (int) (burst.start() * sampleRate);
      for (int i = 0; i < part.length && from + i < length; i++) {
        sound[from + i] += part[i];
      }
    }
    float[] limited = new float[length];
    for (int i = 0; i < length; i++) {
      limited[i] = (float) Math.tanh(sound[i]);
    }
    return limited;
  }

  private double[] roomNoise(int length) {
    SplittableRandom room = portrayal.random("room");
    double pole = voice.roomDullness();
    double level = Math.pow(10, voice.roomNoise() / 20) * Math.sqrt(3 * (1 - pole * pole));
    double[] noise = new double[length];
    double last = 0;
    for (int i = 0; i < length; i++) {
      last = pole * last + level * room.nextDouble(-1, 1);
      noise[i] = last;
    }
    return noise;
  }

  private List<Burst> bursts() {
    List<Burst> bursts = new ArrayList<>();
    double time = random.nextDouble(0.2) / portrayal.actor().tempo();
    while (time < portrayal.seconds() - SHORTEST_BURST) {
      VocalStyle style = style(time);
      double rate = Math.pow(2, style.get(VocalParameter.RATE)) * portrayal.actor().tempo();
      double slot = random.nextDouble(0.85, 1.15) / rate;
      double seconds = slot * Range.limit(style.get(VocalParameter.FILL), 0.3, 0.95);
      double inhale = 0.6 * (slot - seconds);
      bursts.add(new Burst(time, Math.max(SHORTEST_BURST, seconds), inhale, style));
      time += slot;
    }
    return bursts;
  }

  private VocalStyle style(double time) {
    double[] shares = shares(portrayal.envelope(time + LOOK_AHEAD));
    double total = Arrays.stream(shares).sum();
    double scale = Math.min(MOST, total) / total;
    VocalStyle style = neutral;
    for (Emotion emotion : Emotion.classOrder()) {
      double part = (1 - FOCUS) * scale * shares[emotion.index()];
      style = style.moved(neutral, voice.style(emotion), part);
    }
    VocalStyle chosen = voice.style(choose(shares, random.nextDouble(total)));
    return style
        .moved(neutral, chosen, FOCUS * scale * total)
        .moved(neutral, takeError, 1)
        .near(BURST_ERROR, random);
  }

  /** How strongly each emotion shows; neutral is what is missing to 1. */
  private double[] shares(double height) {
    double[] shares = new double[Emotion.COUNT];
    double rest = 1;
    for (Emotion emotion : Emotion.classOrder()) {
      shares[emotion.index()] = portrayal.strength(Channel.VOICE, emotion) * height;
      rest -= shares[emotion.index()];
    }
    shares[Emotion.NEUTRAL.index()] = Math.max(0, rest);
    return shares;
  }

  private static Emotion choose(double[] shares, double at) {
    double rest = at;
    for (Emotion emotion : Emotion.classOrder()) {
      rest -= shares[emotion.index()];
      if (rest < 0) {
        return emotion;
      }
    }
    return Emotion.NEUTRAL;
  }
}
