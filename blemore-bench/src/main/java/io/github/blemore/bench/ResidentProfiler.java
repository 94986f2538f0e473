package io.github.blemore.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * The largest resident set of the process so far, on Linux: with {@code -prof
 * io.github.blemore.bench.ResidentProfiler}. Not together with {@link SgemmProfiler}, whose
 * products take memory too.
 */
public final class ResidentProfiler implements InternalProfiler {

  private static final Path STATUS = Path.of("/proc/self/status");

  /** For JMH. */
  public ResidentProfiler() {}

  @Override
  public String getDescription() {
    return "the largest resident set of the process";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {}

  /** The kernel's high-water mark; nothing where there is no such file. */
  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    if (!Files.exists(STATUS)) {
      return List.of();
    }
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .map(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
          .map(peak -> new ScalarResult("·rss", peak, "MiB, peak", AggregationPolicy.MAX))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
