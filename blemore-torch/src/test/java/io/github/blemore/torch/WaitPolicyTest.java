package io.github.blemore.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Function;
import io.github.blemore.Device;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class WaitPolicyTest {

  @Test
  void theThreadsOfPyTorchSleepWhileTheyWait() {
    assumeTrue(System.getenv("OMP_WAIT_POLICY") == null, "the environment says otherwise");
    TorchDevice.of(Device.cpu());

    assertThat(
            Function.getFunction("c", "getenv")
                .invokeString(new Object[] {"OMP_WAIT_POLICY"}, false))
        .isEqualTo("PASSIVE");
  }
}
