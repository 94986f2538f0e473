package io.github.blemore.bench;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AAC;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/** Writes a made-up 4 s clip: 1080p at 25 frames per second, H.264, with AAC stereo at 48 kHz. */
final class BenchClip {

  static final int SECONDS = 4;

  private static final int WIDTH = 1920;
  private static final int HEIGHT = 1080;
  private static final int FPS = 25;
  private static final int SAMPLE_RATE = 48_000;
  private static final int BIT_RATE = 5_000_000;

  private final AVFormatContext format = new AVFormatContext(null);

  private BenchClip() {}

  static void write(Path file) throws IOException {
    av_log_set_level(AV_LOG_QUIET);
    new BenchClip().writeTo(file);
  }

  private void writeTo(Path file) throws IOException {
    check(avformat_alloc_output_context2(format, null, "mov", file.toString()), "container");
    AVCodecContext video = null;
    AVCodecContext audio = null;
    try {
      video = openVideo();
      audio = openAudio();
      AVStream videoStream = stream(video);
      AVStream audioStream = stream(audio);
      AVIOContext io = new AVIOContext(null);
      check(avio_open(io, file.toString(), AVIO_FLAG_WRITE), "open " + file);
      format.pb(io);
      check(avformat_write_header(format, (AVDictionary) null), "header");
      writePicture(video, videoStream);
      writeSound(audio, audioStream);
      check(av_write_trailer(format), "trailer");
      avio_closep(io);
    } finally {
      avcodec_free_context(video);
      avcodec_free_context(audio);
      avformat_free_context(format);
    }
  }

  private static AVCodecContext openVideo() throws IOException {
    AVCodec codec = avcodec_find_encoder_by_name("libopenh264");
    if (codec == null) {
      throw new IOException(
          "this libav has no libopenh264: use the LGPL build of bytedeco's ffmpeg");
    }
    AVCodecContext context = avcodec_alloc_context3(codec);
    context.width(WIDTH).height(HEIGHT).pix_fmt(AV_PIX_FMT_YUV420P);
    context.time_base(av_make_q(1, FPS)).framerate(av_make_q(FPS, 1));
    context.bit_rate(BIT_RATE).gop_size(2 * FPS);
    context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
    check(avcodec_open2(context, codec, (AVDictionary) null), "H.264 encoder");
    return context;
  }

  private static AVCodecContext openAudio() throws IOException {
    AVCodec codec = avcodec_find_encoder(AV_CODEC_ID_AAC);
    AVCodecContext context = avcodec_alloc_context3(codec);
    context.sample_rate(SAMPLE_RATE).sample_fmt(AV_SAMPLE_FMT_FLTP).bit_rate(128_000);
    av_channel_layout_default(context.ch_layout(), 2);
    context.time_base(av_make_q(1, SAMPLE_RATE));
    context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
    check(avcodec_open2(context, codec, (AVDictionary) null), "AAC encoder");
    return context;
  }

  private AVStream stream(AVCodecContext context) throws IOException {
    AVStream stream = avformat_new_stream(format, null);
    check(avcodec_parameters_from_context(stream.codecpar(), context), "stream");
    stream.time_base(context.time_base());
    return stream;
  }

  /** A bright disc moving over a drifting pattern: something for motion search to find. */
  private void writePicture(AVCodecContext context, AVStream stream) throws IOException {
    AVFrame frame = av_frame_alloc();
    try {
      frame.width(WIDTH).height(HEIGHT).format(AV_PIX_FMT_YUV420P);
      check(av_frame_get_buffer(frame, 0), "frame");
      for (int i = 0; i < SECONDS * FPS; i++) {
        check(av_frame_make_writable(frame), "frame");
        for (int plane = 0; plane < 3; plane++) {
          drawPlane(frame, plane, i);
        }
        frame.pts(i);
        encode(context, frame, stream);
      }
      encode(context, null, stream);
    } finally {
      av_frame_free(frame);
    }
  }

  private static void drawPlane(AVFrame frame, int plane, int time) {
    int width = plane == 0 ? WIDTH : WIDTH / 2;
    int height = plane == 0 ? HEIGHT : HEIGHT / 2;
    int stride = frame.linesize(plane);
    byte[] row = new byte[width];
    BytePointer data = frame.data(plane);
    ByteBuffer pixels = data.capacity((long) stride * height).asByteBuffer();
    int centerX = (int) (width * (0.5 + 0.3 * Math.sin(time * 0.1)));
    int centerY = height / 2;
    int radius = height / 4;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int dx = x - centerX;
        int dy = y - centerY;
        boolean inside = dx * dx + dy * dy < radius * radius;
        int texture = ((x * 7 + time * 3) ^ (y * 5 - time)) & 31;
        row[x] = (byte) ((inside ? 160 : 80) + texture + plane * 10);
      }
      pixels.position(y * stride).put(row);
    }
  }

  private void writeSound(AVCodecContext context, AVStream stream) throws IOException {
    AVFrame frame = av_frame_alloc();
    try {
      int size = context.frame_size();
      frame.nb_samples(size).format(AV_SAMPLE_FMT_FLTP).sample_rate(SAMPLE_RATE);
      av_channel_layout_default(frame.ch_layout(), 2);
      check(av_frame_get_buffer(frame, 0), "sound frame");
      for (int from = 0; from < SECONDS * SAMPLE_RATE; from += size) {
        check(av_frame_make_writable(frame), "sound frame");
        for (int channel = 0; channel < 2; channel++) {
          FloatBuffer samples =
              frame
                  .data(channel)
                  .capacity(4L * size)
                  .asByteBuffer()
                  .order(ByteOrder.nativeOrder())
                  .asFloatBuffer();
          for (int i = 0; i < size; i++) {
            double t = (from + i) / (double) SAMPLE_RATE;
            samples.put((float) (0.3 * Math.sin(2 * Math.PI * (180 + 40 * Math.sin(3 * t)) * t)));
          }
        }
        frame.pts(from);
        encode(context, frame, stream);
      }
      encode(context, null, stream);
    } finally {
      av_frame_free(frame);
    }
  }

  /** A null frame flushes. */
  private void encode(AVCodecContext context, @Nullable AVFrame frame, AVStream stream)
      throws IOException {
    AVPacket packet = av_packet_alloc();
    try {
      check(avcodec_send_frame(context, frame), "encode");
      while (avcodec_receive_packet(context, packet) >= 0) {
        av_packet_rescale_ts(packet, context.time_base(), stream.time_base());
        packet.stream_index(stream.index());
        check(av_interleaved_write_frame(format, packet), "write");
      }
    } finally {
      av_packet_free(packet);
    }
  }

  private static void check(int result, String what) throws IOException {
    if (result < 0) {
      throw new IOException(
          "cannot write the benchmark's clip: %s, code %d".formatted(what, result));
    }
  }
}
