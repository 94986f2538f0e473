package io.github.blemore.madeup;

import io.github.blemore.spec.EncoderSpec;
import java.util.Arrays;
import java.util.List;

/** The families of encoders of which checkpoints can be made up. */
public enum MadeUpFamily {
  /** Wav2Vec2 as {@code facebook/wav2vec2-base}. */
  WAV2VEC2("wav2vec2"),
  /**
   * Wav2Vec2 built as {@code facebook/wav2vec2-large-960h-lv60} is, with a norm before each
   * sublayer; its sizes are those of the base model.
   */
  WAV2VEC2_LARGE_STYLE("wav2vec2"),
  /** HuBERT as {@code facebook/hubert-base-ls960}. */
  HUBERT("hubert"),
  /** HuBERT built as the large one is, in sizes of the base model. */
  HUBERT_LARGE_STYLE("hubert"),
  /** WavLM as {@code microsoft/wavlm-base}. */
  WAVLM("wavlm"),
  /** WavLM built as the large one is, in sizes of the base model. */
  WAVLM_LARGE_STYLE("wavlm"),
  /** VideoMAE as {@code MCG-NJU/videomae-base}, for mean pooling. */
  VIDEOMAE("videomae"),
  /** TimeSformer as {@code facebook/timesformer-base-finetuned-k400}, without its classifier. */
  TIMESFORMER("timesformer"),
  /** S4D's vision transformer with experts, {@code vitmoe_base_patch16_160}. */
  S4D("s4d"),
  /** S4D's vision transformer without experts. */
  S4D_DENSE("s4d"),
  /** CLIP's vision tower with its projection, as that of {@code openai/clip-vit-base-patch32}. */
  CLIP("clip"),
  /** ViT as {@code google/vit-base-patch16-224}, without its classifier. */
  VIT("vit");

  private final String encoder;

  MadeUpFamily(String encoder) {
    this.encoder = encoder;
  }

  /** The name of the encoder that reads it, as an {@link EncoderSpec} begins with. */
  public String encoder() {
    return encoder;
  }

  Architecture architecture() {
    return switch (this) {
      case WAV2VEC2, WAV2VEC2_LARGE_STYLE ->
          new SpeechArchitecture("wav2vec2", "Wav2Vec2Model", isLargeStyle());
      case HUBERT, HUBERT_LARGE_STYLE ->
          new SpeechArchitecture("hubert", "HubertModel", isLargeStyle());
      case WAVLM, WAVLM_LARGE_STYLE ->
          new SpeechArchitecture("wavlm", "WavLMModel", isLargeStyle());
      case VIDEOMAE -> new VideoMaeArchitecture();
      case TIMESFORMER -> new TimeSformerArchitecture();
      case S4D, S4D_DENSE -> new S4dArchitecture(this == S4D);
      case CLIP -> new ClipVisionArchitecture();
      case VIT -> new VitArchitecture();
    };
  }

  /** One family for each encoder that has a checkpoint: base styles, S4D with experts. */
  public static List<MadeUpFamily> onePerEncoder() {
    return Arrays.stream(values())
        .filter(family -> family != S4D_DENSE && !family.isLargeStyle())
        .toList();
  }

  private boolean isLargeStyle() {
    return name().endsWith("_LARGE_STYLE");
  }
}
