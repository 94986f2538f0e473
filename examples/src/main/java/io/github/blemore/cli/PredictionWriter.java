package io.github.blemore.cli;

import io.github.blemore.Outcome;
import io.github.blemore.Recognition;
import java.io.IOException;
import java.util.List;

/** Where predictions go, each as soon as it is there. */
interface PredictionWriter extends AutoCloseable {

  void write(Recognition recognition);

  /** Ends the output; called once, if the work was not stopped. */
  void finish(List<Outcome.Failure> failures) throws IOException;

  @Override
  void close() throws IOException;
}
