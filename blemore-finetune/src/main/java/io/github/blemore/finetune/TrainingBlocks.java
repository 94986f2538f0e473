package io.github.blemore.finetune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import io.github.blemore.network.BlockRunner;
import io.github.blemore.network.Layers;
import io.github.blemore.network.Scopes;
import io.github.blemore.network.Taps;
import io.github.blemore.torch.Gradients;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Runs the blocks of a network that is trained. With drop path (stochastic depth,
 * arXiv:1603.09382), what a block adds for a clip is left out at random, the more often the deeper
 * the block, and scaled up otherwise. With recomputation (arXiv:1604.06174), only what enters each
 * block is kept; the rest is computed a second time when its gradient is asked for.
 *
 * <p>For one network and one thread.
 */
final class TrainingBlocks implements BlockRunner {

  private final double dropPath;
  private final boolean recomputes;
  private boolean training;
  private boolean inputIsTrained = true;
  private long seed;
  private int depth;
  private int block;
  private int branches;
  private @Nullable Recomputed kept;

  /**
   * What is needed to go back through the blocks.
   *
   * @param entering what enters the first block, with its history
   * @param inputs what enters each block, without
   * @param leaving what leaves the last one, without
   */
  private record Recomputed(
      NDArray entering,
      List<NDArray> inputs,
      NDArray leaving,
      List<? extends UnaryOperator<NDArray>> blocks) {}

  /**
   * A runner.
   *
   * @param dropPath how often the last block is left out, 0 to below 1; the first never is
   * @param recomputes whether activations are computed twice instead of kept
   */
  TrainingBlocks(double dropPath, boolean recomputes) {
    this.dropPath = dropPath;
    this.recomputes = recomputes;
  }

  /** Nothing before the blocks is trained: no gradient has to leave the first one. */
  void freezeInput() {
    inputIsTrained = false;
  }

  /** The next passes are for training. */
  void train(long seedOfPass) {
    training = true;
    seed = seedOfPass;
  }

  /** The next passes are for evaluation: nothing is left out, nothing kept. */
  void evaluate() {
    training = false;
  }

  @Override
  public NDArray run(NDArray x, List<? extends UnaryOperator<NDArray>> blocks, Taps taps) {
    depth = blocks.size();
    List<UnaryOperator<NDArray>> numbered = new ArrayList<>();
    for (int i = 0; i < depth; i++) {
      int index = i;
      UnaryOperator<NDArray> one = blocks.get(i);
      numbered.add(input -> apply(index, one, input));
    }
    return training && recomputes ? remember(x, numbered) : Layers.run(x, numbered, taps);
  }

  private NDArray apply(int index, UnaryOperator<NDArray> one, NDArray input) {
    block = index;
    branches = 0;
    return one.apply(input);
  }

  @Override
  public NDArray branch(NDArray added, long batch) {
    int branch = branches++;
    double rate = depth < 2 ? 0 : dropPath * block / (depth - 1);
    if (!training || rate == 0) {
      return added;
    }
    SplittableRandom random = new SplittableRandom(Seeds.mix(seed, block, branch));
    long[] shape = new long[added.getShape().dimension()];
    Arrays.fill(shape, 1);
    shape[0] = added.getShape().get(0);
    float[] scales = new float[Math.toIntExact(shape[0])];
    int perClip = Math.toIntExact(shape[0] / batch);
    for (int clip = 0; clip < batch; clip++) {
      float scale = random.nextDouble() < rate ? 0 : (float) (1 / (1 - rate));
      Arrays.fill(scales, clip * perClip, (clip + 1) * perClip, scale);
    }
    return added.mul(Gradients.inOwnMemory(added.getManager().create(scales, new Shape(shape))));
  }

  private NDArray remember(NDArray x, List<UnaryOperator<NDArray>> blocks) {
    NDScope.unregister(x);
    List<NDArray> inputs = new ArrayList<>();
    NDArray leaving =
        Gradients.unrecorded(
            () -> {
              NDArray state = x.stopGradient();
              for (UnaryOperator<NDArray> one : blocks) {
                NDScope.unregister(state);
                inputs.add(state);
                state = one.apply(state);
              }
              return state;
            });
    NDScope.unregister(leaving);
    Gradients.track(leaving);
    kept = new Recomputed(x, List.copyOf(inputs), leaving, blocks);
    // Whoever asked closes what it gets; the gradient is asked of what is kept here.
    return leaving.reshape(leaving.getShape());
  }

  /**
   * Carries the gradient on through the blocks, if they were recomputed: to be called after {@link
   * Gradients#backward} of each loss.
   *
   * @param alongside what a block's second run adds to the loss besides its output
   */
  void backward(Supplier<Optional<NDArray>> alongside) {
    Recomputed pass = kept;
    if (pass == null) {
      return;
    }
    NDArray gradient = Gradients.of(pass.leaving()).orElseThrow();
    pass.leaving().close();
    for (int i = pass.blocks().size() - 1; i >= 0; i--) {
      NDArray input = pass.inputs().get(i);
      Gradients.track(input);
      through(pass.blocks().get(i), input, gradient, alongside);
      gradient.close();
      gradient = Gradients.of(input).orElseThrow();
      input.close();
    }
    NDArray last = gradient;
    if (inputIsTrained) {
      Scopes.run(() -> Gradients.backward(pass.entering().mul(last).sum()));
    }
    last.close();
    forget();
  }

  /** Leaves a pass that failed. */
  void forget() {
    if (kept != null) {
      kept.inputs().forEach(NDArray::close);
      kept.leaving().close();
      kept.entering().close();
      kept = null;
    }
  }

  private static void through(
      UnaryOperator<NDArray> one,
      NDArray input,
      NDArray gradient,
      Supplier<Optional<NDArray>> alongside) {
    Scopes.run(
        () -> {
          NDArray along = one.apply(input).mul(gradient).sum();
          Gradients.backward(alongside.get().map(along::add).orElse(along));
        });
  }
}
