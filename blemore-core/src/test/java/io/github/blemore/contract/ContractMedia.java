package io.github.blemore.contract;

import io.github.blemore.Clip;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.FrameNeeds;
import io.github.blemore.media.Frames;
import io.github.blemore.media.MediaNeeds;
import io.github.blemore.media.MediaSpan;
import io.github.blemore.media.Sound;
import io.github.blemore.media.SoundNeeds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Made-up media of the form an encoder asks for. */
public final class ContractMedia {

  private ContractMedia() {}

  /**
   * Seeded noise frames and a seeded noisy tone; the length of the sound and the number of frames
   * vary with the seed. The clip is named {@code made-up-SEED.mov}.
   */
  public static ClipMedia random(MediaNeeds needs, long seed) {
    Clip clip = Clip.of(Path.of("made-up-" + seed + ".mov"));
    if (needs.isNone()) {
      return ClipMedia.ofNothing(clip);
    }
    Random random = new Random(seed);
    ClipMedia.Builder media = ClipMedia.builder(clip, new MediaSpan(0, 4));
    needs.frames().ifPresent(frames -> media.frames(frames(frames, random)));
    needs.sound().ifPresent(sound -> media.sound(sound(sound, random)));
    return media.build();
  }

  /** A view that says why its media are missing. */
  public static ClipMedia missing(String reason) {
    return ClipMedia.builder(Clip.of(Path.of("missing.mov")), new MediaSpan(0, 0))
        .missing(reason)
        .build();
  }

  private static Frames frames(FrameNeeds needs, Random random) {
    int most = needs.sampling().count();
    int count = Math.max(1, most - random.nextInt(3));
    List<byte[]> images = new ArrayList<>();
    double[] seconds = new double[count];
    for (int i = 0; i < count; i++) {
      byte[] image = new byte[needs.fit().width() * needs.fit().height() * 3];
      random.nextBytes(image);
      images.add(image);
      seconds[i] = 4.0 * i / count;
    }
    return Frames.of(needs.fit().width(), needs.fit().height(), images, seconds);
  }

  private static Sound sound(SoundNeeds needs, Random random) {
    double wanted = 0.8 + 1.2 * random.nextDouble();
    int rate = needs.sampleRate();
    float[] samples = new float[(int) (rate * Math.min(needs.maxSeconds(), wanted))];
    double hertz = 100 + 300 * random.nextDouble();
    for (int i = 0; i < samples.length; i++) {
      samples[i] =
          (float) (0.3 * Math.sin(2 * Math.PI * hertz * i / rate) + 0.05 * random.nextGaussian());
    }
    return Sound.of(rate, samples);
  }
}
