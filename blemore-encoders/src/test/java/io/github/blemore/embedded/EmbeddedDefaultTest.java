package io.github.blemore.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.BlendRecognizer;
import io.github.blemore.Clip;
import io.github.blemore.Emotion;
import io.github.blemore.InterruptedWorkException;
import io.github.blemore.MediaException;
import io.github.blemore.NoVoteException;
import io.github.blemore.Outcome;
import io.github.blemore.Recognition;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole line, from files people have and files they should not have. */
class EmbeddedDefaultTest {

  private static BlendRecognizer recognizer;

  @TempDir private Path folder;

  @BeforeAll
  static void open() {
    recognizer = EmbeddedDefault.recognizer();
  }

  @AfterAll
  static void close() {
    recognizer.close();
  }

  private static Path media(String name) {
    URL resource =
        Objects.requireNonNull(EmbeddedDefaultTest.class.getResource("/media/" + name), name);
    try {
      return Path.of(resource.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Recognition recognize(Path file) {
    return recognizer.recognize(Clip.of(file));
  }

  private Path truncatedPortrait() throws IOException {
    byte[] all = Files.readAllBytes(media("portrait.mov"));
    return Files.write(folder.resolve("cut.mov"), Arrays.copyOf(all, all.length * 6 / 10));
  }

  @Test
  void aSmilingPortraitIsHappy() {
    Recognition recognition = recognize(media("portrait.mov"));

    assertThat(recognition.blend().salience(Emotion.HAPPINESS)).isEqualTo(100);
    assertThat(recognition.weights()).containsEntry("face-api", 1.0).containsEntry("acoustic", 0.0);
    assertThat(recognition.missing().get("acoustic")).contains("no head");
    assertThat(recognition.span().start()).isZero();
    assertThat(recognition.span().end()).isBetween(1.9, 2.1);
    assertThat(recognition.provenance().encoders().get(0).checkpointSha256()).isPresent();
    assertThat(recognition.provenance().encoders().get(0).computesOn()).isEqualTo("cpu, float32");
  }

  @Test
  void aTruncatedClipGivesWhatThereIsAndSaysSo() throws IOException {
    Recognition recognition = recognize(truncatedPortrait());

    assertThat(recognition.blend().salience(Emotion.HAPPINESS)).isEqualTo(100);
    assertThat(recognition.notes()).anyMatch(note -> note.contains("picture ends at"));
    assertThat(recognition.span().end()).isLessThan(1.9);
  }

  @Test
  void withoutAFaceItSaysSo() {
    assertThatThrownBy(() -> recognize(media("h264_aac.mp4")))
        .isInstanceOf(NoVoteException.class)
        .hasMessageContainingAll("face-api: no face found in 16 frames", "acoustic: no head");
  }

  @Test
  void soundAloneHasNoPicture() {
    assertThatThrownBy(() -> recognize(media("mono_8bit.wav")))
        .isInstanceOf(NoVoteException.class)
        .hasMessageContainingAll("face-api: no video stream", "acoustic: no head");
  }

  @Test
  void pictureAloneHasNoSound() {
    assertThatThrownBy(() -> recognize(media("hevc_10bit.mp4")))
        .isInstanceOf(NoVoteException.class)
        .hasMessageContainingAll("face-api: no face found", "acoustic: no audio stream");
  }

  @Test
  void oneFrameIsLookedAt() {
    assertThatThrownBy(() -> recognize(media("one_frame.mp4")))
        .isInstanceOf(NoVoteException.class)
        .hasMessageContaining("face-api: no face found in 1 frame");
  }

  @Test
  void filesThatAreNoMediaAreNamed() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.mov"));
    Path text = Files.writeString(folder.resolve("text.mov"), "this is no media");
    List<Path> bad = List.of(empty, text, folder, folder.resolve("not-there.mov"));

    for (Path file : bad) {
      assertThatThrownBy(() -> recognize(file))
          .isInstanceOf(MediaException.class)
          .hasMessageContaining(file.getFileName().toString());
    }
  }

  @Test
  void aBadClipAmongGoodOnesIsAFailureOfItsOwn() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.mov"));
    List<Outcome> outcomes =
        recognizer.recognizeAll(
            List.of(
                Clip.of(media("portrait.mov")), Clip.of(empty), Clip.of(media("portrait.mov"))));

    assertThat(outcomes.get(0)).isInstanceOf(Recognition.class);
    assertThat(outcomes.get(1)).isInstanceOf(Outcome.Failure.class);
    assertThat(((Recognition) outcomes.get(2)).distribution())
        .isEqualTo(((Recognition) outcomes.get(0)).distribution());
  }

  @Test
  void twoThreadsGetWhatOneGets() throws Exception {
    Recognition expected = recognize(media("portrait.mov"));
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<Recognition>> both =
          threads.invokeAll(
              List.of(
                  () -> recognize(media("portrait.mov")), () -> recognize(media("portrait.mov"))));
      for (Future<Recognition> one : both) {
        assertThat(one.get().votes()).isEqualTo(expected.votes());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void anInterruptedThreadStops() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> recognize(media("portrait.mov")))
          .isInstanceOf(InterruptedWorkException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void afterCloseItSaysSo() {
    BlendRecognizer closed = EmbeddedDefault.recognizer();
    closed.close();
    closed.close();

    assertThatThrownBy(() -> closed.recognize(Clip.of(media("portrait.mov"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }
}
