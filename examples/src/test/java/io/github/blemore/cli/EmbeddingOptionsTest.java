package io.github.blemore.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.Clip;
import io.github.blemore.Embedding;
import io.github.blemore.EmbeddingSource;
import io.github.blemore.EncoderForm;
import io.github.blemore.EncoderOrigin;
import io.github.blemore.Modality;
import io.github.blemore.ModelException;
import io.github.blemore.npy.NpyArray;
import io.github.blemore.npy.NpzWriter;
import io.github.blemore.store.EmbeddingStore;
import io.github.blemore.store.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

class EmbeddingOptionsTest {

  private static final EncoderForm OLD = form("faces", "ab");
  private static final EncoderForm NEW = form("faces", "cd");
  private static final EncoderForm VOICES = form("voices", "ab");

  @TempDir private Path folder;
  private Path store;
  private Path npz;

  @Command
  private static final class Opening implements Callable<Integer> {

    @Mixin private EmbeddingOptions options = new EmbeddingOptions();
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      return 0;
    }

    static OpenedEmbeddings open(String... arguments) throws IOException {
      Opening command = new Opening();
      new CommandLine(command).parseArgs(arguments);
      return command.options.open(command.spec);
    }
  }

  private static EncoderForm form(String id, String checkpointByte) {
    return new EncoderForm(
        id,
        Optional.of(checkpointByte.repeat(32)),
        "0123456789abcdef",
        Modality.FACE,
        2,
        "16 frames",
        "mean",
        false);
  }

  @BeforeEach
  void write() throws IOException {
    store = write("a.db", OLD, VOICES);
    npz = folder.resolve("open-face.npz");
    new NpzWriter()
        .numbers("X", NpyArray.ofFloats(new float[] {1, 2, 3, 4}, 2, 2))
        .texts("filenames", List.of("a.mov", "b.mov"))
        .write(npz);
  }

  private Path write(String name, EncoderForm... forms) throws IOException {
    Path file = folder.resolve(name);
    try (EmbeddingStore made = EmbeddingStore.open(file)) {
      for (EncoderForm form : forms) {
        Embedding embedding = Embedding.of(form.id(), new float[] {1, 2});
        Clip clip = Clip.of(Path.of("a.mov")).withId("a");
        made.write(List.of(new Row.Encoded(clip, "0".repeat(64), form, embedding, "cpu")));
      }
    }
    return file;
  }

  private static List<String> ids(EmbeddingSource source) {
    return source.encoders().stream().map(EncoderOrigin::id).toList();
  }

  private static List<EncoderForm> forms(EmbeddingSource source) {
    return source.encoders().stream().map(EncoderOrigin::form).toList();
  }

  private String[] arguments(Path file, String... more) {
    List<String> all = new ArrayList<>(List.of("--store", file.toString()));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private void assertFails(Class<? extends Exception> type, String[] arguments, String... parts) {
    assertThatThrownBy(() -> Opening.open(arguments))
        .isInstanceOf(type)
        .hasMessageContainingAll(parts);
  }

  @Test
  void storesAndNpzFilesAreOneSource() throws IOException {
    try (OpenedEmbeddings opened = Opening.open(arguments(store, "--store", npz.toString()))) {
      assertThat(ids(opened.source())).containsExactly("faces", "open-face", "voices");
      assertThat(opened.source().clipIds("open-face")).containsExactly("a", "b");
      assertThat(opened.source().find("voices", "a"))
          .contains(Embedding.of("voices", new float[] {1, 2}));
    }
  }

  @Test
  void anNpzFileIsCalledAsItIsSaid() throws IOException {
    Path equals = folder.resolve("x=y.npz");
    try (OpenedEmbeddings opened = Opening.open("--store", "swin=" + npz)) {
      assertThat(ids(opened.source())).containsExactly("swin");
      assertThat(opened.source().encoders().get(0).spec())
          .contains("npz:%s:id=swin".formatted(npz));
    }
    Files.copy(npz, equals);
    try (OpenedEmbeddings opened = Opening.open("--store", "swin=" + equals)) {
      assertThat(ids(opened.source())).containsExactly("swin");
    }
    assertFails(
        ParameterException.class,
        new String[] {"--store", equals.toString()},
        "encoder id \"x=y\"");
  }

  @Test
  void onlyEncodersThatAreUsedTakePart() throws IOException {
    try (OpenedEmbeddings opened = Opening.open(arguments(store, "--use", "voices"))) {
      assertThat(forms(opened.source())).containsExactly(VOICES);
      assertThat(opened.source().find("faces", "a")).isEmpty();
    }
    for (String[] option :
        List.of(
            new String[] {"--use", "hands"},
            new String[] {"--checkpoint", "hands=ab"},
            new String[] {"--preprocessing", "hands=01"})) {
      assertFails(
          IOException.class,
          arguments(store, option),
          "no embeddings of encoder hands: only of [faces, voices]");
    }
  }

  @Test
  void oneOfSeveralFormsMustBeSaid() throws IOException {
    Path several = write("several.db", OLD, NEW, VOICES);
    assertFails(
        IOException.class,
        arguments(several),
        "encoder faces are there 2 times",
        several.toString(),
        OLD.toString(),
        NEW.toString(),
        "--checkpoint faces=HEX");
    assertFails(
        IOException.class,
        arguments(several, "--checkpoint", "faces=ef"),
        "no such form of encoder faces",
        OLD.toString());
    assertFails(
        IOException.class,
        arguments(several, "--preprocessing", "faces=0123"),
        "encoder faces are there 2 times");

    try (OpenedEmbeddings opened =
        Opening.open(
            arguments(several, "--checkpoint", "faces=cd", "--preprocessing", "faces=0"))) {
      assertThat(forms(opened.source())).containsExactly(NEW, VOICES);
    }
    try (OpenedEmbeddings opened = Opening.open(arguments(several, "--use", "voices"))) {
      assertThat(forms(opened.source())).containsExactly(VOICES);
    }
  }

  @Test
  void formsInSeveralStoresAreToldApartToo() throws IOException {
    Path second = write("second.db", NEW);
    assertFails(
        IOException.class,
        arguments(store, "--store", second.toString()),
        "encoder faces are there 2 times",
        store.toString(),
        second.toString());
    assertFails(
        IOException.class,
        arguments(store, "--store", "faces=" + npz),
        store.toString(),
        npz.toString(),
        "ID=FILE.npz");

    try (OpenedEmbeddings opened =
        Opening.open(arguments(store, "--store", second.toString(), "--checkpoint", "faces=cd"))) {
      assertThat(forms(opened.source())).containsExactly(NEW, VOICES);
    }
  }

  @Test
  void whatCannotBeOpenedIsNamed() throws IOException {
    Path nothing = folder.resolve("nothing.db");
    assertFails(IOException.class, arguments(nothing), nothing.toString(), "no embedding store");
    assertThat(nothing).doesNotExist();
    Path noArray = folder.resolve("nothing.npz");
    assertFails(ModelException.class, arguments(noArray), noArray.toString());
    Path empty = write("empty.db");
    assertFails(IOException.class, arguments(empty), "no embeddings in", empty.toString());
  }

  @Test
  void whatWasOpenedIsClosed() throws IOException {
    EmbeddingSource source;
    try (OpenedEmbeddings opened = Opening.open(arguments(store))) {
      source = opened.source();
    }
    assertThatThrownBy(() -> source.find("faces", "a"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is closed");
  }

  @Test
  void wrongOptionsAreRefused() {
    assertFails(ParameterException.class, new String[0], "--store");
    assertFails(
        ParameterException.class, arguments(store, "--checkpoint", "faces"), "must be ID=HEX");
    assertFails(
        ParameterException.class,
        arguments(store, "--preprocessing", "faces=0", "--preprocessing", "faces=1"),
        "--preprocessing of faces is given twice");
  }
}
