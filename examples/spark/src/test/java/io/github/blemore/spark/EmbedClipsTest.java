package io.github.blemore.spark;

import static io.github.blemore.spark.WrittenTable.encoding;
import static io.github.blemore.spark.WrittenTable.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.blemore.Clip;
import io.github.blemore.Embedding;
import io.github.blemore.Encoder;
import io.github.blemore.EncoderForm;
import io.github.blemore.Encoding;
import io.github.blemore.internal.Sha256;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.MediaReader;
import io.github.blemore.spec.EncoderSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbedClipsTest {

  private static final Path MEDIA = Path.of("../../blemore-encoders/src/test/resources/media");
  private static final String FACE = "face-api";
  private static final String VOICE = "acoustic";

  /** How often an encoder was opened in this JVM, by its spec. */
  private static final Map<String, Integer> OPENED = new ConcurrentHashMap<>();

  private static final EncoderOpener COUNTING =
      spec -> {
        OPENED.merge(spec, 1, Integer::sum);
        return EncoderSpec.parse(spec).open();
      };

  @TempDir private Path folder;

  @Test
  void rowsAreWhatTheEncodersGiveWithoutSpark() throws IOException {
    Path clips = Files.createDirectory(folder.resolve("clips"));
    for (String name : List.of("portrait.mov", "h264_aac.mp4", "mono_8bit.wav", "large.mp4")) {
      Files.copy(MEDIA.resolve(name), clips.resolve(name));
    }
    Files.write(clips.resolve("broken.mp4"), new byte[3000]);
    String out = folder.resolve("out").toString();

    Run run =
        Run.of(
            COUNTING,
            "--clips",
            clips.toString(),
            "--out",
            out,
            "--encoder",
            FACE,
            VOICE,
            "--partitions",
            "4");

    WrittenTable table = WrittenTable.read(out);
    assertThat(table.rows()).hasSize(10);
    requireErrors(table, clips.resolve("broken.mp4"));
    int embeddings = 0;
    for (String spec : List.of(FACE, VOICE)) {
      embeddings += requireSame(table, clips, EncoderSpec.parse(spec));
    }
    assertThat(embeddings).isBetween(3, 7);
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out())
        .startsWith(
            "10 rows: %d embeddings, %d missing, 2 errors, ".formatted(embeddings, 8 - embeddings));
    assertThat(run.err()).contains("error: broken, face-api: cannot read ");
    assertThat(OPENED).containsEntry(FACE, 1).containsEntry(VOICE, 1);
  }

  /** How many of the rows of an encoder are embeddings. */
  private static int requireSame(WrittenTable table, Path clips, EncoderSpec spec)
      throws IOException {
    int embeddings = 0;
    try (MediaReader reader = MediaReader.open();
        Encoder encoder = spec.open()) {
      EncoderForm form = EncoderForm.of(encoder.info());
      for (String name : List.of("portrait.mov", "h264_aac.mp4", "mono_8bit.wav", "large.mp4")) {
        Path file = clips.resolve(name);
        Row row = table.row(name.substring(0, name.indexOf('.')), encoder.info().id());
        assertThat(text(row, "clip_sha256")).isEqualTo(Sha256.of(file));
        assertThat(text(row, "checkpoint_sha256")).isEqualTo(form.checkpointSha256().orElse(null));
        assertThat(text(row, "preprocessing")).isEqualTo(form.preprocessing());
        assertThat(row.<Integer>getAs("dimension")).isEqualTo(form.dimension());
        assertThat(text(row, "error")).isNull();
        List<ClipMedia> views = reader.read(Clip.of(file), List.of(encoder.info().needs()));
        Encoding expected = encoder.encode(views).get(0);
        assertThat(encoding(row)).isEqualTo(expected);
        if (expected instanceof Embedding embedding) {
          embeddings++;
          assertThat(row.<String>getList(row.fieldIndex("notes"))).isEqualTo(embedding.notes());
        }
      }
    }
    return embeddings;
  }

  private static void requireErrors(WrittenTable table, Path broken) throws IOException {
    for (String encoder : List.of(FACE, VOICE)) {
      Row row = table.row("broken", encoder);
      assertThat(text(row, "error")).contains(broken.toString(), "no media file");
      assertThat(text(row, "clip_sha256")).isEqualTo(Sha256.of(broken));
      assertThat(row.isNullAt(row.fieldIndex("vectors"))).isTrue();
      assertThat(text(row, "missing")).isNull();
    }
  }

  @Test
  void oneFileUnderTwoIdsGivesTheSameVectorsInEveryRun() throws IOException {
    Path table = folder.resolve("clips.csv");
    Path portrait = MEDIA.resolve("portrait.mov").toAbsolutePath();
    Files.writeString(
        table,
        "path,person,clip\n%1$s,7,a\n%1$s,7,\"b, again\"\n%2$s,8,c\n"
            .formatted(portrait, MEDIA.resolve("h264_aac.mp4").toAbsolutePath()));
    String first = folder.resolve("first").toString();
    String second = folder.resolve("second").toString();

    for (String out : List.of(first, second)) {
      Run run =
          Run.of(COUNTING, "--table", table.toString(), "--out", out, "--encoder", FACE, VOICE);
      assertThat(run.exit()).as(run.err()).isZero();
      assertThat(run.err()).isEmpty();
    }

    WrittenTable written = WrittenTable.read(first);
    assertThat(written.rows()).hasSize(6);
    for (String encoder : List.of(FACE, VOICE)) {
      Row a = written.row("a", encoder);
      Row b = written.row("b, again", encoder);
      assertThat(encoding(a)).isInstanceOf(Embedding.class).isEqualTo(encoding(b));
      assertThat(text(a, "clip_sha256")).isEqualTo(text(b, "clip_sha256"));
    }
    assertThat(WrittenTable.read(second)).isEqualTo(written);
    assertThat(OPENED).containsEntry(FACE, 1).containsEntry(VOICE, 1);
  }

  @Test
  void whoGetsTheClipsIsTheFirstLine() throws IOException {
    Files.copy(MEDIA.resolve("mono_8bit.wav"), folder.resolve("a.wav"));
    Run run =
        Run.of(
            spec -> TestEncoder.sending("somewhere", "https://example.org"),
            "--clips",
            folder.toString(),
            "--out",
            folder.resolve("out").toString(),
            "--encoder",
            "acoustic:");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out())
        .startsWith(
            "Clips leave these machines: somewhere sends them to https://example.org.\n1 rows: 1 embeddings");
  }

  @Test
  void anEncoderThatCannotBeOpenedFailsTheJobWithItsMessage() throws IOException {
    Files.copy(MEDIA.resolve("mono_8bit.wav"), folder.resolve("a.wav"));
    Path out = folder.resolve("out");
    Run run =
        Run.of(
            EncoderOpener.bySpec(),
            "--clips",
            folder.toString(),
            "--out",
            out.toString(),
            "--encoder",
            VOICE,
            "videomae:" + folder.resolve("none"));
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("error: " + folder.resolve("none") + " is not there")
        .hasLineCount(1);
    assertThat(out).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--out OUT --encoder acoustic | Missing required argument",
        "--clips . --table t.csv --out OUT --encoder acoustic | mutually exclusive",
        "--clips . --out OUT | Missing required option: '--encoder=SPEC",
        "--clips . --encoder acoustic | Missing required option: '--out=PARQUET'",
        "--clips . --out OUT --encoder akustic | encoder \"akustic\"",
        "--clips . --out OUT --encoder acoustic --partitions 0 | --partitions is 0: must be at least 1",
        "--clips nowhere --out OUT --encoder acoustic | nowhere is no folder",
        "--table nowhere.csv --out OUT --encoder acoustic | Path does not exist",
        "--table COLUMNS --out OUT --encoder acoustic | `path` cannot be resolved",
        "--table CLIPS --out FOLDER --encoder acoustic | already exists",
        "--table CLIPS --out OUT --encoder acoustic acoustic: | encoder id acoustic stands twice",
      })
  void wrongArgumentsExitWith2(String line) throws IOException {
    Path columns = Files.writeString(folder.resolve("columns.csv"), "clip,file\na,a.wav\n");
    Path clips = Files.writeString(folder.resolve("clips.csv"), "clip,path\na,a.wav\n");
    String[] parts = line.split(" \\| ", 2);
    String arguments =
        parts[0]
            .replace("OUT", folder.resolve("out").toString())
            .replace("COLUMNS", columns.toString())
            .replace("CLIPS", clips.toString())
            .replace("FOLDER", folder.toString());

    Run run = Run.of(EncoderOpener.bySpec(), arguments.split(" "));

    assertThat(run.err()).contains(parts[1]);
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(folder.resolve("out")).doesNotExist();
  }
}
