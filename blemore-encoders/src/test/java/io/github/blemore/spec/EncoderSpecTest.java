package io.github.blemore.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.blemore.Device;
import io.github.blemore.Encoder;
import io.github.blemore.ModelException;
import io.github.blemore.Precision;
import io.github.blemore.checkpoint.CheckpointEncoderBuilder;
import io.github.blemore.madeup.MadeUpCheckpoint;
import io.github.blemore.madeup.MadeUpFamily;
import io.github.blemore.media.FrameRegion;
import io.github.blemore.video.VideoMaeEncoder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncoderSpecTest {

  @TempDir Path folder;

  @Test
  void opensWhatNeedsNoFiles() {
    try (Encoder voice = EncoderSpec.parse("acoustic:max-seconds=2.5").open();
        Encoder face = EncoderSpec.parse("face-api:frames=8,margin=0.2,device=cpu").open()) {
      assertThat(voice.info().needs().sound().orElseThrow().maxSeconds()).isEqualTo(2.5);
      assertThat(face.info().needs().toString()).contains("8").contains("0.2");
    }
  }

  @Test
  void opensACheckpointWithItsOptions() throws IOException {
    MadeUpCheckpoint.of(MadeUpFamily.VIDEOMAE).write(folder);

    String text =
        "videomae:%s:windows=2,id=body,device=cpu,precision=float32,clips-at-once=3,accept-nc=yes"
            .formatted(folder);
    try (Encoder encoder = EncoderSpec.parse(text).open()) {
      assertThat(encoder.info().id()).isEqualTo("body");
      assertThat(encoder.info().settings()).contains("2 windows");
      assertThat(encoder.info().computesOn()).isEqualTo("cpu, float32");
      assertThat(encoder.info().hasMadeUpWeights()).isTrue();
    }
  }

  @Test
  void setsTheOptionsOfEachFamily() throws IOException {
    try (Encoder voice = open(MadeUpFamily.WAV2VEC2, "layers=2-3,pooling=stats,max-seconds=5");
        Encoder face = open(MadeUpFamily.S4D, "windows=2,noise-seed=7");
        Encoder pictures = open(MadeUpFamily.CLIP, "frames=3,region=face,projection=no");
        Encoder body = open(MadeUpFamily.TIMESFORMER, "windows=3")) {
      assertThat(voice.info().dimension()).isEqualTo(7 * 64);
      assertThat(voice.info().settings()).contains("2").contains("3");
      assertThat(voice.info().needs().sound().orElseThrow().maxSeconds()).isEqualTo(5);
      assertThat(face.info().settings()).contains("2 windows").contains("seed 7");
      assertThat(pictures.info().dimension()).isEqualTo(64);
      assertThat(pictures.info().needs().frames().orElseThrow().region())
          .isEqualTo(FrameRegion.face(0.1));
      assertThat(body.info().needs().frames().orElseThrow().sampling().count()).isEqualTo(24);
    }
  }

  @Test
  void givesABuilderWithTheOptions() {
    CheckpointEncoderBuilder<?> body =
        EncoderSpec.parse("videomae:some/dir:device=cpu,precision=bf16,accept-nc=yes")
            .checkpointBuilder()
            .orElseThrow();

    assertThat(body).isInstanceOf(VideoMaeEncoder.Builder.class);
    assertThat(body.folder()).isEqualTo(Path.of("some/dir"));
    assertThat(body.device()).isEqualTo(Device.cpu());
    assertThat(body.precision()).isEqualTo(Precision.BF16);
    assertThat(body.isNonCommercialAccepted()).isTrue();
    assertThat(EncoderSpec.parse("face-api").checkpointBuilder()).isEmpty();
    assertThat(EncoderSpec.parse("onnx:file.onnx:id=x").checkpointBuilder()).isEmpty();
  }

  private Encoder open(MadeUpFamily family, String options) throws IOException {
    Path checkpoint = MadeUpCheckpoint.of(family).write(folder.resolve(family.encoder()));
    return EncoderSpec.parse("%s:%s:%s".formatted(family.encoder(), checkpoint, options)).open();
  }

  @Test
  void anOptionThatDoesNotFitTheCheckpointIsRefusedWhenItIsOpened() {
    assertThatThrownBy(() -> open(MadeUpFamily.HUBERT, "layers=6-13"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("encoder \"hubert:")
        .hasMessageContaining("6 to 13");
  }

  @Test
  void aMissingFeatureFileIsAModelError() {
    EncoderSpec spec = EncoderSpec.parse("npz:" + folder.resolve("no.npz") + ":id=features");

    assertThatThrownBy(spec::open)
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("no.npz");
  }

  @Test
  void aMissingCheckpointIsAModelErrorWithItsPath() {
    EncoderSpec spec = EncoderSpec.parse("videomae:" + folder.resolve("none"));

    assertThatThrownBy(spec::open).isInstanceOf(ModelException.class).hasMessageContaining("none");
  }

  @ParameterizedTest
  @CsvSource({
    "videomae:C:\\models\\videomae, C:\\models\\videomae, ''",
    "videomae:C:\\models\\videomae:windows=2, C:\\models\\videomae, windows",
    "videomae:C:/models:windows=2, C:/models, windows",
    "videomae:/a/b, /a/b, ''",
    "videomae:/a/x=1:, /a/x=1, ''",
    "videomae:/a:x=1:, /a:x=1, ''",
    "videomae:/a/b=c/d, /a/b=c/d, ''",
    "videomae:some:b=c/d, some:b=c/d, ''",
    "videomae:relative, relative, ''",
  })
  void onlyWhatLooksLikeOptionsIsNoPath(String text, String path, String option) {
    EncoderSpec spec = EncoderSpec.parse(text);

    assertThat(spec.checkpoint()).isEqualTo(Path.of(path));
    assertThat(String.join(",", spec.options().keySet())).isEqualTo(option);
    assertThat(spec).hasToString(text).isEqualTo(EncoderSpec.parse(text)).hasSameHashCodeAs(spec);
    assertThat(spec).isNotEqualTo(EncoderSpec.parse("acoustic"));
    assertThat(spec.name()).isEqualTo("videomae");
  }

  @Test
  void tellsNameAndOptions() {
    EncoderSpec spec = EncoderSpec.parse("videomae:m:windows=2,device=gpu1");

    assertThat(spec.options())
        .containsExactly(Map.entry("windows", "2"), Map.entry("device", "gpu1"));
    assertThat(EncoderSpec.usages())
        .contains("acoustic[:max-seconds=X]")
        .anyMatch(usage -> usage.startsWith("videomae:DIR[:windows=N,"))
        .anyMatch(usage -> usage.contains("device=auto|cpu|gpuN,precision=float32|bf16"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gimini:x | \"gimini\" is no encoder: must be one of face-api, acoustic",
        "gemini:a/b | model is \"a/b\": must be a name such as gemini-embedding-2",
        "gemini:dimension=64 | dimension is 64: must be 128..3072",
        "gemini:length=0 | length is 0.0 s: must be above 0, at most 120",
        "gemini:sound=no | option sound is \"no\": must be yes",
        "gemini:api=x | gemini has no option \"api\": gemini[:MODEL][:dimension=N,",
        "'' | \"\" is no encoder",
        "VIDEOMAE:x | \"VIDEOMAE\" is no encoder",
        "videomae | DIR is missing: videomae:DIR[:windows=N",
        "videomae: | DIR is missing",
        "videomae:windows=2 | DIR is missing",
        "acoustic:folder | acoustic has no checkpoint, \"folder\" is too much",
        "videomae:d:layers=1-2 | videomae has no option \"layers\": videomae:DIR[:windows=N",
        "videomae:d:windows=2,, | option \"\" must be written option=value",
        "videomae:d:windows=2,device | option \"device\" must be written option=value",
        "videomae:d:windows=2,windows=3 | option windows is set twice: set it once",
        "videomae:d:windows=two | option windows is \"two\": must be a whole number",
        "videomae:d:windows=0 | windows of encoder videomae is 0: must be 1..64",
        "videomae:d:device=tpu | option device is \"tpu\": must be auto|cpu|gpuN",
        "videomae:d:precision=int8 | option precision is \"int8\": must be float32|bf16",
        "videomae:d:accept-nc=no | option accept-nc is \"no\": must be yes",
        "videomae:d:id= | option id is \"\": must be NAME",
        "wav2vec2:d:layers=6 | option layers is \"6\": must be two whole numbers, such as 6-12",
        "hubert:d:layers=7-6 | encoder",
        "wavlm:d:pooling=max | option pooling is \"max\": must be mean|first|last|stats",
        "clip:d:region=hand | option region is \"hand\": must be whole|face",
        "vit:d:projection=no | vit has no option \"projection\"",
        "s4d:d:noise-seed=loud | option noise-seed is \"loud\": must be a whole number",
        "npz | FILE is missing: npz:FILE[:id=NAME,modality=face|body|voice|audiovisual]",
        "npz:x.npz:device=cpu | npz has no option \"device\"",
        "npz:x.npz:modality=smell | option modality is \"smell\": must be face|body|voice|audiovisual",
        "acoustic:max-seconds=long | option max-seconds is \"long\": must be a number",
        "acoustic:max-seconds=-1 | maxSeconds is -1.0: must be",
      })
  void refusesWhatIsWrongAndSaysWhatIsAllowed(String text, String problem) {
    assertThatThrownBy(() -> EncoderSpec.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("encoder \"" + text + "\": ")
        .hasMessageContaining(problem);
  }

  @Test
  void aServiceIsNamedByItsModelWithOptionsThatMayHoldAnAddress() {
    EncoderSpec spec =
        EncoderSpec.parse(
            "gemini:gemini-embedding-2:dimension=1536,start=1,length=3,sound=yes,budget=0.5,rpm=60,"
                + "concurrency=2,id=remote,base-url=https://proxy.example:8443/gemini");

    assertThat(spec.checkpoint()).isEqualTo(Path.of("gemini-embedding-2"));
    assertThat(spec.options())
        .containsEntry("base-url", "https://proxy.example:8443/gemini")
        .hasSize(9);
    assertThat(EncoderSpec.parse("gemini").checkpoint()).isEqualTo(Path.of(""));
    assertThat(EncoderSpec.parse("gemini:dimension=256").options()).hasSize(1);
    assertThat(EncoderSpec.usages())
        .anyMatch(usage -> usage.startsWith("gemini[:MODEL][:dimension=N,start=X,"));
  }

  @Test
  void aServiceWithoutKeyIsRefusedWhenItIsOpened() {
    assumeThat(System.getenv("GEMINI_API_KEY")).isNull();

    assertThatThrownBy(() -> EncoderSpec.parse("gemini:dimension=256").open())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("encoder \"gemini:dimension=256\": no API key")
        .hasMessageContaining("GEMINI_API_KEY");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gemini:api-key=AIzaSECRET0123456789",
        "gemini:API-KEY=SECRET",
        "gemini:dimension=256,key=SECRET",
        "gemini:dimension=256,key=SECRET,key=SECRET",
        "gemini:key=SECRET/x",
        "gemini:dimension=x,base-url=https://proxy.example?key=SECRET&token=SECRET",
        "gemini:base-url=https://user:SECRET@proxy.example,base-url=https://a:b/SECRET@x",
        "gemini:base-url=https://SECRET@proxy.example,rpm=0",
        "gemini:dimension=1,AIzaSECRET0123456789",
        "acoustic:secret=SECRET",
        "videomae:a\0b:token=SECRET",
        "AIzaSECRET0123456789",
      })
  void secretsAreInNoMessage(String text) {
    assertThatThrownBy(() -> EncoderSpec.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .satisfies(problem -> assertThat(stackTrace(problem)).doesNotContain("SECRET"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gemini:base-url=https://proxy.example?key=SECRET",
        "gemini:base-url=https://user:SECRET@proxy.example",
        "gemini:id=a b,base-url=https://user:SECRET@proxy.example",
      })
  void secretsAreInNoMessageWhenItIsOpened(String text) {
    EncoderSpec spec = EncoderSpec.parse(text);

    assertThat(spec.toString()).doesNotContain("SECRET").startsWith("gemini:");
    assertThatThrownBy(spec::open)
        .isInstanceOf(IllegalArgumentException.class)
        .satisfies(problem -> assertThat(stackTrace(problem)).doesNotContain("SECRET"));
  }

  private static String stackTrace(Throwable problem) {
    StringWriter text = new StringWriter();
    problem.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"face-api:frames=0", "face-api:margin=3"})
  void whatOnlyTheEncoderCanJudgeIsRefusedWhenItIsOpened(String text) {
    EncoderSpec spec = EncoderSpec.parse(text);

    assertThatThrownBy(spec::open)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("encoder \"" + text);
  }

  @Test
  void aPathThatIsNoneIsRefused() {
    assertThatThrownBy(() -> EncoderSpec.parse("videomae:a\0b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("this is no path");
  }

  @Test
  void anIdThatIsNoneIsRefusedWhenTheCheckpointIsOpened() throws IOException {
    MadeUpCheckpoint.of(MadeUpFamily.VIDEOMAE).write(folder);

    EncoderSpec spec = EncoderSpec.parse("videomae:" + folder + ":id=a b");
    assertThatThrownBy(spec::open)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("encoder id \"a b\"");
  }
}
