package io.github.blemore.cli;

import io.github.blemore.EncoderForm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which embeddings of which encoders: the options of a command that works on embeddings. */
final class EmbeddingOptions {

  @Option(
      names = "--store",
      required = true,
      paramLabel = "[ID=]FILE",
      description = {
        "Embeddings: a store that encode made, or a file whose name ends with .npz, as the",
        "challenge's baseline writes it. The encoder of an .npz is called as its file is, or ID.",
        "May be given several times."
      })
  private List<String> stores = List.of();

  @Option(
      names = "--use",
      paramLabel = "ID",
      description = {
        "An encoder that takes part; may be given several times. Default: all of which there are",
        "embeddings."
      })
  private List<String> used = List.of();

  @Option(
      names = "--checkpoint",
      paramLabel = "ID=HEX",
      description = {
        "How the SHA-256 of an encoder's weights begins, where there are embeddings with several;",
        "may be given for several encoders."
      })
  private List<String> checkpoints = List.of();

  @Option(
      names = "--preprocessing",
      paramLabel = "ID=HEX",
      description = {
        "How the id of an encoder's preprocessing begins, where there are several; may be given",
        "for several encoders."
      })
  private List<String> preprocessings = List.of();

  /**
   * Opens the embeddings that are meant; the caller closes them.
   *
   * @throws ParameterException if an option is not written as it must be
   * @throws IOException if a store cannot be opened, an encoder that is named has no embeddings, or
   *     there are several forms of one; the message says what there is
   * @throws io.github.blemore.ModelException if an {@code .npz} file cannot be read
   */
  OpenedEmbeddings open(CommandSpec spec) throws IOException {
    try {
      return OpenedEmbeddings.open(
          stores,
          new Choice(
              new LinkedHashSet<>(used),
              byEncoder("--checkpoint", checkpoints),
              byEncoder("--preprocessing", preprocessings)));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  /** The first of the files, as it was named. */
  Path firstFile() {
    String first = stores.get(0);
    return Path.of(first.substring(first.indexOf('=') + 1));
  }

  private static Map<String, String> byEncoder(String option, List<String> given) {
    Map<String, String> digits = new LinkedHashMap<>();
    for (String text : given) {
      int equals = text.indexOf('=');
      if (equals < 1 || equals == text.length() - 1) {
        throw new IllegalArgumentException(
            "%s \"%s\": must be ID=HEX, such as videomae=0a1b".formatted(option, text));
      }
      if (digits.put(text.substring(0, equals), text.substring(equals + 1)) != null) {
        throw new IllegalArgumentException(
            "%s of %s is given twice".formatted(option, text.substring(0, equals)));
      }
    }
    return digits;
  }

  /**
   * Which forms take part.
   *
   * @param used ids of encoders; empty for all
   * @param checkpoints encoder id to how its checkpoint begins
   * @param preprocessings encoder id to how its preprocessing begins
   */
  record Choice(
      Set<String> used, Map<String, String> checkpoints, Map<String, String> preprocessings) {

    /**
     * Checks that there are embeddings of all encoders that are named.
     *
     * @throws IOException if one is not among these
     */
    void requireIn(SortedSet<String> encoderIds) throws IOException {
      for (Set<String> named : List.of(used, checkpoints.keySet(), preprocessings.keySet())) {
        for (String id : named) {
          if (!encoderIds.contains(id)) {
            throw new IOException(
                "there are no embeddings of encoder %s: only of %s".formatted(id, encoderIds));
          }
        }
      }
    }

    boolean uses(String encoderId) {
      return used.isEmpty() || used.contains(encoderId);
    }

    boolean isMeant(EncoderForm form) {
      return form.checkpointSha256()
              .orElse("none")
              .startsWith(checkpoints.getOrDefault(form.id(), ""))
          && form.preprocessing().startsWith(preprocessings.getOrDefault(form.id(), ""));
    }
  }
}
