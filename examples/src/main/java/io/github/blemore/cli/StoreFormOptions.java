package io.github.blemore.cli;

import io.github.blemore.EncoderForm;
import io.github.blemore.store.EmbeddingStore;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Option;

/** Which form of which encoder in a store. */
final class StoreFormOptions {

  @Option(names = "--encoder", required = true, paramLabel = "ID", description = "The encoder.")
  private String encoder = "";

  @Option(
      names = "--checkpoint",
      defaultValue = "",
      paramLabel = "HEX",
      description = "How the SHA-256 of its weights begins, where several are in the store.")
  private String checkpoint = "";

  @Option(
      names = "--preprocessing",
      defaultValue = "",
      paramLabel = "HEX",
      description = "How its preprocessing's id begins, where several are in the store.")
  private String preprocessing = "";

  /**
   * The one form that is meant.
   *
   * @throws IOException if there is none or several; the message names what is there
   */
  EncoderForm form(EmbeddingStore store) throws IOException {
    List<EncoderForm> forms = store.forms();
    List<EncoderForm> meant = forms.stream().filter(this::isMeant).toList();
    if (meant.isEmpty()) {
      throw new IOException(
          "%s holds no such form of encoder %s: it has %s".formatted(store.file(), encoder, forms));
    }
    if (meant.size() > 1) {
      throw new IOException(
          "%s holds %d forms of encoder %s: say which with --checkpoint or --preprocessing: %s"
              .formatted(store.file(), meant.size(), encoder, meant));
    }
    return meant.get(0);
  }

  private boolean isMeant(EncoderForm form) {
    return form.id().equals(encoder)
        && form.checkpointSha256().orElse("none").startsWith(checkpoint)
        && form.preprocessing().startsWith(preprocessing);
  }
}
