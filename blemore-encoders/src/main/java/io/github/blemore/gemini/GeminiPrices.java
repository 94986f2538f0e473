package io.github.blemore.gemini;

import io.github.blemore.libav.ClipCut;

/**
 * What a request is taken to cost. Prices change: look at
 * https://ai.google.dev/gemini-api/docs/pricing before you set a budget.
 *
 * @param usdPerFrame US dollars for a frame that the service looks at
 * @param usdPerSoundSecond US dollars for a second of sound sent beside the video
 */
public record GeminiPrices(double usdPerFrame, double usdPerSoundSecond) {

  private static final double MILLION = 1e6;
  private static final double VIDEO_USD_PER_MILLION_TOKENS = 12;
  private static final double SOUND_USD_PER_MILLION_TOKENS = 6.5;

  /** 258 for the picture, 7 for its time stamp. */
  private static final int TOKENS_PER_FRAME = 265;

  private static final int TOKENS_PER_SOUND_SECOND = 32;

  /** The service looks at one frame a second, and at this many at most. */
  private static final int MAX_FRAMES = 32;

  private static final GeminiPrices STANDARD =
      new GeminiPrices(
          TOKENS_PER_FRAME * VIDEO_USD_PER_MILLION_TOKENS / MILLION,
          TOKENS_PER_SOUND_SECOND * SOUND_USD_PER_MILLION_TOKENS / MILLION);

  /**
   * Checks the prices.
   *
   * @throws IllegalArgumentException if one is negative or not finite
   */
  public GeminiPrices {
    requirePrice("usdPerFrame", usdPerFrame);
    requirePrice("usdPerSoundSecond", usdPerSoundSecond);
  }

  private static void requirePrice(String name, double usd) {
    if (!(usd >= 0) || Double.isInfinite(usd)) {
      throw new IllegalArgumentException(
          "%s is %s USD: must be 0 or more, and finite".formatted(name, usd));
    }
  }

  /**
   * The list prices of {@code gemini-embedding-2}: 12 USD for a million tokens of video, 6.50 USD
   * for a million tokens of sound (Google's price page as quoted by
   * https://tokencost.app/blog/gemini-embedding-2-pricing, 11 March 2026), that is 0.0032 USD for a
   * frame and 0.00021 USD for a second of sound. How many tokens the embedding model counts was not
   * found published: 258 for a frame, 7 more for its time stamp, and 32 for a second of sound are
   * those of Gemini's own video understanding
   * (https://cloud.google.com/distributed-cloud/hosted/docs, "Video understanding", read November
   * 2026). They are meant to be on the safe side, so the bill may be lower: compare it with {@link
   * GeminiSpending#reportedTokens}.
   */
  public static GeminiPrices standard() {
    return STANDARD;
  }

  /** What sending a cut costs, in US dollars. */
  double of(ClipCut cut) {
    double frames = Math.max(1, Math.min(MAX_FRAMES, Math.ceil(cut.seconds())));
    return frames * usdPerFrame + cut.soundSeconds() * usdPerSoundSecond;
  }
}
