package io.github.blemore.network;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import io.github.blemore.AbstractEncoder;
import io.github.blemore.EncoderInfo;
import io.github.blemore.Encoding;
import io.github.blemore.InferenceException;
import io.github.blemore.InterruptedWorkException;
import io.github.blemore.media.ClipMedia;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What every encoder with a network on PyTorch does alike: clips of one shape are computed
 * together, as many at once as asked for, and all native memory of a pass is freed at its end.
 *
 * <p>Safe to share between threads.
 */
public abstract class TorchEncoder extends AbstractEncoder {

  private final Weights weights;
  private final int clipsAtOnce;

  /**
   * For an encoder that is and needs this.
   *
   * @param loaded its weights are closed with this encoder
   */
  protected TorchEncoder(EncoderInfo info, LoadedWeights loaded) {
    super(info);
    this.weights = loaded.weights();
    this.clipsAtOnce = loaded.clipsAtOnce();
  }

  /** Clips of which this is equal can be computed together; by default all can. */
  protected Object shapeOf(ClipMedia clip) {
    return "one";
  }

  /**
   * Encodes clips of one shape in one pass.
   *
   * @param call owns what is brought to the device; all made on the way is freed
   * @return one for each, in order
   */
  protected abstract List<Encoding> encodeTogether(NDManager call, List<ClipMedia> clips);

  @Override
  protected final List<Encoding> encodePresent(List<ClipMedia> batch) {
    Map<Object, List<Integer>> shapes = new LinkedHashMap<>();
    for (int i = 0; i < batch.size(); i++) {
      shapes.computeIfAbsent(shapeOf(batch.get(i)), shape -> new ArrayList<>()).add(i);
    }
    Encoding[] encodings = new Encoding[batch.size()];
    for (List<Integer> same : shapes.values()) {
      for (int first = 0; first < same.size(); first += clipsAtOnce) {
        List<Integer> pass = same.subList(first, Math.min(first + clipsAtOnce, same.size()));
        List<Encoding> results = pass(pass.stream().map(batch::get).toList());
        for (int i = 0; i < pass.size(); i++) {
          encodings[pass.get(i)] = results.get(i);
        }
      }
    }
    return Arrays.asList(encodings);
  }

  private List<Encoding> pass(List<ClipMedia> clips) {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedWorkException("interrupted in encoder " + info().id());
    }
    try (NDManager call = weights.manager().newSubManager();
        NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      return encodeTogether(call, clips);
    } catch (EngineException e) {
      throw new InferenceException(
          "encoder %s failed: %s".formatted(info().id(), e.getMessage()), e);
    }
  }

  @Override
  protected final void release() {
    weights.close();
  }
}
