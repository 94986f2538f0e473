package io.github.blemore.finetune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.blemore.finetune.augment.AugmentedClips;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.network.PixelInput;
import io.github.blemore.s4d.S4dNet;
import io.github.blemore.torch.Gradients;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * S4D's network with its head for clips, on one window of each clip.
 *
 * @param net has a head for clips
 * @param frames how its input is made
 * @param noisy whether routers add noise in training
 * @param capacity which clips share the experts' room in training; in evaluation none do
 */
record S4dTask(S4dNet net, Pictures frames, boolean noisy, S4dNet.Capacity capacity)
    implements TaskNetwork {

  static S4dTask of(S4dNet net, PixelInput pixels, FineTuneSettings settings) {
    return new S4dTask(
        net,
        new Pictures(net.shape().frames(), net.shape().side(), pixels),
        settings.routerNoise(),
        settings.capacity());
  }

  @Override
  public int depth() {
    return net.shape().depth();
  }

  @Override
  public Optional<Pictures> pictures() {
    return Optional.of(frames);
  }

  @Override
  public Object shapeOf(ClipMedia clip) {
    return "one";
  }

  @Override
  public NDArray input(NDManager call, List<ClipMedia> clips) {
    return channelsFirst(frames.input(call, clips));
  }

  @Override
  public NDArray input(NDManager call, AugmentedClips clips) {
    return channelsFirst(frames.input(call, clips));
  }

  private static NDArray channelsFirst(NDArray timeFirst) {
    return timeFirst.transpose(0, 2, 1, 3, 4);
  }

  @Override
  public NDArray logits(NDArray input, Pass pass) {
    S4dNet.Noise noise =
        pass.training()
            ? (block, logits) -> Optional.of(noise(Seeds.mix(pass.seed(), block), logits))
            : S4dNet.Noise.NONE;
    return net.classify(
        input,
        new S4dNet.Pass(noise, pass.training() ? capacity : S4dNet.Capacity.OF_CLIP, pass.taps()));
  }

  /** By the block alone, as a block may be computed twice. */
  private NDArray noise(long seed, NDArray logits) {
    if (!noisy) {
      return logits.zerosLike().stopGradient();
    }
    Random random = new Random(seed);
    float[] values = new float[Math.toIntExact(logits.getShape().size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Gradients.inOwnMemory(logits.getManager().create(values, logits.getShape()));
  }
}
