package io.github.blemore.head;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.blemore.Device;
import io.github.blemore.torch.TorchDevice;
import java.lang.reflect.Field;
import java.util.Map;

/** Counts what DJL holds of native memory in the whole process: it shows that nowhere itself. */
public final class NativeArrays {

  private NativeArrays() {}

  /** All of them. */
  public static int count() throws ReflectiveOperationException {
    try (NDManager manager = TorchDevice.of(Device.cpu()).newManager()) {
      return count(manager.getParentManager());
    }
  }

  private static int count(Object owner) throws ReflectiveOperationException {
    if (owner instanceof NDArray) {
      return 1;
    }
    Field resources = BaseNDManager.class.getDeclaredField("resources");
    resources.setAccessible(true);
    int count = 0;
    if (owner instanceof BaseNDManager) {
      for (Object owned : ((Map<?, ?>) resources.get(owner)).values()) {
        count += 1 + count(owned);
      }
    }
    return count;
  }
}
