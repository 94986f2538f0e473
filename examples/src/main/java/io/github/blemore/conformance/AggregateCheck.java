package io.github.blemore.conformance;

import io.github.blemore.npy.NpyArray;
import io.github.blemore.pooling.SevenStatistics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The seven statistics against the original's: folder {@code aggregate}. */
final class AggregateCheck implements Conformance.FixtureCheck {

  private static final double FLOAT32 = 1e-5;
  private static final double FLOAT64 = 1e-12;
  private static final String INPUT = "_input.npy";

  @Override
  public void run(Path folder, Findings findings) throws IOException {
    for (String type : List.of("float32", "float64")) {
      for (Path input : FixtureFiles.list(folder.resolve(type), INPUT)) {
        String clip = FixtureFiles.name(input).replace(INPUT, "");
        findings.check(
            type,
            clip,
            type.equals("float32") ? FLOAT32 : FLOAT64,
            () ->
                Findings.maxAbsDiff(
                    statistics(NpyArray.read(input)),
                    FixtureFiles.doubles(input.resolveSibling(clip + "_output.npy"))));
      }
    }
  }

  private static double[] statistics(NpyArray frames) {
    int columns = frames.shape()[1];
    if (frames.type().equals("f4")) {
      return SevenStatistics.of(FixtureFiles.rows(frames.toFloats(), columns));
    }
    double[] values = frames.toDoubles();
    double[][] rows = new double[frames.shape()[0]][];
    Arrays.setAll(rows, t -> Arrays.copyOfRange(values, t * columns, (t + 1) * columns));
    return SevenStatistics.of(rows);
  }
}
