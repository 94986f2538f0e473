package io.github.blemore.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.blemore.Clip;
import io.github.blemore.InterruptedWorkException;
import io.github.blemore.challenge.ClipName;
import io.github.blemore.challenge.Metadata;
import io.github.blemore.challenge.MetadataRow;
import io.github.blemore.face.HaarFaceDetector;
import io.github.blemore.image.RgbImage;
import io.github.blemore.libav.LibavMediaReader;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.FrameNeeds;
import io.github.blemore.media.FrameRegion;
import io.github.blemore.media.FrameSampling;
import io.github.blemore.media.Frames;
import io.github.blemore.media.ImageFit;
import io.github.blemore.media.Interpolation;
import io.github.blemore.media.MediaNeeds;
import io.github.blemore.media.SoundNeeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatedCorpusTest {

  private static final int CLIPS = 20;

  /** A whole corpus, made by one thread. */
  @TempDir private static Path whole;

  private static SimulatedCorpus.Rendered rendered;
  private static final AtomicInteger STEPS = new AtomicInteger();

  @TempDir private Path folder;

  @BeforeAll
  static void render() throws IOException {
    rendered = corpus(whole).threads(1).build().render(STEPS::incrementAndGet);
  }

  private static SimulatedCorpus.Builder corpus(Path folder) {
    return SimulatedCorpus.builder(folder).actors(5).clipsPerActor(4).seed(7);
  }

  private static Map<String, byte[]> files(Path folder) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> paths = Files.list(folder)) {
      for (Path path : paths.toList()) {
        files.put(path.getFileName().toString(), Files.readAllBytes(path));
      }
    }
    return files;
  }

  private static void assertSameFiles(Path folder) throws IOException {
    Map<String, byte[]> files = files(folder);
    Map<String, byte[]> expected = files(whole);
    assertThat(files.keySet()).isEqualTo(expected.keySet());
    files.forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(expected.get(name)));
  }

  private void copyWhole() throws IOException {
    for (Map.Entry<String, byte[]> file : files(whole).entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
  }

  private Path clip(int index) {
    return folder.resolve(rendered.metadata().rows().get(index).clipId() + ".mov");
  }

  @Test
  void folderHoldsClipsMetadataAndWhatSaysThatTheyAreSimulated() throws IOException {
    Map<String, byte[]> files = files(whole);

    assertThat(files.keySet())
        .hasSize(CLIPS + 4)
        .contains("train_metadata.csv", "contact_sheet.png", "simulation.json", "README.txt");
    assertThat(files.keySet().stream().filter(name -> name.endsWith(".mov")))
        .hasSize(CLIPS)
        .allSatisfy(name -> assertThat(ClipName.parse(name) + ".mov").isEqualTo(name));
    assertThat(Files.readString(whole.resolve("simulation.json")))
        .contains("SIMULATED", "\"seed\" : 7");
    assertThat(Files.readString(whole.resolve("README.txt"))).startsWith("SIMULATED");
  }

  @Test
  void metadataAreThoseOfTheClips() throws IOException {
    Metadata metadata = Metadata.read(rendered.metadataFile());

    assertThat(metadata).isEqualTo(rendered.metadata());
    assertThat(metadata.rows()).hasSize(CLIPS);
    assertThat(metadata.folds()).containsExactly(0, 1, 2, 3, 4);
    for (MetadataRow row : metadata.rows()) {
      assertThat(whole.resolve(row.clipId() + ".mov")).exists();
      assertThat(MetadataRow.of(ClipName.parse(row.clipId()), row.fold())).isEqualTo(row);
    }
  }

  @Test
  void resultSaysWhatWasMade() {
    assertThat(rendered.kept()).isZero();
    assertThat(STEPS).hasValue(CLIPS);
    assertThat(rendered.folder()).isEqualTo(whole);
    assertThat(rendered.contactSheet()).exists();
    assertThat(rendered.seconds()).isBetween(1.2 * CLIPS, 3.0 * CLIPS);
    assertThat(rendered.corpus().actors()).isEqualTo(5);
    assertThat(rendered.corpus().seed()).isEqualTo(7);
    assertThat(rendered.corpus().clips()).isEqualTo(CLIPS);
  }

  @Test
  void twoThreadsGiveTheSameBytesAsOne() throws IOException {
    copyWhole();
    for (int i = 0; i < 8; i++) {
      Files.delete(clip(2 * i));
    }
    corpus(folder).threads(2).build().render(() -> {});

    assertSameFiles(folder);
  }

  @Test
  void clipsCanBeReadAndFacesFound() {
    MediaNeeds needs =
        MediaNeeds.of(
            new FrameNeeds(
                FrameSampling.everyNth(1, 100),
                FrameRegion.whole(),
                ImageFit.squash(
                    PersonRenderer.WIDTH, PersonRenderer.HEIGHT, Interpolation.BILINEAR)),
            new SoundNeeds(MovEncoder.SAMPLE_RATE, 60));
    int looked = 0;
    int found = 0;
    try (LibavMediaReader reader = new LibavMediaReader();
        HaarFaceDetector detector = HaarFaceDetector.load()) {
      for (int i = 0; i < CLIPS; i += 4) {
        Portrayal take = new CorpusPlan(7, 5, 4, SalienceStyles.PERSONAL).takes().get(i);
        Clip clip = Clip.of(whole.resolve(take.name() + ".mov"));
        ClipMedia media = reader.read(clip, List.of(needs)).get(0);
        Frames frames = media.frames().orElseThrow();

        assertThat(media.notes()).isEmpty();
        assertThat(frames.count()).isEqualTo(Math.round(take.seconds() * 25));
        assertThat(media.sound().orElseThrow().seconds())
            .isBetween(take.seconds() - 0.04, take.seconds() + 0.04);
        for (int frame = 5; frame < frames.count(); frame += 10) {
          byte[] rgb = new byte[frames.width() * frames.height() * 3];
          frames.frame(frame).get(rgb);
          RgbImage image = new RgbImage(frames.width(), frames.height(), rgb);
          found += detector.detect(image).isEmpty() ? 0 : 1;
          looked++;
        }
      }
    }

    assertThat(found / (double) looked).isGreaterThan(0.7);
  }

  @Test
  void goesOnWhereItStopped() throws IOException {
    copyWhole();
    Files.delete(clip(3));
    Files.delete(clip(11));
    Files.delete(folder.resolve("train_metadata.csv"));
    Files.writeString(folder.resolve(UUID.randomUUID() + ".part"), "half a clip");
    byte[] other = {1, 2, 3};
    Files.write(clip(0), other);
    AtomicInteger steps = new AtomicInteger();
    SimulatedCorpus.Rendered again = corpus(folder).build().render(steps::incrementAndGet);

    assertThat(again.kept()).isEqualTo(CLIPS - 2);
    assertThat(steps).hasValue(CLIPS);
    assertThat(clip(0)).as("what is there is kept").hasBinaryContent(other);
    Files.copy(whole.resolve(clip(0).getFileName()), clip(0), StandardCopyOption.REPLACE_EXISTING);
    assertSameFiles(folder);
  }

  @Test
  void stopInTheMiddleLeavesWholeClipsOnly() throws IOException {
    AtomicInteger steps = new AtomicInteger();
    Runnable stopAfterThree =
        () -> {
          if (steps.incrementAndGet() == 3) {
            Thread.currentThread().interrupt();
          }
        };

    assertThatThrownBy(() -> corpus(folder).threads(2).build().render(stopAfterThree))
        .isInstanceOf(InterruptedWorkException.class)
        .hasMessageContaining("start it again to go on");
    assertThat(Thread.interrupted()).isTrue();

    Map<String, byte[]> files = files(folder);
    Map<String, byte[]> expected = files(whole);
    assertThat(steps).hasValue(3);
    assertThat(files).doesNotContainKey("train_metadata.csv");
    assertThat(files.keySet().stream().filter(name -> name.endsWith(".mov")).count())
        .isBetween(3L, 6L);
    files.forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(expected.get(name)));
  }

  @Test
  void aClipThatCannotBeSavedIsNamed() throws IOException {
    copyWhole();
    Files.delete(clip(5));
    Files.createDirectory(clip(5));

    assertThatThrownBy(() -> corpus(folder).build().render(() -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("cannot save clip " + clip(5), "it is a folder");
  }

  @Test
  void folderOfOtherFilesIsRefused() throws IOException {
    String part = UUID.randomUUID() + ".part";
    Files.writeString(folder.resolve("holiday.mov"), "mine");
    Files.writeString(folder.resolve(part), "mine");

    assertThatThrownBy(() -> corpus(folder).build().render(() -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(folder.toString(), "holiday.mov", "new or empty folder");
    assertThat(files(folder)).containsOnlyKeys("holiday.mov", part);
  }

  @Test
  void folderOfAnotherCorpusIsRefused() throws IOException {
    copyWhole();

    assertThatThrownBy(
            () ->
                SimulatedCorpus.builder(folder)
                    .actors(5)
                    .clipsPerActor(4)
                    .seed(8)
                    .build()
                    .render(() -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("another simulated corpus", "seed 7", "seed 8");
    assertSameFiles(folder);
  }

  @Test
  void brokenDescriptionIsRefused() throws IOException {
    Files.writeString(folder.resolve("simulation.json"), "{\"seed\": ");

    assertThatThrownBy(() -> corpus(folder).build().render(() -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("simulation.json does not say how a corpus was made");
  }

  @Test
  void folderThatCannotBeMadeIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "no folder");

    assertThatThrownBy(() -> corpus(file.resolve("corpus")).build().render(() -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("cannot create folder", "file");
    assertThatThrownBy(() -> corpus(file).build().render(() -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot create folder");
  }

  @Test
  void folderThatCannotBeWrittenToIsRefused() throws IOException {
    Path locked = Files.createDirectory(folder.resolve("locked"));
    assumeTrue(
        locked.toFile().setWritable(false) && !Files.isWritable(locked), "may write everywhere");
    try {
      assertThatThrownBy(() -> corpus(locked).build().render(() -> {}))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot be written to");
    } finally {
      locked.toFile().setWritable(true);
    }
  }

  @Test
  void sizesOutOfRangeAndOptionsSetTwiceAreRefused() {
    SimulatedCorpus.Builder builder = SimulatedCorpus.builder(folder);

    assertThatThrownBy(() -> builder.actors(4)).hasMessage("actors is 4: must be 5..1000");
    assertThatThrownBy(() -> builder.clipsPerActor(3))
        .hasMessage("clipsPerActor is 3: must be 4..1000");
    assertThatThrownBy(() -> builder.threads(0)).hasMessageContaining("threads is 0");
    builder.actors(5).clipsPerActor(4).seed(1).threads(1);
    assertThatThrownBy(() -> builder.actors(5))
        .hasMessageContaining("actors")
        .hasMessageContaining("twice");
    assertThatThrownBy(() -> builder.clipsPerActor(4)).hasMessageContaining("twice");
    assertThatThrownBy(() -> builder.seed(1)).hasMessageContaining("twice");
    assertThatThrownBy(() -> builder.threads(1)).hasMessageContaining("twice");
  }
}
