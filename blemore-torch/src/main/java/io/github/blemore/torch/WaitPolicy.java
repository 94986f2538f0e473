package io.github.blemore.torch;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How PyTorch's threads wait for each other. By default OpenMP's threads spin while they wait: on a
 * processor with other work to do, that is time taken from the thread waited for, and a pass of a
 * small network takes ten times as long. The library reads its environment when it is loaded, which
 * is why this comes before.
 */
final class WaitPolicy {

  private static final Logger LOG = LoggerFactory.getLogger(WaitPolicy.class);
  private static final String VARIABLE = "OMP_WAIT_POLICY";
  private static final int KEEP_IF_SET = 0;

  private WaitPolicy() {}

  /** Lets waiting threads sleep, unless the environment already says how they should wait. */
  static void sleepUnlessSet() {
    if (System.getenv(VARIABLE) != null) {
      return;
    }
    try {
      if (!Platform.isLinux()) {
        return;
      }
      Object[] arguments = {VARIABLE, "PASSIVE", KEEP_IF_SET};
      if (Function.getFunction("c", "setenv").invokeInt(arguments) != 0) {
        LOG.warn("{} cannot be set: PyTorch is slow beside other work", VARIABLE);
      }
    } catch (LinkageError e) {
      LOG.warn(
          "{} cannot be set ({}): PyTorch is slow beside other work", VARIABLE, e.getMessage());
    }
  }
}
