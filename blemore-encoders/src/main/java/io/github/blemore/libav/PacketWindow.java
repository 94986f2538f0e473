package io.github.blemore.libav;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_move_ref;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/**
 * Holds picture packets back for so long that the time of the frame after each is known: packets
 * come in decoding order, in which a frame is at most 16 frames from its place on screen (ITU-T
 * H.264, max_dec_frame_buffering). For one thread at a time.
 */
final class PacketWindow implements AutoCloseable {

  /** Two fields may be two packets. */
  private static final int SIZE = 2 * 16 + 2;

  private final Deque<AVPacket> waiting = new ArrayDeque<>();
  private final Deque<Long> taken = new ArrayDeque<>();
  private final NavigableSet<Long> times = new TreeSet<>();

  /** Takes over the content of a packet. */
  void add(AVPacket packet) {
    times.add(packet.pts());
    AVPacket held = av_packet_alloc();
    av_packet_move_ref(held, packet);
    waiting.add(held);
  }

  /** Whether enough is known about the next packet. */
  boolean ready() {
    return waiting.size() > SIZE;
  }

  /** Whether no packet is held. */
  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** The next packet; the caller frees it. */
  AVPacket take() {
    AVPacket packet = waiting.remove();
    taken.add(packet.pts());
    if (taken.size() > SIZE) {
      times.remove(taken.remove());
    }
    return packet;
  }

  /** When the frame after the one at this time begins; empty if that one is the last known. */
  OptionalLong after(long time) {
    Long next = times.higher(time);
    return next == null ? OptionalLong.empty() : OptionalLong.of(next);
  }

  @Override
  public void close() {
    waiting.forEach(packet -> av_packet_free(packet));
    waiting.clear();
  }
}
