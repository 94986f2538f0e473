package io.github.blemore.gemini;

import io.github.blemore.AbstractEncoder;
import io.github.blemore.Embedding;
import io.github.blemore.EncoderInfo;
import io.github.blemore.EncoderStoppedException;
import io.github.blemore.Encoding;
import io.github.blemore.InferenceException;
import io.github.blemore.InterruptedWorkException;
import io.github.blemore.MediaException;
import io.github.blemore.Modality;
import io.github.blemore.NoEmbedding;
import io.github.blemore.libav.ClipCut;
import io.github.blemore.libav.ClipCutter;
import io.github.blemore.libav.CutForm;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.MediaNeeds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gemini Embedding 2: a large multimodal encoder as a paid service of Google's, by default on the
 * first two seconds of a clip, as in arXiv:2603.23650. <b>Clips leave this machine</b>: whoever
 * uses it must be allowed to send these people's pictures there. Terms:
 * https://ai.google.dev/gemini-api/terms (what is sent without billing may be used by Google to
 * improve its products). Prices: {@link GeminiPrices}.
 *
 * <p>A clip is cut by {@link ClipCutter}: exactly {@code [start, start + length)}, as H.264 in an
 * .mp4, the shorter side at most 480 pixels, upright. The service looks at one frame a second, at
 * most 32, and does not hear the sound inside a video (embeddings guide,
 * https://ai.google.dev/gemini-api/docs/embeddings, April 2026): {@link Builder#withSound} sends it
 * as a second part of the same content, a .wav of 16 kHz. A clip without picture in that stretch
 * gives {@link NoEmbedding}; one without sound goes as video alone, with a note.
 *
 * <p>Requests are {@code POST BASE/v1beta/models/MODEL:embedContent}, over https only (or to this
 * machine), without following redirects. The key is sent in the header {@code x-goog-api-key} and
 * is in no message, log or text of this library. Tried again, at growing random pauses or when the
 * service says (Retry-After, google.rpc.RetryInfo): answers 408, 429 and 5xx, timeouts, broken
 * connections, replies that are no whole JSON. The reply must be one vector of the dimension asked
 * for, finite and not zero.
 *
 * <p>{@link #encode} throws
 *
 * <ul>
 *   <li>{@link InferenceException} if this clip was refused, the deadline passed, or the reply is
 *       wrong: other clips may do;
 *   <li>{@link EncoderStoppedException} if the service refuses the key, the account or the model,
 *       or redirects, or its certificate is not trusted, or the budget or the number of requests
 *       would be passed: then at every later call too, without a request. Also while the service
 *       asks for a rest longer than the deadline;
 *   <li>{@link MediaException} if the file cannot be read, or the request would be larger than the
 *       service takes.
 * </ul>
 *
 * <p>Hand it single clips: those of one call go one after the other, and one that fails loses what
 * was paid for the others of the call. {@link #close} waits for running calls.
 *
 * <p>Safe to share between threads: limits hold for all of them together.
 */
public final class GeminiEncoder extends AbstractEncoder {

  /** Its id in results, if no other is set. */
  public static final String ID = "gemini";

  /** The model, if no other is set. */
  public static final String MODEL = "gemini-embedding-2";

  static final String KEY_VARIABLE = "GEMINI_API_KEY";
  static final String URL_VARIABLE = "GEMINI_BASE_URL";

  private static final int SHORTER_SIDE = 480;

  /**
   * What the service takes inside a request, Base64 and all: 100 MB (raised from 20 MB in January
   * 2026,
   * https://blog.google/innovation-and-ai/technology/developers-tools/gemini-api-new-file-limits).
   */
  private static final int MAX_REQUEST_BYTES = 100_000_000;

  /** How clips are cut: exchanged in tests. */
  @FunctionalInterface
  interface Cutter {
    ClipCut cut(Path path);
  }

  private final Cutter cutter;
  private final GeminiClient client;
  private final GeminiPrices prices;
  private final Spending spending;

  private GeminiEncoder(
      EncoderInfo info,
      Cutter cutter,
      GeminiClient client,
      GeminiPrices prices,
      Spending spending) {
    super(info);
    this.cutter = cutter;
    this.client = client;
    this.prices = prices;
    this.spending = spending;
  }

  /** Starts an encoder; everything but the key has a default. */
  public static Builder builder() {
    return new Builder();
  }

  /** What it has used up until now. */
  public GeminiSpending spending() {
    return spending.snapshot();
  }

  @Override
  protected List<Encoding> encodePresent(List<ClipMedia> batch) {
    List<Encoding> encodings = new ArrayList<>(batch.size());
    for (ClipMedia media : batch) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedWorkException(
            "interrupted before clip %s was encoded by %s"
                .formatted(media.clip().id(), info().id()));
      }
      encodings.add(encodeOne(media));
    }
    return encodings;
  }

  private Encoding encodeOne(ClipMedia media) {
    String clip = media.clip().id();
    try {
      client.requireRunning();
      ClipCut cut = cutter.cut(media.clip().path());
      if (cut.missingReason().isPresent()) {
        return new NoEmbedding(info().id(), cut.missingReason().get());
      }
      byte[] body = RequestBody.of(cut, info().dimension());
      if (body.length > MAX_REQUEST_BYTES) {
        throw new MediaException(
            "the cut of clip %s makes a request of %d bytes, the service takes %d: set a shorter length"
                .formatted(clip, body.length, MAX_REQUEST_BYTES));
      }
      float[] vector = client.embed(body, prices.of(cut), info().dimension());
      return Embedding.of(info().id(), vector).withNotes(cut.notes());
    } catch (EncoderStoppedException e) {
      throw new EncoderStoppedException(named(clip, e), e);
    } catch (InferenceException e) {
      throw new InferenceException(named(clip, e), e);
    }
  }

  private String named(String clip, RuntimeException problem) {
    return "encoder %s has no embedding of clip %s: %s"
        .formatted(info().id(), clip, problem.getMessage());
  }

  /** Holds nothing that must be freed. */
  @Override
  protected void release() {}

  /** Collects the options; one set twice is refused. Not safe for several threads. */
  public static final class Builder {

    private static final int MIN_DIMENSION = 128;
    private static final int MAX_DIMENSION = 3072;
    private static final int DEFAULT_DIMENSION = 768;
    private static final double DEFAULT_LENGTH = 2;
    private static final double MAX_LENGTH = 120;
    private static final int DEFAULT_CONCURRENCY = 4;
    private static final int MAX_CONCURRENCY = 256;
    private static final int MAX_PER_MINUTE = 60_000;
    private static final Duration DEFAULT_DEADLINE = Duration.ofMinutes(2);
    private static final Duration MAX_DEADLINE = Duration.ofDays(1);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(60);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    private @Nullable String id;
    private @Nullable String apiKey;
    private @Nullable String baseUrl;
    private @Nullable GeminiStandIn standIn;
    private @Nullable String model;
    private @Nullable Integer dimension;
    private @Nullable Double start;
    private @Nullable Double length;
    private boolean sound;
    private @Nullable Duration deadline;
    private @Nullable Integer requestsPerMinute;
    private @Nullable Integer concurrency;
    private @Nullable Double budget;
    private @Nullable Long maxRequests;
    private @Nullable GeminiPrices prices;
    private Function<String, @Nullable String> environment = System::getenv;
    private Timing timing = Timing.SYSTEM;
    private Logger log = LoggerFactory.getLogger(GeminiEncoder.class);
    private Duration requestTimeout = REQUEST_TIMEOUT;
    private @Nullable Cutter cutter;

    private Builder() {}

    /** Its id in results; default {@code gemini}. */
    public Builder id(String name) {
      requireUnset("id", id);
      this.id = name;
      return this;
    }

    /** The key of the service, a secret; default what {@code GEMINI_API_KEY} is set to. */
    public Builder apiKey(String secret) {
      if (apiKey != null) {
        throw new IllegalArgumentException("apiKey of encoder gemini is set twice");
      }
      this.apiKey = secret;
      return this;
    }

    /**
     * Where the service is; default what {@code GEMINI_BASE_URL} is set to, or else Google's own,
     * {@code https://generativelanguage.googleapis.com}. Another one, with port and path, is part
     * of the embeddings' form.
     */
    public Builder baseUrl(String url) {
      if (baseUrl != null) {
        throw new IllegalArgumentException("baseUrl of encoder gemini is set twice");
      }
      this.baseUrl = url;
      return this;
    }

    /**
     * Sends clips to a stand-in on this machine instead of the service. The environment is not
     * looked at. Its embeddings are marked as made up, and can never be taken for the service's.
     */
    public Builder standIn(GeminiStandIn service) {
      requireUnset("standIn", standIn);
      this.standIn = service;
      return this;
    }

    /** The model; default {@code gemini-embedding-2}. */
    public Builder model(String name) {
      requireUnset("model", model);
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "model is \"%s\": must be a name such as %s".formatted(name, MODEL));
      }
      this.model = name;
      return this;
    }

    /**
     * Values in an embedding, 128..3072; default 768, the least that the service recommends: heads
     * are trained on few clips, and gain nothing from more inputs. Costs the same.
     */
    public Builder dimension(int values) {
      requireUnset("dimension", dimension);
      requireRange("dimension", values, MIN_DIMENSION, MAX_DIMENSION);
      this.dimension = values;
      return this;
    }

    /** Where the cut begins, in seconds from the first picture; default 0. */
    public Builder start(double seconds) {
      requireUnset("start", start);
      if (!(seconds >= 0) || Double.isInfinite(seconds)) {
        throw new IllegalArgumentException(
            "start is %s s: must be 0 or more, and finite".formatted(seconds));
      }
      this.start = seconds;
      return this;
    }

    /** How long the cut is, in seconds, above 0, at most 120; default 2. */
    public Builder length(double seconds) {
      requireUnset("length", length);
      if (!(seconds > 0 && seconds <= MAX_LENGTH)) {
        throw new IllegalArgumentException(
            "length is %s s: must be above 0, at most %.0f".formatted(seconds, MAX_LENGTH));
      }
      this.length = seconds;
      return this;
    }

    /** Sends the sound too; default pictures only. */
    public Builder withSound() {
      requireUnset("withSound", sound ? true : null);
      this.sound = true;
      return this;
    }

    /**
     * How long one clip may take from its first request on, all requests and pauses together, at
     * most a day; default 2 minutes.
     */
    public Builder deadline(Duration total) {
      requireUnset("deadline", deadline);
      if (total.isNegative() || total.isZero() || total.compareTo(MAX_DEADLINE) > 0) {
        throw new IllegalArgumentException(
            "deadline is %s: must be above 0, at most a day".formatted(total));
      }
      this.deadline = total;
      return this;
    }

    /** How often requests may begin, evenly apart, 1..60000; default as often as clips come. */
    public Builder requestsPerMinute(int requests) {
      requireUnset("requestsPerMinute", requestsPerMinute);
      requireRange("requestsPerMinute", requests, 1, MAX_PER_MINUTE);
      this.requestsPerMinute = requests;
      return this;
    }

    /**
     * How many clips wait for the service at a time, over all threads, 1..256; default 4. An {@link
     * io.github.blemore.store.Extraction}, as of {@code encode} on the command line, works on at
     * most 8 clips of this encoder at a time: more has no effect there.
     */
    public Builder concurrency(int clips) {
      requireUnset("concurrency", concurrency);
      requireRange("concurrency", clips, 1, MAX_CONCURRENCY);
      this.concurrency = clips;
      return this;
    }

    /**
     * US dollars that must not be passed, as far as {@link #prices} tell; default no limit. Before
     * each request its cost is set aside, for retries too. It is the budget of this encoder object,
     * so of one run: what was spent is not remembered between runs, and each may spend as much once
     * more.
     */
    public Builder budget(double usd) {
      requireUnset("budget", budget);
      if (!(usd >= 0) || Double.isInfinite(usd)) {
        throw new IllegalArgumentException(
            "budget is %s USD: must be 0 or more, and finite".formatted(usd));
      }
      this.budget = usd;
      return this;
    }

    /**
     * How many requests may be sent, retries included; default no limit. Counted for this encoder
     * object, so for one run: not remembered between runs.
     */
    public Builder maxRequests(long requests) {
      requireUnset("maxRequests", maxRequests);
      if (requests < 0) {
        throw new IllegalArgumentException(
            "maxRequests is %d: must be 0 or more".formatted(requests));
      }
      this.maxRequests = requests;
      return this;
    }

    /** What the budget is counted in; default {@link GeminiPrices#standard()}. */
    public Builder prices(GeminiPrices list) {
      requireUnset("prices", prices);
      this.prices = list;
      return this;
    }

    Builder environment(Function<String, @Nullable String> variables) {
      this.environment = variables;
      return this;
    }

    Builder timing(Timing clock) {
      this.timing = clock;
      return this;
    }

    Builder log(Logger other) {
      this.log = other;
      return this;
    }

    Builder requestTimeout(Duration timeout) {
      this.requestTimeout = timeout;
      return this;
    }

    Builder cutter(Cutter other) {
      this.cutter = other;
      return this;
    }

    private static void requireUnset(String option, @Nullable Object value) {
      if (value != null) {
        throw new IllegalArgumentException(
            "%s of encoder gemini is set twice: %s".formatted(option, value));
      }
    }

    private static void requireRange(String option, int value, int least, int most) {
      if (value < least || value > most) {
        throw new IllegalArgumentException(
            "%s is %d: must be %d..%d".formatted(option, value, least, most));
      }
    }

    /**
     * The encoder; nothing is sent yet.
     *
     * @throws IllegalArgumentException if there is no key, the key or the base URL cannot be one,
     *     the key is a stand-in's, or a stand-in is set beside them
     */
    public GeminiEncoder build() {
      if (standIn != null && (apiKey != null || baseUrl != null)) {
        throw new IllegalArgumentException(
            "encoder gemini has a stand-in and %s: leave one of them out"
                .formatted(apiKey != null ? "a key" : "a base URL"));
      }
      ApiKey key = key();
      BaseUrl service = service();
      String name = Objects.requireNonNullElse(model, MODEL);
      CutForm form =
          new CutForm(
              Objects.requireNonNullElse(start, 0.0),
              Objects.requireNonNullElse(length, DEFAULT_LENGTH),
              SHORTER_SIDE,
              sound);
      Spending spending =
          new Spending(
              budget == null ? OptionalDouble.empty() : OptionalDouble.of(budget),
              maxRequests == null ? OptionalLong.empty() : OptionalLong.of(maxRequests));
      GeminiClient client =
          new GeminiClient(
              new Post(service.embedContent(name), key),
              new Answers(key, name),
              limits(),
              spending,
              timing);
      EncoderInfo info = info(service, name, form);
      log.info("encoder {} sends clips to {}", info.id(), info.recipient().orElseThrow());
      return new GeminiEncoder(
          info,
          cutter == null ? new ClipCutter(form)::cut : cutter,
          client,
          Objects.requireNonNullElse(prices, GeminiPrices.standard()),
          spending);
    }

    private ApiKey key() {
      if (standIn != null) {
        return ApiKey.of(standIn.key(), "the stand-in");
      }
      ApiKey key =
          apiKey != null
              ? ApiKey.of(apiKey, "apiKey(...)")
              : ApiKey.of(environment.apply(KEY_VARIABLE), KEY_VARIABLE);
      if (key.value().equals(GeminiStandIn.KEY)) {
        throw new IllegalArgumentException(
            "this is the stand-in's key: use standIn(...), so that its embeddings are marked as made up");
      }
      return key;
    }

    private BaseUrl service() {
      if (standIn != null) {
        return BaseUrl.of(standIn.address().toString(), "the stand-in's address");
      }
      if (baseUrl != null) {
        return BaseUrl.of(baseUrl, "the base URL");
      }
      return BaseUrl.of(
          Objects.requireNonNullElse(environment.apply(URL_VARIABLE), BaseUrl.GOOGLE),
          "the base URL in " + URL_VARIABLE);
    }

    private GeminiClient.Limits limits() {
      Duration minute = Duration.ofMinutes(1);
      return new GeminiClient.Limits(
          Objects.requireNonNullElse(deadline, DEFAULT_DEADLINE),
          requestTimeout,
          Objects.requireNonNullElse(concurrency, DEFAULT_CONCURRENCY),
          requestsPerMinute == null ? Duration.ZERO : minute.dividedBy(requestsPerMinute));
    }

    private EncoderInfo info(BaseUrl service, String name, CutForm form) {
      String recipient = standIn == null ? service.host() : "a stand-in on " + service.host();
      EncoderInfo.Builder info =
          EncoderInfo.builder(
                  Objects.requireNonNullElse(id, ID),
                  sound ? Modality.AUDIOVISUAL : Modality.BODY,
                  MediaNeeds.none())
              .dimension(Objects.requireNonNullElse(dimension, DEFAULT_DIMENSION))
              .computesOn("remote: " + recipient)
              .recipient(recipient)
              .settings(settings(service, name, form));
      return standIn == null ? info.build() : info.madeUpWeights().build();
    }

    private String settings(BaseUrl service, String name, CutForm form) {
      String where =
          standIn != null ? ", stand-in" : service.isGoogle() ? "" : " at " + service.place();
      return "%s%s, %s s from %s s, H.264 of at most %d pixels on the shorter side, %s"
          .formatted(
              name,
              where,
              form.length(),
              form.start(),
              form.shorterSide(),
              form.sound() ? "sound of 16 kHz beside it" : "no sound");
    }
  }
}
