package io.github.blemore.cli;

import io.github.blemore.Encoder;
import io.github.blemore.EncoderInfo;
import io.github.blemore.gemini.GeminiEncoder;
import io.github.blemore.spec.EncoderSpec;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * Encoders that were named on the command line. Those that send clips away are opened first, which
 * sends nothing, so that this is the first that is said.
 */
final class OpenedEncoders implements AutoCloseable {

  private final Encoder[] encoders;

  private OpenedEncoders(int count) {
    this.encoders = new Encoder[count];
  }

  /**
   * Opens them all, or none.
   *
   * @throws IllegalArgumentException if they do not fit each other, or one its checkpoint
   * @throws io.github.blemore.ModelException if one cannot be loaded
   */
  static OpenedEncoders of(List<EncoderSpec> specs, PrintWriter err) {
    return of(specs, EncoderSpec::open, err);
  }

  /** The same, each opened in this way. */
  static OpenedEncoders of(
      List<EncoderSpec> specs, Function<EncoderSpec, Encoder> open, PrintWriter err) {
    OpenedEncoders opened = new OpenedEncoders(specs.size());
    try {
      opened.open(specs, open, true);
      Recipients.announce(opened.infos(), err);
      opened.open(specs, open, false);
      return opened;
    } catch (RuntimeException | Error e) {
      opened.close();
      throw e;
    }
  }

  private void open(List<EncoderSpec> specs, Function<EncoderSpec, Encoder> open, boolean sending) {
    for (int i = 0; i < encoders.length; i++) {
      if (specs.get(i).name().equals(GeminiEncoder.ID) == sending) {
        encoders[i] = open.apply(specs.get(i));
      }
    }
  }

  private List<EncoderInfo> infos() {
    return encoders().stream().map(Encoder::info).toList();
  }

  /** Those that are open, in the order in which they were named. */
  List<Encoder> encoders() {
    return Arrays.stream(encoders).filter(Objects::nonNull).toList();
  }

  @Override
  public void close() {
    encoders().forEach(Encoder::close);
  }
}
