package io.github.blemore.finetune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.blemore.finetune.augment.AugmentedClips;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.video.VideoNetwork;
import java.util.List;
import java.util.Optional;

/**
 * VideoMAE or TimeSformer with a classifier, on one window of each clip.
 *
 * @param net has a classifier
 * @param depth how many blocks it has
 * @param frames how its input is made
 */
record VideoTask(VideoNetwork net, int depth, Pictures frames) implements TaskNetwork {

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
    return frames.input(call, clips);
  }

  @Override
  public NDArray input(NDManager call, AugmentedClips clips) {
    return frames.input(call, clips);
  }

  @Override
  public NDArray logits(NDArray input, Pass pass) {
    return net.classify(input);
  }
}
