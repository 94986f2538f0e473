package io.github.blemore.libav;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * What the libav on the class path can do: for a health check.
 *
 * @param version of FFmpeg, such as {@code 8.0.1}
 * @param decoders those of {@code h264, hevc, vp9, av1, aac, opus, pcm} that are there
 * @param missing those of them that are not
 */
public record LibavInfo(String version, List<String> decoders, List<String> missing) {

  /** Copies the lists. */
  public LibavInfo {
    decoders = List.copyOf(decoders);
    missing = List.copyOf(missing);
  }

  /**
   * Asks libav.
   *
   * @throws io.github.blemore.ModelException if the natives are not on the class path; says which
   *     artifacts to add
   */
  public static LibavInfo read() {
    Natives.load();
    Map<String, Integer> asked = new LinkedHashMap<>();
    asked.put("h264", avcodec.AV_CODEC_ID_H264);
    asked.put("hevc", avcodec.AV_CODEC_ID_HEVC);
    asked.put("vp9", avcodec.AV_CODEC_ID_VP9);
    asked.put("av1", avcodec.AV_CODEC_ID_AV1);
    asked.put("aac", avcodec.AV_CODEC_ID_AAC);
    asked.put("opus", avcodec.AV_CODEC_ID_OPUS);
    asked.put("pcm", avcodec.AV_CODEC_ID_PCM_S16LE);
    List<String> decoders = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    asked.forEach((name, id) -> (present(id) ? decoders : missing).add(name));
    return new LibavInfo(Natives.string(avutil.av_version_info()), decoders, missing);
  }

  private static boolean present(int codec) {
    AVCodec decoder = avcodec.avcodec_find_decoder(codec);
    // libav's own av1 decoder only drives hardware that decodes.
    return decoder != null && !Natives.string(decoder.name()).equals("av1");
  }
}
