package io.github.blemore.spark;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;

/** What a run of the command line said and how it ended. */
record Run(int exit, String out, String err) {

  /** Runs it on two cores of this JVM. */
  static Run of(EncoderOpener opener, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        EmbedClips.commandLine(opener)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(
                Stream.concat(Stream.of("--master", "local[2]"), Stream.of(arguments))
                    .toArray(String[]::new));
    return new Run(exit, out.toString(), err.toString());
  }
}
