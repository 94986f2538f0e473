package io.github.blemore.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.blemore.Device;
import io.github.blemore.Embedding;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.head.HeadTraining;
import io.github.blemore.head.SoftmaxHead;
import io.github.blemore.torch.TorchDevice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Distributions of clips by a head with one hidden layer: ours, in plain Java on one thread, and
 * the same by DJL's operations on all cores. At 5,000 features and 512 units one clip is 5.1 MFLOP
 * and 10 MB of weights; up to 64 windows share a pass over them.
 *
 * <p>{@code java -jar blemore-bench/target/blemore-bench.jar HeadInferenceBenchmark}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class HeadInferenceBenchmark {

  /** Clips per call. */
  @Param({"1", "64"})
  public int batch;

  private SoftmaxHead head;
  private List<Embedding> embeddings;
  private float[][] features;
  private NDManager manager;
  private NDArray mean;
  private NDArray scale;
  private NDArray first;
  private NDArray firstBias;
  private NDArray last;
  private NDArray lastBias;

  /** Trains a head for one epoch on few clips. */
  @Setup(Level.Trial)
  public void open(HeadClips clips) {
    head = HeadTraining.builder().hidden(clips.hidden()).build().fit(clips.first(64), 1).head();
    features = Arrays.copyOf(clips.features, batch);
    embeddings = new ArrayList<>();
    for (float[] row : features) {
      embeddings.add(Embedding.of(head.encoderId(), row));
    }
    manager = TorchDevice.of(Device.cpu()).newManager();
    List<float[]> tensors = List.copyOf(head.weights().tensors().values());
    mean = row(head.standardizer().mean());
    scale = row(head.standardizer().scale());
    first = manager.create(tensors.get(0)).reshape(clips.hidden(), clips.dimension()).transpose();
    firstBias = manager.create(tensors.get(1));
    last = manager.create(tensors.get(2)).reshape(6, clips.hidden()).transpose();
    lastBias = manager.create(tensors.get(3));
  }

  private NDArray row(double[] values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) values[i];
    }
    return manager.create(narrow);
  }

  /** Frees the comparison's arrays. */
  @TearDown(Level.Trial)
  public void close() {
    manager.close();
  }

  /** Ours. */
  @Benchmark
  public List<EmotionDistribution> blemore() {
    return head.predict(embeddings);
  }

  /** DJL's operations, from floats to floats. */
  @Benchmark
  public float[] djl() {
    try (NDManager call = manager.newSubManager()) {
      NDArray x = call.create(features).sub(mean).div(scale);
      NDArray inner = x.matMul(first).add(firstBias).getNDArrayInternal().relu();
      return inner.matMul(last).add(lastBias).softmax(-1).toFloatArray();
    }
  }
}
