package io.github.blemore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.blemore.store.EmbeddingStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncodeCommandTest {

  private static final Path PORTRAIT =
      Path.of("../blemore-encoders/src/test/resources/media/portrait.mov");

  @TempDir private Path folder;

  private Path clips = Path.of("");
  private Path store = Path.of("");

  @BeforeEach
  void makeClips() throws IOException {
    clips = Files.createDirectories(folder.resolve("clips/below"));
    Files.copy(PORTRAIT, clips.resolve("a.mov"));
    Files.writeString(clips.resolve("b.MP4"), "this is no media");
    Files.writeString(clips.resolve("notes.txt"), "no clip");
    store = folder.resolve("store.sqlite");
  }

  private CommandRun encode(String... more) {
    String[] arguments = {
      "encode", "--clips", folder.resolve("clips").toString(), "--store", store.toString()
    };
    String[] all = new String[arguments.length + more.length];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return CommandRun.of(all);
  }

  @Test
  void encodesWhatIsMissingAndTellsWhatFailed() throws IOException {
    CommandRun first = encode("--encoder", "acoustic", "--json");

    assertThat(first.exit()).as(first.err()).isEqualTo(1);
    JsonNode acoustic = first.json().at("/encoders/acoustic");
    assertThat(first.json().get("clips").asInt()).isEqualTo(2);
    assertThat(first.json().get("complete").asBoolean()).isFalse();
    assertThat(acoustic.get("made").asInt()).isEqualTo(1);
    assertThat(acoustic.at("/failed/b").asText()).contains("b.MP4");

    CommandRun second = encode("--encoder", "acoustic", "--threads", "1");
    assertThat(second.exit()).isEqualTo(1);
    assertThat(second.out())
        .contains("acoustic: 0 encoded, 1 there before, 1 failed; 0 have no embedding")
        .contains("--retry-failed");

    Files.copy(PORTRAIT, folder.resolve("clips/c.mov"));
    Files.delete(clips.resolve("b.MP4"));
    CommandRun third = encode("--encoder", "acoustic", "--retry-failed", "--json");
    assertThat(third.exit()).as(third.err()).isZero();
    assertThat(third.json().at("/encoders/acoustic/kept").asInt()).isEqualTo(2);
  }

  @Test
  void keepsHowAnEncoderIsOpenedAgain() throws IOException {
    Files.delete(clips.resolve("b.MP4"));
    assertThat(encode("--encoder", "acoustic").exit()).isZero();
    assertThat(spec()).contains("acoustic");

    CommandRun again = encode("--encoder", "acoustic:");
    assertThat(again.out()).as(again.err()).contains("0 encoded, 1 there before");
    assertThat(spec()).contains("acoustic:");
  }

  private Optional<String> spec() throws IOException {
    try (EmbeddingStore embeddings = EmbeddingStore.openExisting(store)) {
      return embeddings.encoders().get(0).spec();
    }
  }

  @Test
  void makesNothingBeforeItsArgumentsAreRight() throws IOException {
    Files.delete(clips.resolve("b.MP4"));
    CommandRun nowhere =
        encode("--encoder", "acoustic", "--encoder", "gemini:base-url=http://127.0.0.1:9");
    assertThat(nowhere.exit()).isEqualTo(2);
    assertThat(nowhere.err()).contains("GEMINI_API_KEY");
    assertThat(store).doesNotExist();
  }

  @Test
  void wrongArgumentsAreTwo() {
    assertThat(encode().exit()).isEqualTo(2);
    assertThat(encode("--encoder", "sixth-sense").exit()).isEqualTo(2);
    assertThat(encode("--encoder", "acoustic", "--encoder", "acoustic").err())
        .contains("encoder id acoustic stands twice");
    assertThat(encode("--encoder", "acoustic", "--threads", "0").exit()).isEqualTo(2);
    assertThat(CommandRun.of("encode", "--help").out()).contains("--retry-failed", "videomae:DIR");
  }

  @Test
  void saysThatThereAreNoClipsOrTwoOfOneName() throws IOException {
    Files.copy(PORTRAIT, folder.resolve("clips/a.mkv"));
    CommandRun twice = encode("--encoder", "acoustic");
    assertThat(twice.exit()).isEqualTo(1);
    assertThat(twice.err()).contains("a.mkv", "below", "are both clip a: rename one");

    CommandRun none =
        CommandRun.of(
            "encode", "--encoder", "acoustic", "--store", store.toString(), "--clips", "no-such");
    assertThat(none.exit()).isEqualTo(1);
    assertThat(none.err()).contains("no-such is no folder");
  }
}
