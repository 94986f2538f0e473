package io.github.blemore.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.blemore.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class TorchScriptTest {

  private static final String FUNCTIONS =
      """
      def powers(self, x: Tensor, count: int, scale: float) -> Tensor:
        made = annotate(List[Tensor], [])
        power = x
        for i in range(count):
          made.append(power * scale)
          power = self.times(power, x)
        return torch.stack(made)

      def times(self, x: Tensor, y: Tensor) -> Tensor:
        return x * y

      def attend(self, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        return torch.scaled_dot_product_attention(q, k, v, None, 0., False)

      def grow(self, values: List[Tensor]) -> Tensor:
        torch._foreach_add_(values, 1)
        return values[0]
      """;

  private final TorchDevice device = TorchDevice.of(Device.cpu());

  @Test
  void functionsTakeTensorsAndNumbersAndCallEachOther() {
    try (NDManager manager = device.newManager();
        TorchScript script = TorchScript.compile(device, FUNCTIONS)) {
      NDArray x = manager.create(new float[] {1, 2, 3});

      assertThat(script.call(manager, "powers", x, 3, 0.5).toFloatArray())
          .containsExactly(0.5f, 1, 1.5f, 0.5f, 2, 4.5f, 0.5f, 4, 13.5f);
    }
  }

  @Test
  void operationsAreReachedForWhichDjlHasNoMethod() {
    try (NDManager manager = device.newManager();
        TorchScript script = TorchScript.compile(device, FUNCTIONS)) {
      NDArray same = manager.ones(new Shape(1, 1, 4, 2));
      NDArray values = manager.arange(8f).reshape(1, 1, 4, 2);

      assertThat(script.call(manager, "attend", same, same, values).toFloatArray())
          .containsExactly(3, 4, 3, 4, 3, 4, 3, 4);
    }
  }

  @Test
  void listsAreChangedInPlace() {
    try (NDManager manager = device.newManager();
        TorchScript script = TorchScript.compile(device, FUNCTIONS)) {
      NDArray x = manager.zeros(new Shape(2));
      NDArray y = manager.ones(new Shape(1));
      for (int i = 0; i < 5; i++) {
        script.call(manager, "grow", List.of(x, y)).close();
      }

      assertThat(x.toFloatArray()).containsExactly(5, 5);
      assertThat(y.toFloatArray()).containsExactly(6);
    }
  }

  @Test
  void aMistakeIsNamed() {
    assertThatThrownBy(
            () ->
                TorchScript.compile(
                    device, "def f(self, x: Tensor) -> Tensor:\n  return torch.no_such_thing(x)"))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("no_such_thing");
  }

  @Test
  void nothingIsLeftOfACallButItsResult() {
    try (NDManager manager = device.newManager();
        TorchScript script = TorchScript.compile(device, FUNCTIONS)) {
      NDArray x = manager.create(new float[] {1, 2, 3});
      for (int i = 0; i < 100; i++) {
        script.call(manager, "powers", x, 3, 0.5).close();
      }

      assertThat(((BaseNDManager) manager).getManagedArrays()).containsExactly(x);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void noMemoryIsLeftOfACall() throws IOException {
    try (NDManager manager = device.newManager();
        TorchScript script = TorchScript.compile(device, FUNCTIONS)) {
      NDArray x = manager.ones(new Shape(1 << 18));
      for (int i = 0; i < 20; i++) {
        script.call(manager, "powers", x, 3, 0.5).close();
      }
      long before = residentBytes();
      for (int i = 0; i < 200; i++) {
        script.call(manager, "powers", x, 3, 0.5).close();
      }

      // The results alone, were they kept, would be 600 MB.
      assertThat(residentBytes() - before).isLessThan(100 << 20);
    }
  }

  private static long residentBytes() throws IOException {
    String status = Files.readString(Path.of("/proc/self/status"));
    Matcher kilobytes = Pattern.compile("VmRSS:\\s+(\\d+) kB").matcher(status);
    assertThat(kilobytes.find()).isTrue();
    return Long.parseLong(String.valueOf(kilobytes.group(1))) << 10;
  }
}
