package io.github.blemore.cli;

import io.github.blemore.EncoderInfo;
import java.io.PrintWriter;
import java.util.List;

/** Says, before anything else, that clips leave this machine. */
final class Recipients {

  private Recipients() {}

  /** A line for each encoder that sends clips away; nothing if none does. */
  static void announce(List<EncoderInfo> encoders, PrintWriter err) {
    for (EncoderInfo encoder : encoders) {
      encoder
          .recipient()
          .ifPresent(
              recipient ->
                  err.println(
                      "CLIPS LEAVE THIS MACHINE: encoder %s sends them to %s"
                          .formatted(encoder.id(), recipient)));
    }
    err.flush();
  }
}
