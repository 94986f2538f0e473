package io.github.blemore.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.AbstractEncoder;
import io.github.blemore.Clip;
import io.github.blemore.Embedding;
import io.github.blemore.Encoder;
import io.github.blemore.EncoderInfo;
import io.github.blemore.Encoding;
import io.github.blemore.InterruptedWorkException;
import io.github.blemore.MediaException;
import io.github.blemore.Modality;
import io.github.blemore.ModelException;
import io.github.blemore.NoEmbedding;
import io.github.blemore.contract.ContractMedia;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.MediaNeeds;
import io.github.blemore.media.MediaReader;
import io.github.blemore.media.SoundNeeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtractionTest {

  private static final MediaNeeds SOUND = MediaNeeds.of(new SoundNeeds(8000, 2));

  @TempDir private Path folder;

  private final ConcurrentLinkedQueue<String> read = new ConcurrentLinkedQueue<>();
  private Path clips = Path.of("");
  private Path embeddings = Path.of("");

  @BeforeEach
  void makeFolders() throws IOException {
    clips = Files.createDirectories(folder.resolve("clips"));
    embeddings = folder.resolve("embeddings");
  }

  /** Two windows of two values: the sound's length, and its first sample. */
  private static final class Listener extends AbstractEncoder {

    Listener(String id, int dimension) {
      super(EncoderInfo.builder(id, Modality.VOICE, SOUND).dimension(dimension).build());
    }

    @Override
    protected List<Encoding> encodePresent(List<ClipMedia> batch) {
      List<Encoding> encoded = new ArrayList<>();
      for (ClipMedia media : batch) {
        float[] window = new float[info().dimension()];
        window[0] = media.sound().orElseThrow().length();
        float[] other = new float[info().dimension()];
        other[0] = media.sound().orElseThrow().samples().get(0);
        encoded.add(Embedding.of(info().id(), window, other));
      }
      return encoded;
    }

    @Override
    protected void release() {}
  }

  /** Reads nothing; what it gives follows from the clip's bytes. */
  private final class FakeReader implements MediaReader {
    @Override
    public List<ClipMedia> read(Clip clip, List<MediaNeeds> needs) {
      read.add(clip.id());
      if (clip.id().startsWith("broken")) {
        throw new MediaException("no moov atom");
      }
      if (clip.id().startsWith("mute")) {
        return needs.stream().map(need -> ContractMedia.missing("no audio stream")).toList();
      }
      try {
        long seed = Files.readString(clip.path()).hashCode();
        return needs.stream().map(need -> ContractMedia.random(need, seed)).toList();
      } catch (IOException e) {
        throw new MediaException("unreadable", e);
      }
    }

    @Override
    public void close() {}
  }

  private List<Clip> clips(String... names) throws IOException {
    List<Clip> made = new ArrayList<>();
    for (String name : names) {
      made.add(
          Clip.of(Files.writeString(clips.resolve(name + ".mov"), "content of " + name))
              .withId(name));
    }
    return made;
  }

  private Extraction extraction(int threads, Encoder... encoders) throws IOException {
    return Extraction.of(
        EmbeddingFolder.open(embeddings), List.of(encoders), FakeReader::new, threads);
  }

  @Test
  void keepsWhatEveryEncoderMadeAndDecodesOnce() throws IOException {
    AtomicInteger told = new AtomicInteger();
    Extraction.Summary summary =
        extraction(2, new Listener("a", 2), new Listener("b", 3))
            .run(clips("x", "y", "mute1"), told::incrementAndGet);
    assertThat(summary.encoded()).isEqualTo(3);
    assertThat(summary.kept()).isZero();
    assertThat(summary.failed()).isEmpty();
    assertThat(summary.missing().get("a")).containsEntry("mute1", "no audio stream");
    assertThat(told).hasValue(3);
    assertThat(read).containsExactlyInAnyOrder("x", "y", "mute1");

    EmbeddingFolder reopened = EmbeddingFolder.open(embeddings);
    assertThat(reopened.encoderIds()).containsExactly("a", "b");
    ClipMedia media = ContractMedia.random(SOUND, "content of x".hashCode());
    assertThat(reopened.find("b", "x"))
        .contains(
            Embedding.of(
                "b",
                new float[] {media.sound().orElseThrow().length(), 0, 0},
                new float[] {media.sound().orElseThrow().samples().get(0), 0, 0}));
    assertThat(reopened.find("a", "mute1")).contains(new NoEmbedding("a", "no audio stream"));
    assertThat(reopened.find("a", "never")).isEmpty();
    assertThat(reopened.find("never", "x")).isEmpty();
  }

  @Test
  void goesOnWhereItStopped() throws IOException {
    extraction(1, new Listener("a", 2)).run(clips("x", "y"), () -> {});
    read.clear();
    Extraction.Summary summary =
        extraction(1, new Listener("a", 2), new Listener("b", 2))
            .run(clips("x", "y", "z"), () -> {});
    assertThat(summary.encoded()).isEqualTo(3);
    read.clear();
    summary =
        extraction(1, new Listener("a", 2), new Listener("b", 2))
            .run(clips("x", "y", "z"), () -> {});
    assertThat(summary.encoded()).isZero();
    assertThat(summary.kept()).isEqualTo(3);
    assertThat(read).isEmpty();
  }

  @Test
  void encodesAChangedClipAnew() throws IOException {
    List<Clip> one = clips("x");
    extraction(1, new Listener("a", 2)).run(one, () -> {});
    Encoding before = EmbeddingFolder.open(embeddings).find("a", "x").orElseThrow();
    Files.writeString(one.get(0).path(), "another take");
    extraction(1, new Listener("a", 2)).run(one, () -> {});
    assertThat(EmbeddingFolder.open(embeddings).find("a", "x").orElseThrow()).isNotEqualTo(before);
    try (Stream<Path> files = Files.list(embeddings.resolve("a"))) {
      assertThat(files.filter(file -> file.toString().endsWith(".npy"))).hasSize(1);
    }
  }

  @Test
  void oneFailureDoesNotStopTheOthersAndIsTriedAgain() throws IOException {
    Extraction.Summary summary =
        extraction(2, new Listener("a", 2)).run(clips("broken", "x"), () -> {});
    assertThat(summary.failed()).containsOnlyKeys("broken");
    assertThat(summary.failed().get("broken")).contains("no moov atom");
    assertThat(summary.encoded()).isEqualTo(1);
    read.clear();
    extraction(2, new Listener("a", 2)).run(clips("broken", "x"), () -> {});
    assertThat(read).containsExactly("broken");
  }

  @Test
  void saysThatAClipIsNotThere() throws IOException {
    Extraction.Summary summary =
        extraction(1, new Listener("a", 2))
            .run(List.of(Clip.of(clips.resolve("gone.mov"))), () -> {});
    assertThat(summary.failed().get("gone.mov")).contains("gone.mov").contains("cannot be read");
  }

  @Test
  void refusesEmbeddingsOfAnotherForm() throws IOException {
    extraction(1, new Listener("a", 2)).run(clips("x"), () -> {});
    assertThatThrownBy(() -> extraction(1, new Listener("a", 5)).run(clips("x"), () -> {}))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("dimension is 2, not 5");
  }

  @Test
  void refusesTwoClipsOfOneIdAndIdsThatAreNoFileName() throws IOException {
    List<Clip> twice = Stream.concat(clips("x").stream(), clips("x").stream()).toList();
    assertThatThrownBy(() -> extraction(1, new Listener("a", 2)).run(twice, () -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("clip x stands twice");
    List<Clip> outside = List.of(clips("x").get(0).withId("../x"));
    assertThatThrownBy(() -> extraction(1, new Listener("a", 2)).run(outside, () -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("../x");
  }

  @Test
  void refusesNoEncoderAndTwoOfOneId() {
    assertThatThrownBy(() -> extraction(1)).hasMessageContaining("no encoder");
    assertThatThrownBy(() -> extraction(1, new Listener("a", 2), new Listener("a", 2)))
        .hasMessage("encoder id a stands twice");
  }

  @Test
  void keepsWhatWasDoneWhenInterrupted() throws IOException {
    Thread self = Thread.currentThread();
    Extraction extraction = extraction(1, new Listener("a", 2));
    List<Clip> many = clips("c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8");
    assertThatThrownBy(() -> extraction.run(many, self::interrupt))
        .isInstanceOf(InterruptedWorkException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(EmbeddingFolder.open(embeddings).find("a", "c1")).isPresent();
  }

  @Test
  void namesAKeptEmbeddingThatIsDamaged() throws IOException {
    extraction(1, new Listener("a", 2)).run(clips("x"), () -> {});
    try (Stream<Path> files = Files.list(embeddings.resolve("a"))) {
      for (Path file : files.filter(one -> one.toString().endsWith(".npy")).toList()) {
        Files.write(file, new byte[] {1, 2, 3});
      }
    }
    EmbeddingFolder damaged = EmbeddingFolder.open(embeddings);
    assertThatThrownBy(() -> damaged.find("a", "x"))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("delete it");
  }

  @Test
  void saysThatAFolderCannotBeMade() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> EmbeddingFolder.open(file.resolve("inside")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot be made");
  }

  @Test
  void anEmptyFolderHasNoEncoders() throws IOException {
    assertThat(EmbeddingFolder.open(embeddings).encoderIds()).isEqualTo(Set.of());
  }
}
