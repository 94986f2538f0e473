package io.github.blemore.finetune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.blemore.finetune.augment.AugmentedClips;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.speech.SpeechInput;
import io.github.blemore.speech.SpeechNet;
import java.util.List;
import java.util.Optional;

/**
 * Wav2Vec2, HuBERT or WavLM with a classifier on the mean of all frames. Clips of one length are
 * computed together, so that nothing is padded.
 */
record SpeechTask(SpeechNet net, SpeechInput input) implements TaskNetwork {

  @Override
  public int depth() {
    return net.depth();
  }

  /** Base models normalize what enters the first block, large ones what leaves the last. */
  @Override
  public boolean isBeforeBlocks(String name) {
    return !net.isPreNorm() && name.contains("encoder.layer_norm.");
  }

  @Override
  public Optional<Pictures> pictures() {
    return Optional.empty();
  }

  @Override
  public Object shapeOf(ClipMedia clip) {
    return clip.sound().orElseThrow().length();
  }

  @Override
  public NDArray input(NDManager call, List<ClipMedia> clips) {
    return input.apply(
        call, clips.stream().map(clip -> clip.sound().orElseThrow().samples()).toList());
  }

  @Override
  public NDArray input(NDManager call, AugmentedClips clips) {
    throw new UnsupportedOperationException("sound has no pictures to augment");
  }

  @Override
  public NDArray logits(NDArray input, Pass pass) {
    return net.classify(input);
  }
}
