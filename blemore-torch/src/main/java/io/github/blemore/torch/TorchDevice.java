package io.github.blemore.torch;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.engine.StandardCapabilities;
import ai.djl.ndarray.NDManager;
import ai.djl.util.Platform;
import io.github.blemore.Device;
import io.github.blemore.ModelException;
import io.github.blemore.internal.Artifacts;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Internal: a device on which PyTorch computes. Asking for one loads the engine if need be,
 * offline: what is not on the class path is an error, never a download.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class TorchDevice {

  private static final Logger LOG = LoggerFactory.getLogger(TorchDevice.class);
  private static final AtomicBoolean FALLBACK_TOLD = new AtomicBoolean();

  private final Engine engine;
  private final ai.djl.Device device;
  private final @Nullable String fallback;

  private TorchDevice(Engine engine, ai.djl.Device device, @Nullable String fallback) {
    this.engine = engine;
    this.device = device;
    this.fallback = fallback;
  }

  /**
   * The device asked for.
   *
   * @throws ModelException if PyTorch cannot be loaded (says which artifacts to add), or if a GPU
   *     was asked for that it does not see
   */
  public static TorchDevice of(Device wanted) {
    Engine engine = engine();
    if (wanted.equals(Device.cpu())) {
      return new TorchDevice(engine, ai.djl.Device.cpu(), null);
    }
    boolean builtForGpus = engine.hasCapability(StandardCapabilities.CUDA);
    int gpus = builtForGpus ? engine.getGpuCount() : 0;
    String seen =
        builtForGpus
            ? "PyTorch sees %d GPUs".formatted(gpus)
            : "the PyTorch on the class path is built without CUDA";
    int index = wanted.gpuIndex().orElse(0);
    if (index < gpus) {
      return new TorchDevice(engine, ai.djl.Device.gpu(index), null);
    }
    if (!wanted.isAuto()) {
      throw new ModelException(
          "device %s is not there (%s): use Device.auto() or Device.cpu(), or put a CUDA build of"
                  .formatted(wanted, seen)
              + " PyTorch on the class path (see README, \"Natives\")");
    }
    if (!FALLBACK_TOLD.getAndSet(true)) {
      LOG.info("no GPU ({}): device auto computes on the cpu", seen);
    }
    return new TorchDevice(engine, ai.djl.Device.cpu(), "no GPU: " + seen);
  }

  private static Engine engine() {
    if (System.getProperty("ai.djl.offline") == null) {
      System.setProperty("ai.djl.offline", "true");
    }
    WaitPolicy.sleepUnlessSet();
    try {
      return Engine.getEngine("PyTorch");
    } catch (EngineException | IllegalStateException | LinkageError e) {
      throw new ModelException(
          "PyTorch cannot be loaded (%s): it needs %s and %s:%s on the class path"
              .formatted(
                  e.getMessage(),
                  Artifacts.withVersion(TorchDevice.class, "ai.djl.pytorch:pytorch-jni"),
                  Artifacts.withVersion(TorchDevice.class, "ai.djl.pytorch:pytorch-native-cpu"),
                  classifier()),
          e);
    }
  }

  private static String classifier() {
    try {
      return Platform.fromSystem("pytorch").getClassifier();
    } catch (RuntimeException | LinkageError e) {
      return System.getProperty("os.name") + "-" + System.getProperty("os.arch");
    }
  }

  /** A new owner of native arrays on this device; who asks for it closes it. */
  public NDManager newManager() {
    return engine.newBaseManager(device);
  }

  /**
   * What a result says of where it was computed.
   *
   * @param precision such as {@code float32}
   * @return such as {@code cpu, float32}, and why it is not a GPU if one would have been taken
   */
  public String computesOn(String precision) {
    return fallback == null
        ? "%s, %s".formatted(this, precision)
        : "%s, %s (%s)".formatted(this, precision, fallback);
  }

  /**
   * Whether it has instructions for bf16; without them bf16 is computed, but slowly. Of processors
   * this is known on Linux only, elsewhere it is assumed.
   */
  public boolean hasBf16() {
    return device.isGpu() || ProcessorFlags.have("amx_bf16", "avx512_bf16", "bf16");
  }

  /** Whether it is a GPU. */
  public boolean isGpu() {
    return device.isGpu();
  }

  Model newModel(String name) {
    return Model.newInstance(name, device, engine.getEngineName());
  }

  /** {@code cpu}, or {@code gpu0} and so on. */
  @Override
  public String toString() {
    return device.isGpu() ? "gpu" + device.getDeviceId() : "cpu";
  }
}
