package io.github.blemore.libav;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
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
 * Holds picture packets back to know when the frame after each begins.
 *
 * <p>Each time it knows is the time of a frame that will be seen: packets whose frames an edit list
 * cuts out tell none. The reverse does not hold, as packets come in decoding order, in which the
 * next frame may lie outside the window. Then a later frame is taken for the next: a frame seems to
 * be on screen for longer than it is, never for shorter.
 *
 * <p>For one thread at a time.
 */
final class PacketWindow implements AutoCloseable {

  /** An H.264 frame is preceded by at most 16 that are seen after it (max_num_reorder_frames). */
  private static final int SIZE = 2 * 16 + 2;

  private final Deque<AVPacket> waiting = new ArrayDeque<>();
  private final Deque<OptionalLong> taken = new ArrayDeque<>();
  private final NavigableSet<Long> times = new TreeSet<>();

  /** Takes over the content of a packet. */
  void add(AVPacket packet) {
    seen(packet).ifPresent(times::add);
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
    taken.add(seen(packet));
    if (taken.size() > SIZE) {
      taken.remove().ifPresent(times::remove);
    }
    return packet;
  }

  private static OptionalLong seen(AVPacket packet) {
    boolean cutOut = (packet.flags() & AV_PKT_FLAG_DISCARD) != 0;
    return cutOut ? OptionalLong.empty() : OptionalLong.of(packet.pts());
  }

  /** When the next known frame after this time begins; empty if there is none. */
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
