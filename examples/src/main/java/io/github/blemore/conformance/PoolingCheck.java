package io.github.blemore.conformance;

import io.github.blemore.npy.NpyArray;
import io.github.blemore.pooling.LayerMean;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Means over layers and time against the original's: folder {@code pooling}. */
final class PoolingCheck implements Conformance.FixtureCheck {

  private static final double TOLERANCE = 1e-5;
  private static final Pattern EXPECTED =
      Pattern.compile("(.+)_layers(\\d+)to(\\d+)_(mean|per_frame)\\.npy");

  @Override
  public void run(Path folder, Findings findings) throws IOException {
    for (Path file : FixtureFiles.list(folder, ".npy")) {
      Matcher name = EXPECTED.matcher(FixtureFiles.name(file));
      if (!name.matches()) {
        continue;
      }
      Path states = folder.resolve(name.group(1) + "_hidden_states.npy");
      LayerMean mean =
          new LayerMean(Integer.parseInt(name.group(2)), Integer.parseInt(name.group(3)));
      boolean perFrame = "per_frame".equals(name.group(4));
      findings.check(
          String.valueOf(name.group(1)),
          "layers %d to %d, %s"
              .formatted(mean.first(), mean.last(), perFrame ? "each frame" : "mean over time"),
          TOLERANCE,
          () -> {
            float[][][] hidden = hiddenStates(NpyArray.read(states));
            return Findings.maxAbsDiff(
                perFrame ? flat(mean.perFrame(hidden)) : mean.pool(hidden),
                FixtureFiles.floats(file));
          });
    }
  }

  private static float[][][] hiddenStates(NpyArray array) {
    int frames = array.shape()[1];
    float[][] rows = FixtureFiles.rows(array.toFloats(), array.shape()[2]);
    float[][][] states = new float[array.shape()[0]][][];
    Arrays.setAll(states, i -> Arrays.copyOfRange(rows, i * frames, (i + 1) * frames));
    return states;
  }

  private static float[] flat(float[][] rows) {
    float[] flat = new float[rows.length * rows[0].length];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(rows[row], 0, flat, row * rows[0].length, rows[row].length);
    }
    return flat;
  }
}
