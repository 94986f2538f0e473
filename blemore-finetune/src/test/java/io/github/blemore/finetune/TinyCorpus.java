package io.github.blemore.finetune;

import io.github.blemore.Blend;
import io.github.blemore.Clip;
import io.github.blemore.Emotion;
import io.github.blemore.challenge.Metadata;
import io.github.blemore.challenge.MetadataRow;
import io.github.blemore.libav.MovieContainer;
import io.github.blemore.libav.MovieEncoder;
import io.github.blemore.store.ClipFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Movies of 32 by 32 pixels and five pictures, with sound: six people in three folds, each with a
 * movie of every emotion and one of a blend. An emotion is a color and a tone; a person a share of
 * noise.
 */
record TinyCorpus(Metadata metadata, List<Clip> clips) {

  /** Of each person. */
  static final int MOVIES = 7;

  private static final int PEOPLE = 6;
  private static final int FOLDS = 3;
  private static final int SIDE = 32;
  private static final int PICTURES = 5;
  private static final int HERTZ = 16_000;
  private static final int[] COLORS = {0xd02020, 0x20d020, 0x2020d0, 0xd0d020, 0x20d0d0, 0x808080};

  static TinyCorpus write(Path folder) throws IOException {
    List<MetadataRow> rows = new ArrayList<>();
    for (int person = 0; person < PEOPLE; person++) {
      for (int i = 0; i < MOVIES; i++) {
        Blend label = label(i);
        String name = "A90%d_take_%d.mov".formatted(person, i);
        rows.add(
            new MetadataRow(
                name,
                "A90" + person,
                label,
                1,
                OptionalInt.empty(),
                OptionalInt.empty(),
                person % FOLDS));
        Emotion shown = label.parts().get(0).emotion();
        Files.write(folder.resolve(name), movie(shown, new Random(MOVIES * person + i)));
      }
    }
    return new TinyCorpus(Metadata.of(rows), ClipFolder.list(folder));
  }

  private static Blend label(int movie) {
    return movie < Emotion.COUNT
        ? Blend.single(Emotion.classOrder().get(movie))
        : Blend.dominant(Emotion.ofCode("ang"), Emotion.ofCode("hap"));
  }

  private static byte[] movie(Emotion emotion, Random random) {
    try (MovieEncoder movie =
        MovieEncoder.builder(MovieContainer.MOV, SIDE, SIDE).sound(HERTZ).build()) {
      for (int time = 0; time < PICTURES; time++) {
        int[] pixels = new int[SIDE * SIDE];
        Arrays.setAll(
            pixels,
            i -> random.nextInt(4) == 0 ? random.nextInt(1 << 24) : COLORS[emotion.index()]);
        movie.picture(pixels, time, 1);
      }
      float[] samples = new float[HERTZ / 5 * (1 + random.nextInt(2))];
      for (int i = 0; i < samples.length; i++) {
        samples[i] =
            (float)
                (0.3 * Math.sin(i * 0.05 * (1 + emotion.index())) + 0.05 * random.nextGaussian());
      }
      movie.sound(samples);
      return movie.finish();
    }
  }

  /** The same with other rows. */
  TinyCorpus only(Predicate<MetadataRow> which) {
    return new TinyCorpus(Metadata.of(metadata.rows().stream().filter(which).toList()), clips);
  }

  /** Copies all files of a folder. */
  static void copy(Path from, Path to) throws IOException {
    for (Path one : files(from)) {
      Path target = to.resolve(from.relativize(one).toString());
      Files.createDirectories(target.getParent());
      Files.copy(one, target);
    }
  }

  /** Deletes a folder of files. */
  static void delete(Path folder) throws IOException {
    for (Path one : files(folder)) {
      Files.delete(one);
    }
    Files.delete(folder);
  }

  /** The files in a folder and in those below it. */
  static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
