package io.github.blemore.libav;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;

import io.github.blemore.Clip;
import io.github.blemore.face.FaceDetector;
import io.github.blemore.libav.StreamDecoder.UndecodableException;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.FrameNeeds;
import io.github.blemore.media.Frames;
import io.github.blemore.media.MediaNeeds;
import io.github.blemore.media.MediaSpan;
import io.github.blemore.media.Sound;
import io.github.blemore.media.SoundNeeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.jspecify.annotations.Nullable;

/** One read of one clip: all packets once, in the file's order. Used once. */
final class ClipReading implements AutoCloseable {

  private final Clip clip;
  private final List<MediaNeeds> needs;
  private final MediaFile file;
  private final OptionalInt video;
  private final OptionalInt audio;
  private @Nullable PictureReading picture;
  private @Nullable SoundReading sound;
  private String noPicture = "no video stream";
  private String noSound = "no audio stream";

  /** Opens the file. */
  ClipReading(Clip clip, List<MediaNeeds> needs, Supplier<FaceDetector> faces) {
    this.clip = clip;
    this.needs = needs;
    this.file = MediaFile.open(clip.path());
    this.video = file.video();
    this.audio = file.audio();
    try {
      if (video.isEmpty() && audio.isEmpty()) {
        throw FilePaths.problem(
            clip.path(), "it has neither a video nor an audio stream", "name another file");
      }
      openPicture(faces);
      openSound();
      file.ignoreAllBut(
          picture == null ? OptionalInt.empty() : video,
          sound == null ? OptionalInt.empty() : audio);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private void openPicture(Supplier<FaceDetector> faces) {
    List<FrameNeeds> wanted =
        needs.stream().flatMap(need -> need.frames().stream()).distinct().toList();
    if (wanted.isEmpty() || video.isEmpty()) {
      return;
    }
    try {
      picture = PictureReading.open(file, clip.path(), video.getAsInt(), wanted, faces);
    } catch (UndecodableException e) {
      noPicture = "picture cannot be decoded: " + e.getMessage();
    }
  }

  private void openSound() {
    List<SoundNeeds> wanted =
        needs.stream().flatMap(need -> need.sound().stream()).distinct().toList();
    if (wanted.isEmpty() || audio.isEmpty()) {
      return;
    }
    try {
      sound = SoundReading.open(file, audio.getAsInt(), wanted);
    } catch (UndecodableException e) {
      noSound = "sound cannot be decoded: " + e.getMessage();
    }
  }

  /** Reads until all needs are met or the file ends. */
  List<ClipMedia> read() {
    AVPacket packet = av_packet_alloc();
    try {
      while (!(pictureDone() && soundDone()) && file.read(packet)) {
        Interruption.check();
        decode(packet);
      }
    } finally {
      av_packet_free(packet);
    }
    if (sound != null) {
      sound.finish();
    }
    if (picture != null) {
      picture.finish();
    }
    return needs.stream().map(this::view).toList();
  }

  private boolean pictureDone() {
    return picture == null || picture.done();
  }

  private boolean soundDone() {
    return sound == null || sound.done();
  }

  private void decode(AVPacket packet) {
    int stream = packet.stream_index();
    if (picture != null && stream == video.orElse(-1)) {
      if (picture.done()) {
        file.ignore(stream);
      } else {
        picture.decode(packet);
      }
    } else if (sound != null && stream == audio.orElse(-1)) {
      if (sound.done()) {
        file.ignore(stream);
      } else {
        sound.decode(packet);
      }
    }
  }

  private ClipMedia view(MediaNeeds need) {
    if (need.isNone()) {
      return ClipMedia.ofNothing(clip);
    }
    Optional<Part<Frames>> frames =
        need.frames().map(n -> picture == null ? Part.missing(noPicture) : picture.part(n));
    Optional<Part<Sound>> heard =
        need.sound().map(n -> sound == null ? Part.missing(noSound) : sound.part(n));
    List<Part<?>> parts = new ArrayList<>();
    frames.ifPresent(parts::add);
    heard.ifPresent(parts::add);
    MediaSpan span = parts.stream().map(Part::span).reduce(MediaSpan::union).orElseThrow();
    List<String> notes = new ArrayList<>();
    if (file.corrupt() > 0) {
      notes.add("the file breaks off: what follows cannot be read");
    }
    parts.forEach(part -> notes.addAll(part.notes()));
    ClipMedia.Builder builder = ClipMedia.builder(clip, span).notes(notes);
    frames.flatMap(Part::value).ifPresent(builder::frames);
    heard.flatMap(Part::value).ifPresent(builder::sound);
    String missing =
        String.join("; ", parts.stream().flatMap(part -> part.missing().stream()).toList());
    if (!missing.isEmpty()) {
      builder.missing(missing);
    }
    return builder.build();
  }

  @Override
  public void close() {
    if (picture != null) {
      picture.close();
    }
    if (sound != null) {
      sound.close();
    }
    file.close();
  }
}
