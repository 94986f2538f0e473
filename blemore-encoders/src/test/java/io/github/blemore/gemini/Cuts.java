package io.github.blemore.gemini;

import io.github.blemore.Clip;
import io.github.blemore.libav.ClipCut;
import io.github.blemore.libav.ClipCutter;
import io.github.blemore.libav.CutForm;
import io.github.blemore.libav.MovieContainer;
import io.github.blemore.libav.MovieEncoder;
import io.github.blemore.media.ClipMedia;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/** Small clips, cut once: so that many requests can be tried in little time. */
final class Cuts {

  private static final int SIDE = 32;
  private static final Map<String, ClipCut> CACHE = new ConcurrentHashMap<>();

  private Cuts() {}

  /** The cut of a clip of noise that depends on the path's name only; 0.2 s. */
  static ClipCut of(Path path) {
    return CACHE.computeIfAbsent(path.toString(), Cuts::make);
  }

  private static ClipCut make(String name) {
    try {
      Path file = Files.createTempFile("noise", ".mp4");
      try {
        Files.write(file, movie(name.hashCode()));
        return new ClipCutter(new CutForm(0, 2, SIDE, false)).cut(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Five pictures of blocks of noise, 0.2 s. */
  static byte[] movie(long seed) {
    Random random = new Random(seed);
    try (MovieEncoder encoder = MovieEncoder.builder(MovieContainer.MP4, SIDE, SIDE).build()) {
      for (int frame = 0; frame < 5; frame++) {
        int[] pixels = new int[SIDE * SIDE];
        int[] blocks = random.ints(16, 0, 1 << 24).toArray();
        for (int i = 0; i < pixels.length; i++) {
          pixels[i] = blocks[i / SIDE / 8 * 4 + i % SIDE / 8];
        }
        encoder.picture(pixels, frame, 1);
      }
      return encoder.finish();
    }
  }

  static List<ClipMedia> clip(String name) {
    return List.of(ClipMedia.ofNothing(Clip.of(Path.of(name))));
  }
}
