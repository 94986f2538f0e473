package io.github.blemore.finetune;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.blemore.Device;
import io.github.blemore.checkpoint.CheckpointEncoderBuilder;
import io.github.blemore.madeup.MadeUpCheckpoint;
import io.github.blemore.madeup.MadeUpFamily;
import io.github.blemore.npy.NpyArray;
import io.github.blemore.speech.HubertEncoder;
import io.github.blemore.speech.Wav2Vec2Encoder;
import io.github.blemore.speech.WavLmEncoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Gradients against central differences of the loss. A sampled tensor is moved to and fro in a
 * random direction, every element by the same step, and the slope compared with what the gradient
 * says.
 *
 * <p>The forward pass is float32: the loss is known to a few units in its last place, so the slope
 * to a few times ulp / (2 step). A step of 1e-3 makes that less than 1e-3, where the norms of
 * gradients are 0.05 and more, and the third derivative's share stays below a thousandth of the
 * norm. S4D's experts change with the tokens' order of preference, where the loss jumps: its step
 * must be smaller than the gaps.
 */
class CentralDifferencesTest {

  private static final double STEP = 1e-3;
  private static final double STEP_BETWEEN_JUMPS = 1e-4;
  private static final double CURVATURE = 2e-3;
  private static final int ULPS = 6;
  private static final int SAMPLE = 16;
  private static final long SEED = 7;
  private static final int SAMPLES = 2000;

  /** What few networks have: always in the sample. */
  private static final Pattern SPECIAL =
      Pattern.compile("rel_attn_embed|layers\\.0\\.attention\\.gru|weight_g|router");

  @TempDir private Path folder;

  /** A session, and where its loss and gradient are asked for. */
  private record Place(TrainingSession session, NpyArray input, List<float[]> labels, double step) {

    double loss(long seed) {
      return session.learn(input, labels, labels.size(), seed);
    }

    /** The slope of the loss in a direction of -1 and 1, by the losses on both sides. */
    double slope(String name, float[] at, float[] signs) {
      session.replace(name, moved(at, signs, step));
      double after = loss(SEED);
      session.replace(name, moved(at, signs, -step));
      double before = loss(SEED);
      session.replace(name, at);
      return (after - before) / (2 * step);
    }

    private static float[] moved(float[] at, float[] signs, double step) {
      float[] moved = at.clone();
      for (int i = 0; i < moved.length; i++) {
        moved[i] += (float) (signs[i] * step);
      }
      return moved;
    }
  }

  /** The losses' slope in a direction, and how exact it is for a gradient of some norm. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Slope(float[] signs, double value, double rounding) {

    boolean isOf(float[] gradient) {
      double along = 0;
      double squares = 0;
      for (int i = 0; i < gradient.length; i++) {
        along += signs[i] * (double) gradient[i];
        squares += (double) gradient[i] * gradient[i];
      }
      return Math.abs(value - along) < CURVATURE * Math.sqrt(squares) + rounding;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "VIDEOMAE, 0, false", "VIDEOMAE, 0.5, true",
    "TIMESFORMER, 0, false", "TIMESFORMER, 0.5, true",
    "S4D_MOE, 0, false", "S4D_MOE, 0.5, true",
    "WAV2VEC2, 0, false", "WAV2VEC2, 0.5, true"
  })
  void ofOriginals(Fixture model, double dropPath, boolean recompute) {
    FineTuneSettings.Builder settings = FineTuneSettings.builder().keepHead().dropPath(dropPath);
    FineTuneSettings built = (recompute ? settings.recompute() : settings).build();
    double step = model == Fixture.S4D_MOE ? STEP_BETWEEN_JUMPS : STEP;
    try (TrainingSession session = model.open(built)) {
      Place place = new Place(session, model.input(), model.labels(), step);
      Map<String, Slope> slopes = requireSlopes(place, model.name().hashCode());
      if (dropPath > 0) {
        assertThat(wrong(gradients(place, SEED + 1), slopes, 1)).as("another mask").isNotEmpty();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"WAVLM", "HUBERT", "WAV2VEC2_LARGE_STYLE"})
  void ofMadeUpSpeech(MadeUpFamily family) throws IOException {
    Path checkpoint = MadeUpCheckpoint.of(family).write(folder);
    CheckpointEncoderBuilder<?> encoder =
        switch (family) {
          case WAVLM -> WavLmEncoder.builder(checkpoint);
          case HUBERT -> HubertEncoder.builder(checkpoint);
          default -> Wav2Vec2Encoder.builder(checkpoint);
        };
    FineTuneSettings settings =
        FineTuneSettings.builder().trainFeatureExtractor().dropPath(0.3).build();
    Random random = new Random(family.name().hashCode());
    try (TrainingSession session = TrainingSession.open(encoder.device(Device.cpu()), settings)) {
      session.weights().forEach((name, values) -> enlarge(session, name, values.length, random));
      float[] sounds = new float[2 * SAMPLES];
      fill(sounds, 1, random);
      List<float[]> labels = Fixture.WAV2VEC2.labels().subList(0, 2);
      requireSlopes(
          new Place(session, NpyArray.ofFloats(sounds, 2, SAMPLES), labels, STEP),
          family.name().hashCode());
    }
  }

  /** A new head and made-up attention make a loss that hardly depends on what is before them. */
  private static void enlarge(TrainingSession session, String name, int size, Random random) {
    if (name.matches("(projector|classifier)\\.weight|.*rel_attn_embed.*|.*gru_rel_pos_linear.*")) {
      float[] values = new float[size];
      fill(values, name.contains("attn") || name.contains("gru") ? 1 : 0.2f, random);
      session.replace(name, values);
    }
  }

  private static void fill(float[] values, float deviation, Random random) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
  }

  private static Map<String, Slope> requireSlopes(Place place, long seed) {
    Map<String, float[]> gradients = gradients(place, SEED);
    Map<String, Slope> slopes = slopes(place, gradients, seed);
    assertThat(wrong(gradients, slopes, 1)).isEmpty();
    assertThat(wrong(gradients, slopes, 1.02)).as("a fiftieth too large").isNotEmpty();
    return slopes;
  }

  /** Those of one pass: what was added up before is taken away by a step of no length. */
  private static Map<String, float[]> gradients(Place place, long seed) {
    place.loss(seed);
    place.session().step(0);
    place.loss(seed);
    return place.session().gradients();
  }

  private static Map<String, Slope> slopes(Place place, Map<String, float[]> gradients, long seed) {
    Random random = new Random(seed);
    List<String> names = new ArrayList<>(gradients.keySet());
    Collections.shuffle(names, random);
    names.sort((a, b) -> Boolean.compare(isSpecial(b), isSpecial(a)));
    double ulp = Math.ulp((float) place.loss(SEED));
    Map<String, float[]> weights = place.session().weights();
    Map<String, Slope> slopes = new LinkedHashMap<>();
    for (String name : names.subList(0, SAMPLE)) {
      float[] at = Objects.requireNonNull(weights.get(name));
      float[] signs = new float[at.length];
      for (int i = 0; i < signs.length; i++) {
        signs[i] = random.nextBoolean() ? 1 : -1;
      }
      slopes.put(
          name, new Slope(signs, place.slope(name, at, signs), ULPS * ulp / (2 * place.step())));
    }
    return slopes;
  }

  private static boolean isSpecial(String name) {
    return SPECIAL.matcher(name).find();
  }

  private static List<String> wrong(
      Map<String, float[]> gradients, Map<String, Slope> slopes, double times) {
    List<String> wrong = new ArrayList<>();
    slopes.forEach(
        (name, slope) -> {
          float[] gradient = Objects.requireNonNull(gradients.get(name)).clone();
          for (int i = 0; i < gradient.length; i++) {
            gradient[i] *= (float) times;
          }
          if (!slope.isOf(gradient)) {
            wrong.add(name);
          }
        });
    return wrong;
  }
}
