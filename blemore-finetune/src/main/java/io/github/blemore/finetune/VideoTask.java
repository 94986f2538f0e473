package io.github.blemore.finetune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.blemore.checkpoint.ImageProcessor;
import io.github.blemore.finetune.augment.AugmentedClips;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.network.FrameWindows;
import io.github.blemore.network.PixelInput;
import io.github.blemore.video.VideoNetwork;
import java.util.List;

/**
 * VideoMAE or TimeSformer with a classifier, on one window of each clip.
 *
 * @param net has a classifier
 * @param depth how many blocks it has
 */
record VideoTask(VideoNetwork net, int depth, PixelInput pixels) implements TaskNetwork {

  static VideoTask of(VideoNetwork net, int depth, ImageProcessor processor, NDManager owner) {
    return new VideoTask(net, depth, PixelInput.of(owner, processor.mean(), processor.std()));
  }

  @Override
  public Object shapeOf(ClipMedia clip) {
    return "one";
  }

  @Override
  public NDArray input(NDManager call, List<ClipMedia> clips) {
    return pixels.apply(
        call,
        clips.stream()
            .map(clip -> clip.frames().orElseThrow())
            .map(frames -> FrameWindows.of("", frames, 1, net.shape().frames()).windows().get(0))
            .toList());
  }

  @Override
  public NDArray input(NDManager call, AugmentedClips clips) {
    int side = net.shape().grid().side();
    return call.create(
        clips.values(),
        new Shape(clips.softLabels().size(), net.shape().frames(), 3, side, side),
        DataType.FLOAT32);
  }

  @Override
  public NDArray logits(NDArray input, Pass pass) {
    return net.classify(input);
  }
}
