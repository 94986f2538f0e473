package io.github.blemore.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.sun.management.OperatingSystemMXBean;
import io.github.blemore.Device;
import io.github.blemore.torch.TorchDevice;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
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
 * Puts the rate of a pass beside that of PyTorch's own matrix product, measured before and after
 * every iteration in the same process: for {@link TransformerBenchmark} on the CPU, with {@code
 * -prof io.github.blemore.bench.SgemmProfiler}. Once by the clock, and once by processor time, in
 * which what a shared machine gives to others does not count, but a core that is left idle does not
 * show either.
 */
public final class SgemmProfiler implements InternalProfiler {

  private static final int ROWS = 1568;
  private static final int INNER = 768;
  private static final int COLUMNS = 3072;
  private static final int PRODUCTS = 40;

  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private Rate before = new Rate(0, 0);
  private long processorTime;
  private long wallTime;

  /** GFLOP for each second of the clock, and for each second that a core works. */
  private record Rate(double wall, double core) {}

  /** For JMH. */
  public SgemmProfiler() {}

  @Override
  public String getDescription() {
    return "rate beside PyTorch's sgemm";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    before = sgemm();
    processorTime = system.getProcessCpuTime();
    wallTime = System.nanoTime();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    double work = TransformerBenchmark.flopsPerOperation() * result.getMetadata().getMeasuredOps();
    Rate pass = rate(work, wallTime, processorTime);
    Rate after = sgemm();
    double wall = (before.wall() + after.wall()) / 2;
    double core = (before.core() + after.core()) / 2;
    List<Result<?>> results = new ArrayList<>();
    results.add(scalar("rate", pass.wall(), "GFLOP/s"));
    results.add(scalar("sgemm", wall, "GFLOP/s"));
    results.add(scalar("share", 100 * pass.wall() / wall, "% of float32 sgemm"));
    results.add(scalar("coreShare", 100 * pass.core() / core, "% in processor time"));
    return results;
  }

  private static ScalarResult scalar(String name, double value, String unit) {
    return new ScalarResult("·" + name, value, unit, AggregationPolicy.AVG);
  }

  private Rate rate(double work, long wallStart, long processorStart) {
    return new Rate(
        work / (System.nanoTime() - wallStart),
        work / (system.getProcessCpuTime() - processorStart));
  }

  private Rate sgemm() {
    try (NDManager manager = TorchDevice.of(Device.cpu()).newManager()) {
      NDArray left = manager.ones(new Shape(ROWS, INNER));
      NDArray right = manager.ones(new Shape(INNER, COLUMNS));
      left.matMul(right).close();
      long wallStart = System.nanoTime();
      long processorStart = system.getProcessCpuTime();
      for (int i = 0; i < PRODUCTS; i++) {
        left.matMul(right).close();
      }
      return rate(2.0 * PRODUCTS * ROWS * INNER * COLUMNS, wallStart, processorStart);
    }
  }
}
