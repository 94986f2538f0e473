package io.github.blemore.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.EncoderStoppedException;
import io.github.blemore.InferenceException;
import io.github.blemore.InterruptedWorkException;
import io.github.blemore.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecutorEncodersTest {

  private static final AtomicInteger NAMES = new AtomicInteger();

  @TempDir private Path folder;
  private String clip = "";

  @BeforeEach
  void writeClip() throws IOException {
    clip = Files.writeString(folder.resolve("clip.wav"), "anything").toString();
  }

  /** Encoders named {@code fine} and {@code other}, of which the other does this. */
  private static ExecutorEncoders fineAnd(Consumer<String> doing) {
    // Encoders are kept by their specs as long as the JVM lives.
    String spec = "other " + NAMES.incrementAndGet();
    return ExecutorEncoders.of(
        List.of("fine", spec),
        words ->
            words.equals("fine")
                ? TestEncoder.doing("fine", id -> {})
                : TestEncoder.doing("other", doing));
  }

  private static Consumer<String> failing(RuntimeException failure) {
    return id -> {
      throw failure;
    };
  }

  private static @Nullable String error(Row row) {
    return (String) row.get(EmbeddingRows.SCHEMA.fieldIndex("error"));
  }

  private static boolean isEmbedding(Row row) {
    return error(row) == null && row.get(EmbeddingRows.SCHEMA.fieldIndex("vectors")) != null;
  }

  @Test
  void aFailingEncoderIsAnErrorRowBesideTheOther() {
    ExecutorEncoders encoders = fineAnd(failing(new InferenceException("went wrong")));
    List<Row> rows = encoders.encode("a", clip);
    assertThat(isEmbedding(rows.get(0))).isTrue();
    assertThat(error(rows.get(1))).isEqualTo("went wrong");
  }

  @Test
  void anUnforeseenFailureIsAnErrorRowThatNamesIt() {
    ExecutorEncoders encoders = fineAnd(failing(new IndexOutOfBoundsException("7")));
    assertThat(error(encoders.encode("a", clip).get(1)))
        .isEqualTo("java.lang.IndexOutOfBoundsException: 7");
  }

  @Test
  void anEncoderThatStoppedIsNotAskedAgain() {
    List<String> asked = new ArrayList<>();
    ExecutorEncoders encoders =
        fineAnd(
            id -> {
              asked.add(id);
              if (asked.size() == 2) {
                throw new EncoderStoppedException("budget spent");
              }
            });
    assertThat(isEmbedding(encoders.encode("a", clip).get(1))).isTrue();
    for (String id : List.of("b", "c")) {
      List<Row> rows = encoders.encode(id, clip);
      assertThat(isEmbedding(rows.get(0))).isTrue();
      assertThat(error(rows.get(1))).isEqualTo("encoder other stopped: budget spent");
    }
    assertThat(asked).containsExactly("a", "b");
  }

  @Test
  void whenAllEncodersStoppedNothingIsDecoded() {
    ExecutorEncoders encoders =
        ExecutorEncoders.of(
            List.of("stopped"),
            spec -> TestEncoder.doing(spec, failing(new EncoderStoppedException("key refused"))));
    for (String id : List.of("a", "b")) {
      assertThat(encoders.encode(id, clip))
          .singleElement()
          .extracting(ExecutorEncodersTest::error)
          .isEqualTo("encoder stopped stopped: key refused");
    }
  }

  @Test
  void interruptsAreNoErrorRows() {
    ExecutorEncoders encoders = fineAnd(failing(new InterruptedWorkException("interrupted")));
    assertThatThrownBy(() -> encoders.encode("a", clip))
        .isInstanceOf(InterruptedWorkException.class)
        .hasMessage("interrupted");
  }

  @Test
  void anInterruptBeforeTheClipIsReadIsNoErrorRow() {
    ExecutorEncoders encoders = fineAnd(id -> {});
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> encoders.encode("a", clip))
          .isInstanceOf(InterruptedWorkException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void aBrokenInstallationIsNoErrorRow() {
    ExecutorEncoders encoders = fineAnd(failing(new ModelException("no natives")));
    assertThatThrownBy(() -> encoders.encode("a", clip)).isInstanceOf(ModelException.class);
  }

  @Test
  void rowsOfTheTableThatAreNoClipsAreErrorRows() {
    ExecutorEncoders encoders = fineAnd(id -> {});
    assertThat(encoders.encode(null, clip))
        .hasSize(2)
        .allSatisfy(row -> assertThat(error(row)).contains("clip null", "must say both"));
    assertThat(encoders.encode("a", null))
        .allSatisfy(row -> assertThat(error(row)).contains("path null"));
    assertThat(encoders.encode(" ", clip))
        .allSatisfy(
            row -> assertThat(error(row)).isEqualTo("clip id is blank: must name the clip"));
    assertThat(encoders.encode("a", "no\0path"))
        .allSatisfy(row -> assertThat(error(row)).startsWith("Nul character not allowed"));
    assertThat(encoders.encode("a", clip + ".mp4"))
        .allSatisfy(row -> assertThat(error(row)).contains("clip.wav.mp4 cannot be read"));
  }

  @Test
  void afterAFailureToOpenTheNextTaskTriesAgain() {
    AtomicInteger tries = new AtomicInteger();
    EncoderOpener opener =
        spec -> {
          if (tries.incrementAndGet() == 1) {
            throw new ModelException("out of reach");
          }
          return TestEncoder.doing(spec, id -> {});
        };
    List<String> specs = List.of("second-try");
    assertThatThrownBy(() -> ExecutorEncoders.of(specs, opener)).hasMessage("out of reach");
    ExecutorEncoders opened = ExecutorEncoders.of(specs, opener);
    assertThat(ExecutorEncoders.of(specs, opener)).isSameAs(opened);
    assertThat(tries).hasValue(2);
  }
}
