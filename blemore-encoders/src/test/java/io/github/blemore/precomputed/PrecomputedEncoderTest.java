package io.github.blemore.precomputed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.Clip;
import io.github.blemore.Embedding;
import io.github.blemore.Encoder;
import io.github.blemore.EncoderForm;
import io.github.blemore.EncoderOrigin;
import io.github.blemore.Encoding;
import io.github.blemore.License;
import io.github.blemore.Modality;
import io.github.blemore.ModelException;
import io.github.blemore.NoEmbedding;
import io.github.blemore.media.MediaNeeds;
import io.github.blemore.npy.NpyArray;
import io.github.blemore.spec.EncoderSpec;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrecomputedEncoderTest {

  private static final List<String> NAMES =
      List.of("clips/a.mov", "b.MP4.npy", "c.v2", "clips/a.mov");

  @TempDir private Path folder;

  private Path npz(NpyArray x, List<String> names) {
    return TestNpz.write(folder.resolve("open-face.npz"), x, names);
  }

  private Path npz() {
    return npz(NpyArray.ofDoubles(new double[] {1, 2, 3, 4, 5, 6, 7, 8}, 4, 2), NAMES);
  }

  @Test
  void findsClipsByNameWithoutOpeningThem() {
    try (PrecomputedEncoder encoder = PrecomputedEncoder.builder(npz()).build()) {
      assertThat(encoder.encode(Clip.of(Path.of("nowhere/b.mov"))))
          .isEqualTo(Embedding.of("open-face", new float[] {3, 4}));
      assertThat(encoder.encode(Clip.of(Path.of("nowhere/c.v2.mkv"))))
          .isEqualTo(Embedding.of("open-face", new float[] {5, 6}));
      assertThat(encoder.encode(Clip.of(Path.of("x.mov")).withId("a")))
          .isEqualTo(Embedding.of("open-face", new float[] {1, 2}, new float[] {7, 8}));
    }
  }

  @Test
  void twoFilesOfOneNameAreRefused() {
    Path file = npz(NpyArray.ofDoubles(new double[] {1, 2}, 2, 1), List.of("p1/a.mov", "p2/a.mov"));

    assertThatThrownBy(() -> PrecomputedEncoder.builder(file).build())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("\"p1/a.mov\" and \"p2/a.mov\" are one clip");
  }

  @Test
  void aClipThatIsNotThereHasNoEmbedding() {
    try (PrecomputedEncoder encoder = PrecomputedEncoder.builder(npz()).build()) {
      Encoding encoding = encoder.encode(Clip.of(Path.of("d.mov")));

      assertThat(encoding).isInstanceOf(NoEmbedding.class);
      assertThat(((NoEmbedding) encoding).reason())
          .contains("clip d.mov is not in")
          .contains("open-face.npz");
    }
  }

  @Test
  void saysWhatItIs() {
    License license = new License("CC-BY-NC-4.0", "https://example.org", false);
    try (PrecomputedEncoder encoder =
        PrecomputedEncoder.builder(npz())
            .id("openface")
            .modality(Modality.FACE)
            .license(license)
            .build()) {
      assertThat(encoder.info().id()).isEqualTo("openface");
      assertThat(encoder.info().modality()).isEqualTo(Modality.FACE);
      assertThat(encoder.info().dimension()).isEqualTo(2);
      assertThat(encoder.info().needs()).isEqualTo(MediaNeeds.none());
      assertThat(encoder.info().license()).contains(license);
      assertThat(encoder.info().checkpointSha256()).isPresent();
    }
  }

  @Test
  void isASourceOfEmbeddingsToo() {
    try (PrecomputedEncoder encoder = PrecomputedEncoder.builder(npz()).build()) {
      EncoderOrigin origin = encoder.encoders().get(0);
      assertThat(encoder.encoders()).hasSize(1);
      assertThat(origin)
          .isEqualTo(
              EncoderOrigin.of(encoder.info()).withSpec("npz:" + folder.resolve("open-face.npz")));
      assertThat(origin.form().isImported()).isTrue();
      assertThat(origin.form().settings()).isEqualTo("imported from open-face.npz");
      assertThat(encoder).hasToString("embeddings in " + folder.resolve("open-face.npz"));
      assertThat(encoder.clipIds("open-face")).containsExactly("a", "b", "c.v2");
      assertThat(encoder.clipIds("other")).isEmpty();
      assertThat(encoder.find("open-face", "b.mov"))
          .contains(Embedding.of("open-face", new float[] {3, 4}));
      assertThat(encoder.find("open-face", "d.mov")).get().isInstanceOf(NoEmbedding.class);
      assertThat(encoder.find("other", "b.mov")).isEmpty();
    }
  }

  @Test
  void itsSpecOpensItAgain() {
    for (Modality modality : Modality.values()) {
      try (PrecomputedEncoder encoder =
              PrecomputedEncoder.builder(npz()).id("openface").modality(modality).build();
          Encoder again =
              EncoderSpec.parse(encoder.encoders().get(0).spec().orElseThrow()).open()) {
        assertThat(EncoderForm.of(again.info())).isEqualTo(encoder.encoders().get(0).form());
      }
    }
  }

  private void assertRefused(NpyArray x, List<String> names, String... parts) {
    Path file = npz(x, names);
    assertThatThrownBy(() -> PrecomputedEncoder.builder(file).build())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(file.toString())
        .satisfies(e -> assertThat(e.getMessage()).contains(parts));
  }

  @Test
  void valuesThatAreNotFiniteAreNamed() {
    List<String> names = List.of("a.mov", "b.mov");
    assertRefused(
        NpyArray.ofFloats(new float[] {1, 2, 3, Float.NaN}, 2, 2),
        names,
        "value 1 of row 1",
        "clip b.mov",
        "NaN");
    assertRefused(
        NpyArray.ofDoubles(new double[] {1e40, 2, 3, 4}, 2, 2), names, "row 0", "Infinity");
  }

  @Test
  void arraysOfAnotherFormAreRefused() {
    assertRefused(NpyArray.ofFloats(new float[4], 4), NAMES, "f4 [4]", "[N, dimension]");
    assertRefused(NpyArray.ofFloats(new float[0], 0, 3), List.of(), "f4 [0, 3]");
    assertRefused(NpyArray.ofFloats(new float[6], 3, 2), NAMES, "3 rows", "4 filenames");
  }

  @Test
  void optionsAreChecked() {
    assertThatThrownBy(() -> PrecomputedEncoder.builder(npz()).id("a").id("b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("id of encoder a is set twice");
    assertThatThrownBy(() -> PrecomputedEncoder.builder(npz()).id("a b").build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a b");
  }
}
