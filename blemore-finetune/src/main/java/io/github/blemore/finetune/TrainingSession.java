package io.github.blemore.finetune;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.blemore.Emotion;
import io.github.blemore.checkpoint.Checkpoint;
import io.github.blemore.checkpoint.CheckpointEncoderBuilder;
import io.github.blemore.finetune.augment.AugmentedClips;
import io.github.blemore.finetune.files.TrainedTensor;
import io.github.blemore.head.SoftLabelKl;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.network.LoadedWeights;
import io.github.blemore.network.Scopes;
import io.github.blemore.network.Taps;
import io.github.blemore.network.Weights;
import io.github.blemore.npy.NpyArray;
import io.github.blemore.torch.Gradients;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * An encoder with a head of six emotions on it, while they are trained together: gradients of the
 * soft-label loss of {@link SoftLabelKl}, steps of AdamW, logits. This is the engine of {@link
 * EncoderFineTuner}, for those who bring batches of their own.
 *
 * <p>A step is one or more calls of {@link #learn}, then one of {@link #step}. Owns native memory;
 * for one thread.
 */
public final class TrainingSession implements AutoCloseable {

  private final LoadedWeights loaded;
  private final TaskNetwork network;
  private final TaskHead head;
  private final FineTuneSettings settings;
  private final TrainingBlocks blocks;
  private final List<Parameter> parameters;
  private final AdamW optimizer;
  private final Optional<LoadBalancing> balancing;

  private TrainingSession(
      LoadedWeights loaded,
      TaskNetwork network,
      TaskHead head,
      FineTuneSettings settings,
      TrainingBlocks blocks) {
    this.loaded = loaded;
    this.network = network;
    this.head = head;
    this.settings = settings;
    this.blocks = blocks;
    LayerRule rule = new LayerRule(network.depth());
    this.parameters = parameters(loaded.weights(), rule, settings, network);
    if (parameters.stream().noneMatch(parameter -> parameter.layer() == 0)) {
      blocks.freezeInput();
    }
    this.balancing =
        settings.loadBalancing() > 0 && network instanceof S4dTask
            ? Optional.of(new LoadBalancing(settings.loadBalancing()))
            : Optional.empty();
    this.optimizer =
        new AdamW(
            loaded.device(),
            parameters,
            settings.weightDecay(),
            settings.layerDecay(),
            rule.last());
  }

  /**
   * Loads a checkpoint to train it. A head of the six emotions that it has, as the {@code id2label}
   * of its config says, is trained on; else there is a new one with random weights.
   *
   * @param encoder where the checkpoint is, on which device and in which precision to train, and
   *     whether its license is accepted; other options of it do not matter here
   * @throws io.github.blemore.ModelException if the checkpoint is damaged, of another architecture,
   *     its license is not accepted, or PyTorch or the GPU asked for is not there
   * @throws IllegalArgumentException if the encoder's family cannot be trained, or a part that is
   *     to be frozen is not there
   */
  public static TrainingSession open(
      CheckpointEncoderBuilder<?> encoder, FineTuneSettings settings) {
    TrainingBlocks blocks = new TrainingBlocks(settings.dropPath(), settings.recomputes());
    TaskFamily family = TaskFamily.of(encoder);
    TaskHead[] head = new TaskHead[1];
    return LoadedWeights.load(
        encoder,
        family.requireArchitecture(),
        (checkpoint, device) -> {
          head[0] = family.head().apply(checkpoint, settings);
          return Weights.trainable(
              checkpoint,
              device,
              encoder.precision(),
              head[0].added(),
              blocks,
              family.prefixes().toArray(String[]::new));
        },
        loaded ->
            new TrainingSession(
                loaded, family.network().apply(loaded, settings), head[0], settings, blocks));
  }

  private static List<Parameter> parameters(
      Weights weights, LayerRule rule, FineTuneSettings settings, TaskNetwork network) {
    List<String> frozen = new ArrayList<>(settings.frozen());
    if (network instanceof SpeechTask && !settings.trainsFeatureExtractor()) {
      frozen.add("feature_extractor");
    }
    TreeSet<String> unknown = new TreeSet<>(settings.frozen());
    List<Parameter> trained = new ArrayList<>();
    weights
        .parameters()
        .forEach(
            (name, array) -> {
              List<String> parts = frozen.stream().filter(part -> isIn(name, part)).toList();
              parts.forEach(unknown::remove);
              int layer = network.isBeforeBlocks(name) ? 0 : rule.of(name);
              if (parts.isEmpty() && layer >= settings.frozenLayers()) {
                Gradients.track(array);
                trained.add(new Parameter(name, array, layer));
              }
            });
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "freeze is %s: no tensor's name has it; there are such as %s"
              .formatted(unknown, weights.parameters().keySet().stream().limit(5).toList()));
    }
    if (trained.isEmpty()) {
      throw new IllegalArgumentException(
          "everything is frozen (freeze %s, freezeLayers %d of %d): leave something to train"
              .formatted(settings.frozen(), settings.frozenLayers(), rule.last() + 1));
    }
    return List.copyOf(trained);
  }

  private static boolean isIn(String name, String part) {
    return ("." + name + ".").contains("." + part + ".");
  }

  /** Which clips can be computed together. */
  Object shapeOf(ClipMedia clip) {
    return network.shapeOf(clip);
  }

  /** How its input is made, if it is a network of pictures. */
  Optional<Pictures> pictures() {
    return network.pictures();
  }

  /** The checkpoint it started from. */
  Checkpoint source() {
    return loaded.weights().checkpoint();
  }

  /** The head it got. */
  TaskHead head() {
    return head;
  }

  /** Whether all weights are finite numbers. */
  boolean isFinite() {
    return optimizer.isFinite();
  }

  /** What is trained. */
  List<Parameter> parameters() {
    return parameters;
  }

  AdamW optimizer() {
    return optimizer;
  }

  /** Where it computes, in which precision. */
  public String computesOn() {
    return loaded.device().computesOn(loaded.weights().precision().toString());
  }

  /** How many numbers are trained. */
  public long trainedValues() {
    return parameters.stream().mapToLong(parameter -> parameter.array().size()).sum();
  }

  /**
   * Adds the gradient of one part of a batch.
   *
   * @param input float32, prepared: of video {@code [clips, frames, 3, side, side]}, of S4D {@code
   *     [clips, 3, frames, side, side]}, of speech {@code [clips, samples]}
   * @param softLabels of each clip
   * @param batch clips of the whole batch: the loss is their mean
   * @param seed of what is random in this part
   * @return the part's share of the loss: the parts' sum is the batch's
   * @throws io.github.blemore.InferenceException if PyTorch fails, as without memory; the whole
   *     batch is then forgotten, and another can be tried
   */
  public float learn(NpyArray input, List<float[]> softLabels, int batch, long seed) {
    return learn(call -> array(call, input), softLabels, batch, seed);
  }

  private static NDArray array(NDManager call, NpyArray input) {
    long[] shape = Arrays.stream(input.shape()).asLongStream().toArray();
    return call.create(input.toFloats(), new Shape(shape));
  }

  float learnMedia(List<ClipMedia> clips, List<float[]> softLabels, int batch, long seed) {
    return learn(call -> network.input(call, clips), softLabels, batch, seed);
  }

  float learnAugmented(AugmentedClips clips, int batch, long seed) {
    return learn(call -> network.input(call, clips), clips.softLabels(), batch, seed);
  }

  private float learn(
      Function<NDManager, NDArray> input, List<float[]> softLabels, int batch, long seed) {
    float[] loss = new float[1];
    double share = softLabels.size() / (double) batch;
    blocks.train(seed);
    TaskNetwork.Pass pass =
        new TaskNetwork.Pass(true, seed, balancing.<Taps>map(b -> b).orElse(Taps.NONE));
    try (NDManager call = loaded.weights().manager().newSubManager()) {
      Scopes.run(
          () ->
              Gradients.recorded(
                  () -> {
                    NDArray divergence =
                        divergence(network.logits(input.apply(call), pass), softLabels, batch);
                    loss[0] = divergence.getFloat();
                    Gradients.backward(alongside(share).map(divergence::add).orElse(divergence));
                    blocks.backward(() -> alongside(share));
                    return null;
                  }));
      return loss[0] + entropy(softLabels, batch);
    } catch (EngineException e) {
      abandon();
      throw failure(e, softLabels.size());
    } catch (RuntimeException | Error e) {
      abandon();
      throw e;
    } finally {
      blocks.evaluate();
    }
  }

  /** Forgets a batch of which a part failed, so that the next one can be learned from. */
  private void abandon() {
    blocks.forget();
    balancing.ifPresent(LoadBalancing::forget);
    optimizer.clear();
  }

  private Optional<NDArray> alongside(double share) {
    return balancing.flatMap(loss -> loss.take(share));
  }

  /** {@code - sum t log max(p, 1e-8) / batch}: the loss but for what does not depend on logits. */
  private NDArray divergence(NDArray logits, List<float[]> softLabels, int batch) {
    float[] shares = flat(softLabels);
    for (int i = 0; i < shares.length; i++) {
      shares[i] /= -batch;
    }
    NDArray labels = Gradients.inOwnMemory(logits.getManager().create(shares, logits.getShape()));
    NDArray likely =
        loaded
            .weights()
            .functions()
            .atLeast(logits.softmax(1), (float) SoftLabelKl.LEAST_PROBABILITY);
    return labels.mul(likely.log()).sum();
  }

  /** {@code sum t log t / batch}. */
  private static float entropy(List<float[]> softLabels, int batch) {
    double sum = 0;
    for (float[] label : softLabels) {
      for (float t : label) {
        sum += t > 0 ? t * Math.log(t) : 0;
      }
    }
    return (float) (sum / batch);
  }

  private static float[] flat(List<float[]> rows) {
    float[] all = new float[rows.size() * Emotion.COUNT];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, all, i * Emotion.COUNT, Emotion.COUNT);
    }
    return all;
  }

  private RuntimeException failure(EngineException e, int clips) {
    return MemoryEstimate.explain(e, clips, trainedValues(), settings);
  }

  /**
   * Moves the weights by the gradients that were added since the last step, if they are finite.
   *
   * @param learningRate of the head
   * @return the norm of the gradients, before it was limited; the weights stay if it is not finite
   * @throws io.github.blemore.InferenceException if PyTorch fails, as without memory for moments
   */
  public double step(double learningRate) {
    try {
      return optimizer.step(learningRate, settings.clip());
    } catch (EngineException e) {
      throw failure(e, settings.clipsAtOnce());
    }
  }

  /**
   * The logits of clips, as the encoder would compute them in inference.
   *
   * @param input as of {@link #learn}
   * @return float32 {@code [clips * 6]}
   */
  public float[] logits(NpyArray input) {
    return logits(call -> array(call, input), input.shape()[0]);
  }

  float[] logitsOfMedia(List<ClipMedia> clips) {
    return logits(call -> network.input(call, clips), clips.size());
  }

  private float[] logits(Function<NDManager, NDArray> input, int clips) {
    blocks.evaluate();
    try (NDManager call = loaded.weights().manager().newSubManager()) {
      return Gradients.unrecorded(
          () ->
              Scopes.values(() -> network.logits(input.apply(call), TaskNetwork.Pass.EVALUATION)));
    } catch (EngineException e) {
      throw failure(e, clips);
    }
  }

  /**
   * Name to gradient of each parameter that a loss has reached: those added since the last step.
   */
  public Map<String, float[]> gradients() {
    Map<String, float[]> gradients = new LinkedHashMap<>();
    for (Parameter parameter : parameters) {
      Gradients.of(parameter.array())
          .ifPresent(
              gradient -> {
                try (gradient) {
                  gradients.put(parameter.name(), gradient.toFloatArray());
                }
              });
    }
    return gradients;
  }

  /** Name to values of all tensors of the network, trained or not, in C order. */
  public Map<String, float[]> weights() {
    Map<String, float[]> weights = new LinkedHashMap<>();
    loaded.weights().parameters().forEach((name, array) -> weights.put(name, values(array)));
    return weights;
  }

  /** The tensors that are trained or new, by the names they have in the network. */
  Map<String, TrainedTensor> tensors() {
    Map<String, TrainedTensor> tensors = new LinkedHashMap<>();
    parameters.forEach(one -> tensors.put(one.name(), tensor(one.array())));
    for (String name : head.added().keySet()) {
      NDArray array = loaded.weights().parameters().get(name);
      if (array != null) {
        tensors.put(name, tensor(array));
      }
    }
    return tensors;
  }

  /** What an array holds when it is asked for. */
  static TrainedTensor tensor(NDArray array) {
    return new TrainedTensor(array.getShape().getShape(), () -> values(array));
  }

  private static float[] values(NDArray array) {
    return Gradients.unrecorded(array::toFloatArray);
  }

  /**
   * Replaces a tensor's values.
   *
   * @param values as many as it has, in C order
   * @throws IllegalArgumentException if the network has no such tensor, or of another size
   */
  public void replace(String name, float[] values) {
    NDArray array = loaded.weights().parameters().get(name);
    if (array == null || array.size() != values.length) {
      throw new IllegalArgumentException(
          "%d values for tensor \"%s\": %s"
              .formatted(
                  values.length, name, array == null ? "there is none" : "it has " + array.size()));
    }
    optimizer.fill(array, values);
  }

  /** Frees the network and the optimizer. */
  @Override
  public void close() {
    try {
      optimizer.close();
    } finally {
      loaded.weights().close();
    }
  }
}
