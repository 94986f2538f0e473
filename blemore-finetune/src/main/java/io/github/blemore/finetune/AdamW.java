package io.github.blemore.finetune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.blemore.torch.Gradients;
import io.github.blemore.torch.TorchDevice;
import io.github.blemore.torch.TorchScript;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Adam with decoupled weight decay (arXiv:1711.05101) and learning rates that fall towards the
 * input by a factor for each layer (arXiv:2106.08254, section 3.2). In each step a weight is first
 * multiplied by {@code 1 - rate * decay} of its layer's own rate, then moved. Betas are 0.9 and
 * 0.999, epsilon 1e-8. A parameter that no loss ever reached is left alone; one whose gradient is
 * zero still decays.
 *
 * <p>All of a step is done by PyTorch in one call for each layer. For one thread.
 */
final class AdamW implements AutoCloseable {

  private static final String FUNCTIONS =
      """
      def norm(self, gradients: List[Tensor]) -> Tensor:
        return torch.norm(torch.stack([torch.norm(gradient) for gradient in gradients]))

      def scale(self, gradients: List[Tensor], factor: float) -> Tensor:
        for gradient in gradients:
          gradient.mul_(factor)
        return gradients[0]

      def clear(self, gradients: List[Tensor]) -> Tensor:
        for gradient in gradients:
          gradient.zero_()
        return gradients[0]

      def step(self, learning_rate: float, weight_decay: float, weights: List[Tensor], gradients: List[Tensor], means: List[Tensor], squares: List[Tensor], steps: List[Tensor]) -> Tensor:
        torch._fused_adamw_(weights, gradients, means, squares, annotate(List[Tensor], []), steps, lr=learning_rate, beta1=0.9, beta2=0.999, weight_decay=weight_decay, eps=1e-8, amsgrad=False, maximize=False)
        return steps[0]

      def fill(self, target: Tensor, source: Tensor) -> Tensor:
        return target.copy_(source)
      """;

  /** First and second moment of a parameter's gradients. */
  record Moments(NDArray mean, NDArray square) {}

  /** A parameter with its gradient and moments. */
  private record Reached(Parameter parameter, NDArray gradient, Moments moments) {}

  private final TorchScript script;
  private final NDManager manager;
  private final List<Parameter> parameters;
  private final double weightDecay;
  private final double layerDecay;
  private final int lastLayer;
  private final Map<String, Moments> moments = new LinkedHashMap<>();
  private long steps;

  /**
   * An optimizer that has not taken a step.
   *
   * @param parameters tracked by {@link Gradients}
   * @param weightDecay of those that {@linkplain Parameter#decays() decay}
   * @param layerDecay 1 for one rate, below 1 for smaller ones towards the input
   * @param lastLayer whose rate is the whole one
   */
  AdamW(
      TorchDevice device,
      List<Parameter> parameters,
      double weightDecay,
      double layerDecay,
      int lastLayer) {
    this.script = TorchScript.compile(device, FUNCTIONS);
    this.manager = device.newManager();
    this.parameters = List.copyOf(parameters);
    this.weightDecay = weightDecay;
    this.layerDecay = layerDecay;
    this.lastLayer = lastLayer;
  }

  /** How many steps it has taken. */
  long steps() {
    return steps;
  }

  /** The moments of the parameters that a loss has reached, by name. */
  Map<String, Moments> moments() {
    return Collections.unmodifiableMap(moments);
  }

  /**
   * Takes over where another one stopped.
   *
   * @param taken how many steps that had taken
   * @param name of a parameter it had moments of
   */
  void restore(long taken, String name, float[] mean, float[] square, long[] lengths) {
    steps = taken;
    Shape shape = new Shape(lengths);
    Moments restored = new Moments(manager.zeros(shape), manager.zeros(shape));
    fill(restored.mean(), mean);
    fill(restored.square(), square);
    moments.put(name, restored);
  }

  /** Changes a tracked array in place. */
  void fill(NDArray target, float[] values) {
    Gradients.unrecorded(
        () -> {
          try (NDArray source = manager.create(values, target.getShape())) {
            script.call(manager, "fill", target, source).close();
          }
          return null;
        });
  }

  /**
   * Moves all parameters by their gradients, which are then zero.
   *
   * @param learningRate of the last layer
   * @param clip the largest norm the gradients together may have: above it they are scaled down
   * @return the norm of the gradients before that
   */
  double step(double learningRate, Optional<Double> clip) {
    return Gradients.unrecorded(
        () -> {
          List<Reached> reached = reached();
          if (reached.isEmpty()) {
            throw new IllegalStateException("no parameter has a gradient: no loss was taken back");
          }
          try (NDManager call = manager.newSubManager()) {
            List<NDArray> gradients = reached.stream().map(Reached::gradient).toList();
            double norm = script.call(call, "norm", gradients).getFloat();
            if (Double.isFinite(norm)) {
              if (clip.isPresent() && norm > clip.get()) {
                script.call(call, "scale", gradients, clip.get() / (norm + 1e-6));
              }
              move(reached, learningRate, call);
              steps++;
            }
            script.call(call, "clear", gradients);
            return norm;
          } finally {
            reached.forEach(one -> one.gradient().close());
          }
        });
  }

  /** Those with a gradient. */
  private List<Reached> reached() {
    List<Reached> all = new ArrayList<>();
    try {
      for (Parameter parameter : parameters) {
        Optional<NDArray> gradient = Gradients.of(parameter.array());
        if (gradient.isPresent()) {
          Moments own = moments.computeIfAbsent(parameter.name(), name -> zeros(parameter));
          all.add(new Reached(parameter, gradient.get(), own));
        }
      }
    } catch (RuntimeException | Error e) {
      all.forEach(one -> one.gradient().close());
      throw e;
    }
    return all;
  }

  /** Makes all gradients zero. */
  void clear() {
    Gradients.unrecorded(
        () -> {
          for (Parameter parameter : parameters) {
            Gradients.of(parameter.array())
                .ifPresent(
                    gradient -> {
                      try (gradient) {
                        script.call(manager, "clear", List.of(gradient)).close();
                      }
                    });
          }
          return null;
        });
  }

  /** Whether all parameters are finite numbers. */
  boolean isFinite() {
    return Gradients.unrecorded(
        () -> {
          List<NDArray> all = parameters.stream().map(Parameter::array).toList();
          try (NDArray norm = script.call(manager, "norm", all)) {
            return Float.isFinite(norm.getFloat());
          }
        });
  }

  private Moments zeros(Parameter parameter) {
    Shape shape = parameter.array().getShape();
    return new Moments(manager.zeros(shape), manager.zeros(shape));
  }

  private void move(List<Reached> reached, double learningRate, NDManager call) {
    Map<Integer, Map<Boolean, List<Reached>>> groups = new TreeMap<>();
    for (Reached one : reached) {
      groups
          .computeIfAbsent(one.parameter().layer(), layer -> new TreeMap<>())
          .computeIfAbsent(one.parameter().decays(), decays -> new ArrayList<>())
          .add(one);
    }
    groups.forEach(
        (layer, byDecay) -> {
          double rate = learningRate * Math.pow(layerDecay, lastLayer - layer);
          byDecay.forEach((decays, group) -> move(group, rate, decays ? weightDecay : 0, call));
        });
  }

  private void move(List<Reached> group, double rate, double decay, NDManager call) {
    NDList counts = new NDList();
    group.forEach(one -> counts.add(call.create((float) (steps + 1))));
    script.call(
        call,
        "step",
        rate,
        decay,
        group.stream().map(one -> one.parameter().array()).toList(),
        group.stream().map(Reached::gradient).toList(),
        group.stream().map(one -> one.moments().mean()).toList(),
        group.stream().map(one -> one.moments().square()).toList(),
        List.copyOf(counts));
  }

  /** Frees the moments. */
  @Override
  public void close() {
    script.close();
    manager.close();
  }
}
