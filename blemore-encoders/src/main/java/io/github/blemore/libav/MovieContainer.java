package io.github.blemore.libav;

/** What kind of file a {@link MovieEncoder} makes. */
public enum MovieContainer {
  /** QuickTime: .mov. */
  MOV("mov"),
  /** ISO/IEC 14496-14: .mp4. */
  MP4("mp4");

  private final String format;

  MovieContainer(String format) {
    this.format = format;
  }

  /** Libav's name of its writer. */
  String format() {
    return format;
  }
}
