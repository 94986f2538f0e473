package io.github.blemore.finetune;

import io.github.blemore.checkpoint.Checkpoint;
import io.github.blemore.checkpoint.CheckpointEncoderBuilder;
import io.github.blemore.checkpoint.ImageProcessor;
import io.github.blemore.image.Normalization;
import io.github.blemore.network.LoadedWeights;
import io.github.blemore.network.PixelInput;
import io.github.blemore.s4d.S4dEncoder;
import io.github.blemore.s4d.S4dNet;
import io.github.blemore.speech.SpeechEncoderBuilder;
import io.github.blemore.speech.SpeechInput;
import io.github.blemore.speech.SpeechNet;
import io.github.blemore.video.TimeSformerEncoder;
import io.github.blemore.video.TimeSformerNet;
import io.github.blemore.video.VideoMaeEncoder;
import io.github.blemore.video.VideoMaeNet;
import io.github.blemore.video.VideoNetwork;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * How encoders of one family become networks with a head.
 *
 * @param requireArchitecture refuses checkpoints of another
 * @param prefixes what names of tensors may begin with
 * @param head what a checkpoint needs to have a head
 * @param network of what was loaded
 */
record TaskFamily(
    Consumer<Checkpoint> requireArchitecture,
    List<String> prefixes,
    BiFunction<Checkpoint, FineTuneSettings, TaskHead> head,
    BiFunction<LoadedWeights, FineTuneSettings, TaskNetwork> network) {

  private static final TaskFamily VIDEOMAE =
      new TaskFamily(
          type("videomae"),
          List.of(VideoMaeNet.prefix()),
          (checkpoint, settings) ->
              TaskHead.ofVideo(
                  checkpoint, VideoMaeNet.prefix(), "VideoMAEForVideoClassification", settings),
          (loaded, settings) ->
              video(loaded, new VideoMaeNet(loaded.weights()), Normalization.IMAGENET));

  private static final TaskFamily TIMESFORMER =
      new TaskFamily(
          type("timesformer"),
          List.of(TimeSformerNet.prefix()),
          (checkpoint, settings) ->
              TaskHead.ofVideo(
                  checkpoint,
                  TimeSformerNet.prefix(),
                  "TimesformerForVideoClassification",
                  settings),
          (loaded, settings) ->
              video(loaded, new TimeSformerNet(loaded.weights()), Normalization.TIMESFORMER));

  private static final TaskFamily S4D =
      new TaskFamily(
          S4dNet::requireArchitecture, S4dNet.prefixes(), TaskHead::ofS4d, TaskFamily::s4d);

  /**
   * The family of an encoder.
   *
   * @throws IllegalArgumentException if it cannot be trained
   */
  static TaskFamily of(CheckpointEncoderBuilder<?> encoder) {
    if (encoder instanceof VideoMaeEncoder.Builder) {
      return VIDEOMAE;
    }
    if (encoder instanceof TimeSformerEncoder.Builder) {
      return TIMESFORMER;
    }
    if (encoder instanceof S4dEncoder.Builder) {
      return S4D;
    }
    if (encoder instanceof SpeechEncoderBuilder<?> speech) {
      return new TaskFamily(
          type(speech.modelType()), SpeechNet.prefixes(), TaskHead::ofSpeech, TaskFamily::speech);
    }
    throw new IllegalArgumentException(
        "encoder %s cannot be trained: must be of videomae, timesformer, s4d, wav2vec2, hubert or wavlm"
            .formatted(encoder.id()));
  }

  private static Consumer<Checkpoint> type(String modelType) {
    return checkpoint -> LoadedWeights.requireType(checkpoint, List.of(modelType));
  }

  private static TaskNetwork video(LoadedWeights loaded, VideoNetwork net, Normalization colors) {
    Checkpoint checkpoint = loaded.weights().checkpoint();
    return new VideoTask(
        net,
        checkpoint.config().count("num_hidden_layers"),
        new Pictures(
            net.shape().frames(),
            net.shape().grid().side(),
            pixels(loaded, net.shape().processor(checkpoint, colors))));
  }

  private static TaskNetwork s4d(LoadedWeights loaded, FineTuneSettings settings) {
    S4dNet net = new S4dNet(loaded.weights());
    ImageProcessor processor = net.shape().processor(loaded.weights().checkpoint());
    return S4dTask.of(net, pixels(loaded, processor), settings);
  }

  private static TaskNetwork speech(LoadedWeights loaded, FineTuneSettings settings) {
    return new SpeechTask(
        new SpeechNet(loaded.weights()), SpeechInput.of(loaded.weights().checkpoint()));
  }

  private static PixelInput pixels(LoadedWeights loaded, ImageProcessor processor) {
    return PixelInput.of(loaded.weights().manager(), processor.mean(), processor.std());
  }
}
