package io.github.blemore.spec;

import io.github.blemore.Device;
import io.github.blemore.Encoder;
import io.github.blemore.Modality;
import io.github.blemore.Precision;
import io.github.blemore.acoustic.AcousticEncoder;
import io.github.blemore.checkpoint.CheckpointEncoderBuilder;
import io.github.blemore.faceapi.FaceApiEncoder;
import io.github.blemore.gemini.GeminiEncoder;
import io.github.blemore.media.FrameRegion;
import io.github.blemore.onnx.EmbeddingGemmaEncoder;
import io.github.blemore.onnx.OnnxEncoder;
import io.github.blemore.onnx.PictureLayout;
import io.github.blemore.pooling.TimePooling;
import io.github.blemore.precomputed.PrecomputedEncoder;
import io.github.blemore.s4d.S4dEncoder;
import io.github.blemore.s4d.S4dNoise;
import io.github.blemore.speech.HubertEncoder;
import io.github.blemore.speech.SpeechEncoderBuilder;
import io.github.blemore.speech.Wav2Vec2Encoder;
import io.github.blemore.speech.WavLmEncoder;
import io.github.blemore.video.TimeSformerEncoder;
import io.github.blemore.video.VideoEncoderBuilder;
import io.github.blemore.video.VideoMaeEncoder;
import io.github.blemore.vision.ClipVisionEncoder;
import io.github.blemore.vision.PictureEncoderBuilder;
import io.github.blemore.vision.VitEncoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The table of all encoders that can be named. */
final class SpecFamilies {

  private static final String FOLDER = "DIR";

  /** What {@code region=face} adds on each side of the face's box, as a share of it. */
  private static final double FACE_MARGIN = 0.1;

  private static final Pattern DEVICE = Pattern.compile("auto|cpu|gpu(\\d{1,3})");
  private static final String DEVICES = "auto|cpu|gpuN";

  static final List<SpecFamily<?>> ALL =
      List.of(
          SpecFamily.withoutFiles(
              FaceApiEncoder.ID,
              FaceApiEncoder::builder,
              FaceApiEncoder.Builder::build,
              List.of(
                  SpecOption.whole("frames", FaceApiEncoder.Builder::frames),
                  SpecOption.number("margin", FaceApiEncoder.Builder::margin),
                  device(FaceApiEncoder.Builder::device))),
          SpecFamily.withoutFiles(
              AcousticEncoder.ID,
              AcousticEncoder::builder,
              AcousticEncoder.Builder::build,
              List.of(SpecOption.number("max-seconds", AcousticEncoder.Builder::maxSeconds))),
          speech(Wav2Vec2Encoder.ID, Wav2Vec2Encoder::builder, Wav2Vec2Encoder.Builder::build),
          speech(HubertEncoder.ID, HubertEncoder::builder, HubertEncoder.Builder::build),
          speech(WavLmEncoder.ID, WavLmEncoder::builder, WavLmEncoder.Builder::build),
          video(VideoMaeEncoder.ID, VideoMaeEncoder::builder, VideoMaeEncoder.Builder::build),
          video(
              TimeSformerEncoder.ID,
              TimeSformerEncoder::builder,
              TimeSformerEncoder.Builder::build),
          new SpecFamily<>(
              S4dEncoder.ID,
              FOLDER,
              S4dEncoder::builder,
              S4dEncoder.Builder::build,
              withCommon(
                  List.of(
                      SpecOption.whole("windows", S4dEncoder.Builder::windows),
                      SpecOption.whole("frame-step", S4dEncoder.Builder::frameStep),
                      SpecOption.wholeLong(
                          "noise-seed", (builder, seed) -> builder.noise(S4dNoise.seeded(seed)))))),
          pictures(
              ClipVisionEncoder.ID,
              ClipVisionEncoder::builder,
              ClipVisionEncoder.Builder::build,
              List.of(
                  SpecOption.choice(
                      "projection",
                      List.of("no"),
                      Map.of("no", false),
                      (builder, no) -> builder.withoutProjection()))),
          pictures(VitEncoder.ID, VitEncoder::builder, VitEncoder.Builder::build, List.of()),
          new SpecFamily<>(
              "onnx",
              "FILE",
              OnnxEncoder::builder,
              OnnxEncoder.Builder::build,
              List.of(
                  SpecOption.fit("pictures", OnnxEncoder.Builder::pictures),
                  SpecOption.whole("frames", OnnxEncoder.Builder::frames),
                  SpecOption.choice(
                      "layout",
                      Arrays.stream(PictureLayout.values()).map(Enum::name).toList(),
                      Arrays.stream(PictureLayout.values())
                          .collect(Collectors.toMap(Enum::name, Function.identity())),
                      OnnxEncoder.Builder::layout),
                  SpecOption.three("mean", OnnxEncoder.Builder::mean),
                  SpecOption.three("std", OnnxEncoder.Builder::std),
                  SpecFamilies.<OnnxEncoder.Builder>region(OnnxEncoder.Builder::region),
                  SpecOption.whole("sound", OnnxEncoder.Builder::sound),
                  SpecOption.number("max-seconds", OnnxEncoder.Builder::maxSeconds),
                  SpecOption.whole("samples", OnnxEncoder.Builder::samples),
                  SpecOption.choice(
                      "normalize",
                      List.of("yes"),
                      Map.of("yes", true),
                      (builder, yes) -> builder.normalize()),
                  SpecOption.text("input", "NAME", OnnxEncoder.Builder::input),
                  SpecOption.text("output", "NAME", OnnxEncoder.Builder::output),
                  SpecOption.whole("dimension", OnnxEncoder.Builder::dimension),
                  pooling(OnnxEncoder.Builder::pooling),
                  SpecOption.text("id", "NAME", OnnxEncoder.Builder::id),
                  device(OnnxEncoder.Builder::device),
                  SpecOption.choice(
                      "accept-nc",
                      List.of("yes"),
                      Map.of("yes", true),
                      (builder, yes) -> builder.acceptNonCommercial()))),
          new SpecFamily<>(
              GeminiEncoder.ID,
              "MODEL",
              /* placeNeeded= */ false,
              SpecFamilies::gemini,
              GeminiEncoder.Builder::build,
              List.of(
                  SpecOption.whole("dimension", GeminiEncoder.Builder::dimension),
                  SpecOption.number("start", GeminiEncoder.Builder::start),
                  SpecOption.number("length", GeminiEncoder.Builder::length),
                  SpecOption.choice(
                      "sound",
                      List.of("yes"),
                      Map.of("yes", true),
                      (builder, yes) -> builder.withSound()),
                  SpecOption.number("budget", GeminiEncoder.Builder::budget),
                  SpecOption.whole("rpm", GeminiEncoder.Builder::requestsPerMinute),
                  SpecOption.whole("concurrency", GeminiEncoder.Builder::concurrency),
                  SpecOption.text("base-url", "URL", GeminiEncoder.Builder::baseUrl),
                  SpecOption.text("id", "NAME", GeminiEncoder.Builder::id))),
          new SpecFamily<>(
              EmbeddingGemmaEncoder.ID,
              FOLDER,
              EmbeddingGemmaEncoder::builder,
              EmbeddingGemmaEncoder.Builder::build,
              List.of(
                  SpecOption.whole("frames", EmbeddingGemmaEncoder.Builder::frames),
                  SpecOption.whole("dimension", EmbeddingGemmaEncoder.Builder::dimension),
                  SpecFamilies.<EmbeddingGemmaEncoder.Builder>region(
                      EmbeddingGemmaEncoder.Builder::region),
                  SpecOption.choice(
                      "sound",
                      List.of("yes"),
                      Map.of("yes", true),
                      (builder, yes) -> builder.sound()),
                  SpecOption.text("variant", "NAME", EmbeddingGemmaEncoder.Builder::variant),
                  SpecOption.text("id", "NAME", EmbeddingGemmaEncoder.Builder::id),
                  device(EmbeddingGemmaEncoder.Builder::device),
                  SpecOption.choice(
                      "accept-nc",
                      List.of("yes"),
                      Map.of("yes", true),
                      (builder, yes) -> builder.acceptNonCommercial()))),
          new SpecFamily<>(
              "npz",
              "FILE",
              PrecomputedEncoder::builder,
              PrecomputedEncoder.Builder::build,
              List.of(
                  SpecOption.text("id", "NAME", PrecomputedEncoder.Builder::id),
                  SpecOption.choice(
                      "modality",
                      List.of("face", "body", "voice", "audiovisual"),
                      Map.of(
                          "face",
                          Modality.FACE,
                          "body",
                          Modality.BODY,
                          "voice",
                          Modality.VOICE,
                          "audiovisual",
                          Modality.AUDIOVISUAL),
                      PrecomputedEncoder.Builder::modality))));

  private SpecFamilies() {}

  /** The key is not among the options: command lines are seen by others and kept in histories. */
  private static GeminiEncoder.Builder gemini(Path model) {
    GeminiEncoder.Builder builder = GeminiEncoder.builder();
    return model.toString().isEmpty() ? builder : builder.model(model.toString());
  }

  static SpecFamily<?> named(String name) {
    return ALL.stream()
        .filter(family -> family.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "\"%s\" is no encoder: must be one of %s"
                        .formatted(
                            name,
                            ALL.stream().map(SpecFamily::name).collect(Collectors.joining(", ")))));
  }

  private static <B extends SpeechEncoderBuilder<B>> SpecFamily<B> speech(
      String name, Function<Path, B> start, Function<B, ? extends Encoder> open) {
    return new SpecFamily<>(
        name,
        FOLDER,
        start,
        open,
        withCommon(
            List.of(
                SpecOption.<B>range("layers", SpeechEncoderBuilder::layers),
                SpecFamilies.<B>pooling(SpeechEncoderBuilder::pooling),
                SpecOption.<B>number("max-seconds", SpeechEncoderBuilder::maxSeconds))));
  }

  private static <B extends VideoEncoderBuilder<B>> SpecFamily<B> video(
      String name, Function<Path, B> start, Function<B, ? extends Encoder> open) {
    return new SpecFamily<>(
        name,
        FOLDER,
        start,
        open,
        withCommon(List.of(SpecOption.<B>whole("windows", VideoEncoderBuilder::windows))));
  }

  private static <B extends PictureEncoderBuilder<B>> SpecFamily<B> pictures(
      String name,
      Function<Path, B> start,
      Function<B, ? extends Encoder> open,
      List<SpecOption<? super B>> own) {
    List<SpecOption<? super B>> options = new ArrayList<>(own);
    options.add(SpecOption.<B>whole("frames", PictureEncoderBuilder::frames));
    options.add(SpecFamilies.<B>region(PictureEncoderBuilder::region));
    options.add(SpecFamilies.<B>pooling(PictureEncoderBuilder::pooling));
    return new SpecFamily<>(name, FOLDER, start, open, withCommon(options));
  }

  private static <B> SpecOption<B> region(BiConsumer<B, FrameRegion> setter) {
    return SpecOption.choice(
        "region",
        List.of("whole", "face"),
        Map.of("whole", FrameRegion.whole(), "face", FrameRegion.face(FACE_MARGIN)),
        setter);
  }

  private static <B> SpecOption<B> pooling(BiConsumer<B, TimePooling> setter) {
    return SpecOption.choice(
        "pooling",
        List.of("mean", "first", "last", "stats"),
        Map.of(
            "mean",
            TimePooling.MEAN,
            "first",
            TimePooling.FIRST,
            "last",
            TimePooling.LAST,
            "stats",
            TimePooling.SEVEN_STATISTICS),
        setter);
  }

  /** An encoder's own options, then those of all encoders with a checkpoint. */
  private static <B extends CheckpointEncoderBuilder<B>> List<SpecOption<? super B>> withCommon(
      List<SpecOption<? super B>> own) {
    List<SpecOption<? super B>> options = new ArrayList<>(own);
    options.add(SpecOption.<B>text("id", "NAME", CheckpointEncoderBuilder::id));
    options.add(SpecFamilies.<B>device(CheckpointEncoderBuilder::device));
    options.add(
        SpecOption.<B, Precision>choice(
            "precision",
            List.of("float32", "bf16"),
            Map.of("float32", Precision.FLOAT32, "bf16", Precision.BF16),
            CheckpointEncoderBuilder::precision));
    options.add(SpecOption.<B>whole("clips-at-once", CheckpointEncoderBuilder::clipsAtOnce));
    options.add(
        SpecOption.<B, Boolean>choice(
            "accept-nc",
            List.of("yes"),
            Map.of("yes", true),
            (builder, yes) -> builder.acceptNonCommercial()));
    return List.copyOf(options);
  }

  private static <B> SpecOption<B> device(BiConsumer<B, Device> setter) {
    return new SpecOption<>(
        "device",
        DEVICES,
        (builder, value) -> {
          Matcher device = DEVICE.matcher(value);
          if (!device.matches()) {
            throw SpecOption.wrong("device", value, DEVICES);
          }
          setter.accept(
              builder,
              switch (value) {
                case "auto" -> Device.auto();
                case "cpu" -> Device.cpu();
                default -> Device.gpu(Integer.parseInt(device.group(1)));
              });
        });
  }
}
