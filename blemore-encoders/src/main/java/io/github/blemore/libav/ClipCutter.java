package io.github.blemore.libav;

import io.github.blemore.Clip;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.MediaNeeds;
import io.github.blemore.media.Sound;
import io.github.blemore.media.SoundNeeds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Cuts a stretch out of clips, exact to the frame, as small files for whoever takes no frames:
 *
 * <ul>
 *   <li>Pictures: all that are on screen in {@code [start, start + length)}, the first of them also
 *       if it began before; turned upright, the shorter side at most as long as asked, sides even.
 *       An .mp4 of H.264 (OpenH264, 1 Mbit/s, BT.601), without sound: 2 s of 640 x 480 pixels are
 *       at most about 0.25 MB. Times of frames are kept.
 *   <li>Sound: the mean of the channels in the same stretch, counted from the sound's own first
 *       sample; a .wav of 16 bits, 16 kHz.
 * </ul>
 *
 * <p>The same file gives the same bytes with the same libav on the same kind of processor. The clip
 * is decoded from its beginning. Natives as for {@link LibavMediaReader}.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class ClipCutter {

  /** Of the sound, in Hz. */
  public static final int SAMPLE_RATE = 16_000;

  private final CutForm form;

  /** A cutter of such stretches. */
  public ClipCutter(CutForm form) {
    this.form = form;
  }

  /**
   * Cuts one clip.
   *
   * @return the files; or a missing reason if there is no picture in the stretch
   * @throws io.github.blemore.MediaException if the file cannot be read, or not encoded
   * @throws io.github.blemore.ModelException if the natives are not on the class path
   * @throws io.github.blemore.InterruptedWorkException if the thread is interrupted
   */
  public ClipCut cut(Path path) {
    Interruption.check();
    Natives.load();
    ClipCut pictures = PictureCutting.cut(path, form);
    return form.sound() && pictures.missingReason().isEmpty()
        ? withSound(pictures, path)
        : pictures;
  }

  private ClipCut withSound(ClipCut pictures, Path path) {
    MediaNeeds needs = MediaNeeds.of(new SoundNeeds(SAMPLE_RATE, form.end()));
    ClipMedia media;
    try (LibavMediaReader reader = new LibavMediaReader()) {
      media = reader.read(Clip.of(path), List.of(needs)).get(0);
    }
    List<String> notes = new ArrayList<>(pictures.notes());
    Optional<Sound> sound = media.sound();
    int from = (int) Math.round(form.start() * SAMPLE_RATE);
    if (sound.isEmpty() || sound.get().length() <= from) {
      notes.add(
          "cut without sound: "
              + media
                  .missingReason()
                  .orElse(
                      String.format(
                          Locale.ROOT,
                          "it ends at %.2f s",
                          sound.map(Sound::seconds).orElse(0.0))));
      return pictures.withNotes(notes);
    }
    float[] samples = sound.get().toArray();
    int to = (int) Math.min(samples.length, Math.round(form.end() * SAMPLE_RATE));
    byte[] wav = WavFile.of(samples, from, to, SAMPLE_RATE);
    return pictures.withSound(wav, (to - from) / (double) SAMPLE_RATE, notes);
  }
}
