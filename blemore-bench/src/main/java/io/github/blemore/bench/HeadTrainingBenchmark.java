package io.github.blemore.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.blemore.Device;
import io.github.blemore.head.HeadTraining;
import io.github.blemore.torch.TorchDevice;
import io.github.blemore.torch.TorchScript;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One epoch of training a head with one hidden layer on 2,456 clips in batches of 32, without
 * validation: ours, and the same network and Adam by DJL's own trainer, which is eager PyTorch.
 *
 * <p>At 5,000 features and 512 units an epoch is 77 steps of 0.33 GFLOP (25 GFLOP in all), and the
 * least a step has to move is 92 MB: 10.2 MB of weights are read for the logits, as much gradient
 * written; then Adam reads four such arrays and writes three. {@code memory} copies as many bytes
 * as all steps move, as a floor. Smaller heads fit the processor's cache; there the time is that of
 * some twenty calls of operations a step.
 *
 * <p>{@code java -jar blemore-bench/target/blemore-bench.jar HeadTrainingBenchmark}
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class HeadTrainingBenchmark {

  /** Our training, between two epochs. */
  @State(Scope.Benchmark)
  public static class Ours {

    private TrainingByEpoch training;

    /** Trains a first epoch. */
    @Setup(Level.Trial)
    public void start(HeadClips clips) {
      training =
          new TrainingByEpoch(
              goOn ->
                  HeadTraining.builder()
                      .hidden(clips.hidden())
                      .listener(epoch -> goOn.getAsBoolean())
                      .build()
                      .fit(clips.first(HeadClips.CLIPS), Integer.MAX_VALUE));
    }

    /** Ends it. */
    @TearDown(Level.Trial)
    public void end() throws InterruptedException {
      training.end();
    }
  }

  /** DJL's. */
  @State(Scope.Benchmark)
  public static class Eager {

    private EagerTraining training;

    /** Puts the features into native memory. */
    @Setup(Level.Trial)
    public void start(HeadClips clips) {
      TorchDevice.of(Device.cpu());
      training = new EagerTraining(clips.features, clips.softLabels, clips.hidden());
    }

    /** Frees it. */
    @TearDown(Level.Trial)
    public void end() {
      training.close();
    }
  }

  /** Arrays of the weights' size. */
  @State(Scope.Benchmark)
  public static class Memory {

    private static final int STEPS = (HeadClips.CLIPS + 31) / 32;
    private static final String COPY =
        """
        def copy(self, a: Tensor, b: Tensor, times: int) -> Tensor:
          for i in range(times):
            b.copy_(a)
          return b
        """;

    private NDManager manager;
    private TorchScript script;
    private NDArray from;
    private NDArray to;

    /** Allocates two halves: copying one nine times moves nine times the weights. */
    @Setup(Level.Trial)
    public void allocate(HeadClips clips) {
      TorchDevice device = TorchDevice.of(Device.cpu());
      manager = device.newManager();
      script = TorchScript.compile(device, COPY);
      Shape half = new Shape((long) clips.dimension() * clips.hidden() / 2);
      from = manager.ones(half);
      to = manager.zeros(half);
    }

    void copy() {
      script.call(manager, "copy", from, to, 9 * STEPS).close();
    }

    /** Frees them. */
    @TearDown(Level.Trial)
    public void free() {
      script.close();
      manager.close();
    }
  }

  /** Ours. */
  @Benchmark
  public void blemore(Ours ours) {
    ours.training.epoch();
  }

  /** DJL's own trainer. */
  @Benchmark
  public float eager(Eager eager) {
    return eager.training.epoch();
  }

  /** The floor. */
  @Benchmark
  public void memory(Memory memory) {
    memory.copy();
  }
}
