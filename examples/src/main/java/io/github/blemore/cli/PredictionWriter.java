package io.github.blemore.cli;

import io.github.blemore.Recognition;
import java.io.IOException;
import java.util.Map;

/** Where predictions go, each as soon as it is there. */
interface PredictionWriter extends AutoCloseable {

  void write(Recognition recognition);

  /**
   * Ends the output; called once, if the work was not stopped.
   *
   * @param failures clip to what went wrong with it
   */
  void finish(Map<String, String> failures) throws IOException;

  @Override
  void close() throws IOException;
}
