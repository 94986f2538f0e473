package io.github.blemore.torch;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.training.ParameterStore;
import io.github.blemore.ModelException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Internal: functions in TorchScript, PyTorch's own language, for what DJL has no method for, and
 * to do many operations in one call. Unless {@linkplain #differentiable asked to}, they compute
 * without gradients and may change their arguments in place.
 *
 * <p>PyTorch leaves out operations whose outcome it believes unused. It does not see that a change
 * to the tensors of a list matters if the function itself made the list: lists to be changed must
 * be arguments.
 *
 * <p>Safe to share between threads.
 */
public final class TorchScript implements AutoCloseable {

  /** How DJL is told the function to call: by the name of a last argument that is not passed. */
  private static final String METHOD_PREFIX = "module_method:";

  private final Model model;
  private final PtSymbolBlock block;

  private TorchScript(Model model, PtSymbolBlock block) {
    this.model = model;
    this.block = block;
  }

  /**
   * Compiles functions for a device.
   *
   * @param functions methods of one class, each with {@code self} as first parameter
   * @throws ai.djl.engine.EngineException if they are not TorchScript; the message says where
   */
  public static TorchScript compile(TorchDevice device, String functions) {
    Model model = device.newModel("blemore");
    try {
      model.load(new ByteArrayInputStream(TorchScriptArchive.of(functions)));
      return new TorchScript(model, (PtSymbolBlock) model.getBlock());
    } catch (IOException | MalformedModelException e) {
      model.close();
      throw new ModelException("TorchScript cannot be loaded: " + e.getMessage(), e);
    } catch (RuntimeException | Error e) {
      model.close();
      throw e;
    }
  }

  /**
   * Calls a function that returns one tensor.
   *
   * @param owner of the result
   * @param function its name
   * @param arguments each an {@link NDArray}, a {@link List} of them, a {@link Long}, an {@link
   *     Integer} or a {@link Double}
   */
  public NDArray call(NDManager owner, String function, Object... arguments) {
    List<IValue> values = new ArrayList<>(arguments.length);
    try {
      for (Object argument : arguments) {
        values.add(value(argument));
      }
      try (IValue result = IValueUtils.runMethod(block, function, values.toArray(new IValue[0]))) {
        return result.toTensor((PtNDManager) owner);
      }
    } finally {
      values.forEach(IValue::close);
    }
  }

  /**
   * Calls a function of tensors that returns one tensor, so that gradients pass through it. The
   * result belongs to the first argument's owner.
   *
   * @param function its name
   */
  public NDArray differentiable(String function, NDList arguments) {
    NDList named = new NDList(arguments);
    NDManager owner = arguments.head().getManager();
    try (NDArray method = owner.create(0)) {
      method.setName(METHOD_PREFIX + function);
      named.add(method);
      return block.forward(new ParameterStore(owner, false), named, true).singletonOrThrow();
    }
  }

  private static IValue value(Object argument) {
    if (argument instanceof NDArray array) {
      return IValue.from((PtNDArray) array);
    }
    if (argument instanceof List<?> list) {
      return IValue.listFrom(list.stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new));
    }
    if (argument instanceof Double real) {
      return IValue.from(real);
    }
    return IValue.from(((Number) argument).longValue());
  }

  /** Frees the functions. */
  @Override
  public void close() {
    model.close();
  }
}
