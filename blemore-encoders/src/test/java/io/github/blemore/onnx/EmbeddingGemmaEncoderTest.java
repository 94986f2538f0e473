package io.github.blemore.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.blemore.Clip;
import io.github.blemore.Device;
import io.github.blemore.Embedding;
import io.github.blemore.Encoder;
import io.github.blemore.EncoderInfo;
import io.github.blemore.Encoding;
import io.github.blemore.InferenceException;
import io.github.blemore.License;
import io.github.blemore.Modality;
import io.github.blemore.ModelException;
import io.github.blemore.NoEmbedding;
import io.github.blemore.internal.Sha256;
import io.github.blemore.libav.LibavMediaReader;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.FrameNeeds;
import io.github.blemore.media.FrameRegion;
import io.github.blemore.media.FrameSampling;
import io.github.blemore.media.Frames;
import io.github.blemore.media.ImageFit;
import io.github.blemore.media.Interpolation;
import io.github.blemore.media.MediaNeeds;
import io.github.blemore.media.MediaSpan;
import io.github.blemore.media.Sound;
import io.github.blemore.media.SoundNeeds;
import io.github.blemore.spec.EncoderSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingGemmaEncoderTest {

  @TempDir private Path folder;

  @BeforeEach
  void write() {
    GemmaCheckpoint.write(folder);
  }

  private EmbeddingGemmaEncoder.Builder builder() {
    return EmbeddingGemmaEncoder.builder(folder);
  }

  private static Frames frames(int columns, int rows, int count) {
    Random random = new Random(count);
    List<byte[]> images = new ArrayList<>();
    double[] seconds = new double[count];
    for (int i = 0; i < count; i++) {
      byte[] image = new byte[columns * rows * GemmaCheckpoint.CELL * GemmaCheckpoint.CELL * 3];
      random.nextBytes(image);
      images.add(image);
      seconds[i] = i;
    }
    return Frames.of(columns * GemmaCheckpoint.CELL, rows * GemmaCheckpoint.CELL, images, seconds);
  }

  private static ClipMedia media(Frames frames) {
    return ClipMedia.builder(Clip.of(Path.of("clip.mov")), new MediaSpan(0, 5))
        .frames(frames)
        .build();
  }

  private static float[] vector(Encoder encoder, Frames frames) {
    return ((Embedding) encoder.encode(List.of(media(frames))).get(0)).vector();
  }

  private static void assertUnit(float[] found, double[] raw, int dimension) {
    double length = 0;
    for (int i = 0; i < dimension; i++) {
      length += raw[i] * raw[i];
    }
    assertThat(found).hasSize(dimension);
    for (int i = 0; i < dimension; i++) {
      assertThat((double) found[i])
          .as("value %d", i)
          .isCloseTo(raw[i] / Math.sqrt(length), within(2e-6));
    }
  }

  /** Square, landscape, portrait, one cell, all cells in a row: less cells than 6 leave padding. */
  @ParameterizedTest
  @CsvSource({"2, 2, 3", "3, 2, 5", "2, 3, 2", "1, 1, 1", "6, 1, 4", "1, 5, 1"})
  void patchesPlacesAndTokensAreInTheirOrder(int columns, int rows, int count) {
    Frames frames = frames(columns, rows, count);
    try (Encoder encoder = builder().build()) {
      assertUnit(vector(encoder, frames), GemmaCheckpoint.embedding(frames), 768);
    }
  }

  @ParameterizedTest
  @CsvSource({"128", "256", "512", "768"})
  void theFirstValuesAreNormalizedAgain(int dimension) {
    Frames frames = frames(3, 2, 2);
    try (Encoder encoder = builder().dimension(dimension).build()) {
      assertThat(encoder.info().dimension()).isEqualTo(dimension);
      assertUnit(vector(encoder, frames), GemmaCheckpoint.embedding(frames), dimension);
    }
  }

  @Test
  void saysWhatItIs() throws IOException {
    try (Encoder encoder = builder().build()) {
      EncoderInfo info = encoder.info();
      assertThat(info.id()).isEqualTo("embeddinggemma");
      assertThat(info.modality()).isEqualTo(Modality.BODY);
      assertThat(info.needs().sound()).isEmpty();
      assertThat(info.needs().frames())
          .contains(
              new FrameNeeds(
                  FrameSampling.atRate(1, 5),
                  FrameRegion.whole(),
                  ImageFit.keepAspect(4, 6, Interpolation.BICUBIC)));
      assertThat(info.license().orElseThrow().name()).isEqualTo("apache-2.0");
      assertThat(info.computesOn()).isEqualTo("cpu, float32, ONNX Runtime");
      assertThat(info.recipient()).isEmpty();
      assertThat(info.hasMadeUpWeights()).isFalse();
      assertThat(info.settings())
          .isEqualTo(
              "EmbeddingGemma 2, first 768 of 768 values, video without text, patches of 2 pixels,"
                  + " 2 x 2 for a feature, mean [0.0, 0.0, 0.0], std [1.0, 1.0, 1.0]");
      StringBuilder lines = new StringBuilder();
      for (String name : List.of("model.onnx", "model.onnx_data", "vision_encoder.onnx")) {
        lines.append(name).append(' ').append(Sha256.of(folder.resolve("onnx").resolve(name)));
        lines.append('\n');
      }
      assertThat(info.checkpointSha256())
          .contains(Sha256.of(lines.toString().getBytes(StandardCharsets.UTF_8)));
    }
  }

  @Test
  void otherWeightsAreAnotherCheckpoint() throws IOException {
    String before = sha256();
    Files.write(folder.resolve("onnx/model.onnx_data"), new byte[] {0, 0, 0, 0});
    assertThat(sha256()).isNotEqualTo(before);
  }

  private String sha256() {
    try (Encoder encoder = builder().build()) {
      return encoder.info().checkpointSha256().orElseThrow();
    }
  }

  @Test
  void optionsChangeIt() throws IOException {
    GemmaCheckpoint.vision(folder, "vision_encoder_q4.onnx");
    GemmaCheckpoint.model(folder, "model_q4.onnx");
    GemmaCheckpoint.text(
        folder.resolve("config.json"),
        GemmaCheckpoint.CONFIG.replaceFirst("\\{", "{\"blemore_made_up\": true, "));
    License mine = new License("mine", "here", false);
    try (Encoder encoder =
        builder()
            .id("eg2")
            .frames(4)
            .region(FrameRegion.face(0.1))
            .variant("q4")
            .device(Device.cpu())
            .license(mine)
            .acceptNonCommercial()
            .build()) {
      EncoderInfo info = encoder.info();
      FrameNeeds needs = info.needs().frames().orElseThrow();
      assertThat(info.id()).isEqualTo("eg2");
      assertThat(info.modality()).isEqualTo(Modality.FACE);
      assertThat(needs.sampling()).isEqualTo(FrameSampling.uniform(4));
      assertThat(needs.region()).isEqualTo(FrameRegion.face(0.1));
      assertThat(info.license()).contains(mine);
      assertThat(info.computesOn()).isEqualTo("cpu, q4, ONNX Runtime");
      assertThat(info.hasMadeUpWeights()).isTrue();
    }
    assertThatThrownBy(() -> builder().license(mine).build())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("mine");
  }

  /** 1 s of 97 x 61 pixels: one frame, of 3 x 1 cells. */
  @Test
  void aClipIsReadAsItNeedsIt() {
    Clip clip = Clip.of(Path.of("src/test/resources/media/odd_97x61.mp4").toAbsolutePath());
    try (LibavMediaReader reader = LibavMediaReader.builder().build();
        Encoder encoder = builder().build()) {
      ClipMedia media = reader.read(clip, List.of(encoder.info().needs())).get(0);
      Frames frames = media.frames().orElseThrow();

      assertThat(frames.count()).isEqualTo(1);
      assertThat(frames.width()).isEqualTo(12);
      assertThat(frames.height()).isEqualTo(4);
      assertUnit(vector(encoder, frames), GemmaCheckpoint.embedding(frames), 768);
    }
  }

  /** The hub's cache has links to files of other names elsewhere. */
  @Test
  void filesMayBeLinks(@TempDir Path cache) throws IOException {
    Path links = cache.resolve("snapshot");
    Files.createDirectories(links.resolve("onnx"));
    Path blobs = Files.createDirectories(cache.resolve("blobs"));
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path blob = blobs.resolve(Sha256.of(file));
        Files.copy(file, blob);
        Files.createSymbolicLink(links.resolve(folder.relativize(file).toString()), blob);
      }
    }
    Frames frames = frames(2, 2, 1);
    try (Encoder encoder = EmbeddingGemmaEncoder.builder(links).build()) {
      assertThat(encoder.info().checkpointSha256()).contains(sha256());
      assertUnit(vector(encoder, frames), GemmaCheckpoint.embedding(frames), 768);
    }
  }

  private static ClipMedia sound(float[] samples) {
    return ClipMedia.builder(Clip.of(Path.of("clip.mov")), new MediaSpan(0, 5))
        .sound(Sound.of(16_000, samples))
        .build();
  }

  /** 1, 1, 2 and 25 features; of the third's 7 frames one does not count. */
  @ParameterizedTest
  @ValueSource(ints = {161, 640, 1100, 16_000})
  void soundGoesThroughTheAudioEncoder(int length) {
    GemmaCheckpoint.writeSound(folder);
    Random random = new Random(length);
    float[] samples = new float[length];
    for (int i = 0; i < length; i++) {
      samples[i] = (float) (random.nextGaussian() / 4);
    }
    try (Encoder encoder = builder().sound().build()) {
      EncoderInfo info = encoder.info();
      assertThat(info.modality()).isEqualTo(Modality.VOICE);
      assertThat(info.needs()).isEqualTo(MediaNeeds.of(new SoundNeeds(16_000, 30)));
      assertThat(info.settings())
          .isEqualTo("EmbeddingGemma 2, first 768 of 768 values, sound without text");
      Embedding embedding = (Embedding) encoder.encode(List.of(sound(samples))).get(0);
      assertUnit(embedding.vector(), GemmaCheckpoint.embedding(samples), 768);
    }
  }

  @Test
  void soundOfLessThanAFrameHasNoEmbedding() {
    GemmaCheckpoint.writeSound(folder);
    try (Encoder encoder = EncoderSpec.parse("embeddinggemma:" + folder + ":sound=yes").open()) {
      assertThat(encoder.encode(List.of(sound(new float[160]), sound(new float[161]))))
          .hasExactlyElementsOfTypes(NoEmbedding.class, Embedding.class)
          .first()
          .hasToString(
              new NoEmbedding("embeddinggemma", "the sound is too short: needs 161 samples")
                  .toString());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "config.json | boa_token_id | x | has no \"boa_token_id\"",
        "config.json | audio_token_id | x | has no \"audio_token_id\"",
        "config.json | eoa_token_index | x | has no \"eoa_token_index\"",
        "processor_config.json | feature_extractor\" | x\" | no object \"feature_extractor\"",
        "processor_config.json | 16000 | 8000 | \"sampling_rate\" is 8000.0, must be 16000.0",
        "processor_config.json | 320 | 400 | \"frame_length\" is 400.0",
        "processor_config.json | 160, | 200, | \"hop_length\" is 200.0",
        "processor_config.json | 512 | 1024 | \"fft_length\" is 1024.0",
        "processor_config.json | feature_size\": 128 | feature_size\": 80 | must be 128.0",
        "processor_config.json | 0.001 | 0.1 | must be 0.001",
        "processor_config.json | 8000.0 | 7000.0 | \"max_frequency\" is 7000.0",
        "processor_config.json | dither\": 0.0 | dither\": 0.5 | \"dither\" is 0.5",
        "processor_config.json | preemphasis\": 0.0 | preemphasis\": 0.97 | is 0.97",
        "processor_config.json | factor\": 1.0 | factor\": 2.0 | \"input_scale_factor\" is 2.0",
        "processor_config.json | per_bin_mean\": null | per_bin_mean\": [1] | must be null",
      })
  void anotherSpectrumIsRefused(String name, String from, String to, String problem)
      throws IOException {
    GemmaCheckpoint.writeSound(folder);
    Path file = folder.resolve(name);
    String before = Files.readString(file);
    assertThat(before).contains(from);
    Files.writeString(file, before.replace(from, to));

    assertThatThrownBy(() -> builder().sound().build())
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll(name, problem);
  }

  @Test
  void soundHasNoPictures() throws IOException {
    assertThatThrownBy(() -> builder().sound().frames(3).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("frames of encoder embeddinggemma is set: it takes sound");
    assertThatThrownBy(() -> builder().sound().region(FrameRegion.whole()).build())
        .hasMessageContaining("region of encoder embeddinggemma is set: it takes sound");
    assertThatThrownBy(() -> builder().sound().sound()).hasMessageContaining("set twice");
    assertThatThrownBy(() -> builder().sound().build())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("audio_encoder.onnx is no file");
    GemmaCheckpoint.writeSound(folder);
    Files.copy(
        folder.resolve("onnx/vision_encoder.onnx"),
        folder.resolve("onnx/audio_encoder.onnx"),
        StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(() -> builder().sound().build())
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll(
            "audio_encoder.onnx has the inputs [pixel_values",
            "must have [input_features FLOAT(1, -1, 128), input_features_mask BOOL(1, -1)]");
  }

  @Test
  void aSpecSetsTheOptions() {
    String text =
        "embeddinggemma:%s:frames=3,dimension=256,region=face,id=eg,device=cpu,accept-nc=yes"
            .formatted(folder);
    try (Encoder encoder = EncoderSpec.parse(text).open()) {
      assertThat(encoder.info().id()).isEqualTo("eg");
      assertThat(encoder.info().dimension()).isEqualTo(256);
      assertThat(encoder.info().modality()).isEqualTo(Modality.FACE);
      assertThat(encoder.info().needs().frames().orElseThrow().sampling())
          .isEqualTo(FrameSampling.uniform(3));
    }
    EncoderSpec missing = EncoderSpec.parse("embeddinggemma:" + folder + ":variant=q4");
    assertThatThrownBy(missing::open)
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("vision_encoder_q4.onnx is no file");
    assertThatThrownBy(() -> EncoderSpec.parse("embeddinggemma:m:dimension=100"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be one of [768, 512, 256, 128]");
    assertThatThrownBy(() -> EncoderSpec.parse("embeddinggemma"))
        .hasMessageContaining("DIR is missing: embeddinggemma:DIR[:frames=N,dimension=N,");
  }

  @Test
  void optionsAreChecked() {
    assertThatThrownBy(() -> builder().frames(0)).hasMessageContaining("frames of encoder");
    assertThatThrownBy(() -> builder().frames(6).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("takes at most 5 (max_frames)");
    assertThatThrownBy(() -> builder().dimension(300)).hasMessageContaining("is 300");
    assertThatThrownBy(() -> builder().variant("../q4")).hasMessageContaining("\"../q4\"");
    assertThatThrownBy(() -> builder().frames(1).frames(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("frames of encoder embeddinggemma is set twice: 1");
    assertThatThrownBy(() -> builder().device(Device.gpu(0)).build())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("without CUDA");
    GemmaCheckpoint.text(
        folder.resolve("config.json"), GemmaCheckpoint.CONFIG.replace("768", "256"));
    assertThatThrownBy(() -> builder().dimension(512).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("have 256 values");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "config.json | embedding_gemma2 | gemma4 | must be embedding_gemma2",
        "config.json | boi_token_id | x | has no \"boi_token_id\"",
        "config.json | video_token_id | x | has no \"video_token_id\"",
        "config.json | eoi_token_id | x | has no \"eoi_token_id\"",
        "config.json | hidden_size | x | has no \"hidden_size\"",
        "config.json | embedding_dim | x | has no \"embedding_dim\"",
        "config.json | text_config | x | \"text_config\" is missing",
        "processor_config.json | video_processor\" | x\" | has no object \"video_processor\"",
        "processor_config.json | EmbeddingGemma2V | Gemma4V | must be EmbeddingGemma2VideoProcessor",
        "processor_config.json | uniform | truncate | must be uniform",
        "processor_config.json | timestamps\": false | timestamps\": true | must be false",
        "processor_config.json | add_timestamps | x | \"add_timestamps\" is true",
        "processor_config.json | resize\": true | resize\": false | must be true",
        "processor_config.json | rescale\": true | rescale\": false | must be true",
        "processor_config.json | resample\": 3 | resample\": 2 | must be 3",
        "processor_config.json | 0.0039 | 0.0078 | must be 1 / 255",
        "processor_config.json | fps\": 1 | fps\": 0 | perSecond is 0.0",
        "processor_config.json | max_frames | x | has no \"max_frames\"",
        "processor_config.json | max_soft_tokens | x | has no \"max_soft_tokens\"",
        "processor_config.json | patch_size | x | has no \"patch_size\"",
        "processor_config.json | pooling_kernel_size | x | has no \"pooling_kernel_size\"",
        "processor_config.json | do_normalize\": false, | image_x\": 1, | none",
        "tokenizer.json | \"post_processor\": { | \"x\": { | has no object \"post_processor\"",
        "tokenizer.json | TemplateProcessing | ByteLevel | must be TemplateProcessing",
        "tokenizer.json | \"single\" | \"x\" | has no \"single\"",
        "tokenizer.json | special_tokens | x | has no object \"special_tokens\"",
        "tokenizer.json | \"ids\": [1] | \"x\": [1] | has no \"ids\"",
        "tokenizer.json | {\"Sequence\" | {\"x\" | has no object \"SpecialToken\"",
      })
  void aFileThatSaysSomethingElseIsRefused(String name, String from, String to, String problem)
      throws IOException {
    Path file = folder.resolve(name);
    String before = Files.readString(file);
    assertThat(before).contains(from);
    Files.writeString(file, before.replace(from, to));

    if (problem.equals("none")) {
      builder().build().close();
    } else {
      assertThatThrownBy(() -> builder().build())
          .isInstanceOf(ModelException.class)
          .hasMessageContainingAll(name, problem);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "config.json",
    "processor_config.json",
    "tokenizer.json",
    "onnx/model.onnx",
    "onnx/vision_encoder.onnx",
    "onnx/model.onnx_data"
  })
  void aMissingFileIsNamed(String name) throws IOException {
    Files.delete(folder.resolve(name));
    assertThatThrownBy(() -> builder().build())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(Path.of(name).getFileName().toString());
  }

  @Test
  void aTemplateAmongStepsIsFound() throws IOException {
    String before = Files.readString(folder.resolve("tokenizer.json"));
    int start = before.indexOf("{", before.lastIndexOf("\"post_processor\""));
    String template = before.substring(start, before.lastIndexOf('}'));
    GemmaCheckpoint.text(
        folder.resolve("tokenizer.json"),
        before.substring(0, start)
            + "{\"type\": \"Sequence\", \"processors\": [{\"type\": \"ByteLevel\"}, "
            + template
            + "]}}");
    Frames frames = frames(2, 2, 1);
    try (Encoder encoder = builder().build()) {
      assertUnit(vector(encoder, frames), GemmaCheckpoint.embedding(frames), 768);
    }
  }

  @Test
  void aModelOfAnotherSignatureIsRefusedWithWhatItHas() {
    Path vision = folder.resolve("onnx/vision_encoder.onnx");
    TestOnnx.write(
        vision,
        List.of(TestOnnx.mean("pixels", "image_features", 2)),
        List.of(TestOnnx.port("pixels", 1, 4, 3)),
        List.of(TestOnnx.port("image_features", 1, 4)));
    assertThatThrownBy(() -> builder().build())
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll(
            "vision_encoder.onnx has the inputs [pixels FLOAT(1, 4, 3)]",
            "[image_features FLOAT(1, 4)]",
            "must have [pixel_values FLOAT(1, 24, 12), pixel_position_ids INT64(1, 24, 2)]",
            "image_features FLOAT(-1, 56) (-1 is any length)");
    GemmaCheckpoint.vision(folder, "vision_encoder.onnx");
    GemmaCheckpoint.vision(folder, "model.onnx");
    assertThatThrownBy(() -> builder().build())
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll(
            "model.onnx has the inputs [pixel_values FLOAT(-1, -1, 12)",
            "must have [input_ids INT64(1, -1), attention_mask INT64(1, -1)",
            "sentence_embedding FLOAT(1, 768)");
  }

  @Test
  void aModelOfAnotherWidthIsRefused() {
    GemmaCheckpoint.text(folder.resolve("config.json"), GemmaCheckpoint.CONFIG.replace("56", "64"));
    assertThatThrownBy(() -> builder().build())
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("image_features FLOAT(-1, 56)", "image_features FLOAT(-1, 64)");
  }

  @Test
  void featuresThatAreNotAsManyAsCellsAreRefused() {
    TestOnnx.write(
        folder.resolve("onnx/vision_encoder.onnx"),
        List.of(
            TestOnnx.constant("featureShape", false, -1, GemmaCheckpoint.WIDTH),
            TestOnnx.constant("four", false, 4 * GemmaCheckpoint.WIDTH),
            TestOnnx.number(TestOnnx.node("Cast", "pixel_position_ids", "places"), "to", 1),
            TestOnnx.constant("flat", false, -1),
            TestOnnx.node("Reshape", List.of("pixel_values", "flat"), "values"),
            TestOnnx.constant("zero", false, 0),
            TestOnnx.node("Slice", List.of("values", "zero", "four"), "some"),
            TestOnnx.node("Reshape", List.of("some", "featureShape"), "image_features")),
        List.of(
            TestOnnx.port("pixel_values", -1, -1, 12),
            TestOnnx.longs("pixel_position_ids", -1, -1, 2)),
        List.of(TestOnnx.port("image_features", -1, GemmaCheckpoint.WIDTH)));
    try (Encoder encoder = builder().build()) {
      assertThat(vector(encoder, frames(2, 2, 1))).hasSize(768);
      ClipMedia six = media(frames(3, 2, 1));
      assertThatThrownBy(() -> encoder.encode(List.of(six)))
          .isInstanceOf(InferenceException.class)
          .hasMessageContainingAll("image_features", "(4, 56)", "(6, 56)", "each feature");
    }
  }

  @Test
  void aFileThatIsNoModelIsRefused() throws IOException {
    Files.writeString(folder.resolve("onnx/model.onnx"), "version https://git-lfs");
    assertThatThrownBy(() -> builder().build())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("model.onnx cannot be read as an ONNX model");
  }

  @Test
  void framesOfMoreCellsAreRefused() {
    try (Encoder encoder = builder().build()) {
      ClipMedia large = media(frames(7, 1, 1));
      assertThatThrownBy(() -> encoder.encode(List.of(large)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("at most 6 cells of 4 x 4 pixels, given 28 x 4");
    }
  }

  @Test
  void closingWaitsForTheClipThatIsEncoded() throws Exception {
    Encoder encoder = builder().build();
    Frames frames = frames(3, 2, 5);
    List<ClipMedia> batch = List.of(media(frames), media(frames), media(frames));
    CountDownLatch begun = new CountDownLatch(1);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<List<Encoding>> last =
          thread.submit(
              () -> {
                List<Encoding> encodings = List.of();
                try {
                  while (true) {
                    encodings = encoder.encode(batch);
                    begun.countDown();
                  }
                } catch (IllegalStateException e) {
                  assertThat(e).hasMessageContaining("closed");
                }
                return encodings;
              });
      begun.await();
      encoder.close();

      assertThat(last.get()).hasSize(3).containsOnly(last.get().get(0));
    } finally {
      thread.shutdownNow();
    }
  }
}
