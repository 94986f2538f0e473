package io.github.blemore.hub;

import io.github.blemore.ModelException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Downloads checkpoints from the Hugging Face hub, when it is told to:
 *
 * <pre>{@code
 * Path folder = Hub.builder().build().download("facebook/wav2vec2-base", "main");
 * Checkpoint checkpoint = Checkpoint.open(folder);
 * }</pre>
 *
 * <p>The folder is {@code models--ORG--NAME/snapshots/COMMIT} of the cache that Hugging Face's
 * tools share, so its own name says which commit it is. What was downloaded at a commit is used
 * again without a request, if the revision is that commit. Each file is checked against the hash
 * and the size that the hub states, a broken download goes on where it stopped, now or by a later
 * call, and failures that may pass are tried again.
 *
 * <p>Safe to share between threads.
 */
public final class Hub {

  private static final Logger LOG = LoggerFactory.getLogger(Hub.class);
  private static final String COMMIT = "[0-9a-f]{40}";

  private final URI endpoint;
  private final Path cache;
  private final HubClient client;
  private final DownloadListener listener;
  private final Duration firstWait;
  private final Duration maxWait;

  private Hub(Builder options) {
    this.endpoint = options.endpointOrDefault();
    this.cache = options.cacheOrDefault();
    this.client = new HubClient(endpoint, options.tokenFor(endpoint), options.stall);
    this.listener = Objects.requireNonNullElse(options.listener, (file, bytes, total) -> {});
    this.firstWait = options.firstWait;
    this.maxWait = Objects.requireNonNullElse(options.maxWait, Duration.ofMinutes(5));
  }

  /** Options. */
  public static Builder builder() {
    return new Builder();
  }

  /** What is to be brought. */
  @FunctionalInterface
  private interface Wish {
    List<String> bring(Transfer transfer) throws IOException;
  }

  /**
   * Downloads {@code config.json}, {@code preprocessor_config.json} and the model card if they are
   * there, and the weights: {@code model.safetensors} or {@code pytorch_model.bin}, in one file or
   * several.
   *
   * @param repository such as {@code facebook/wav2vec2-base}
   * @param revision a commit of 40 hex digits, which pins the content for good; or a branch or tag,
   *     of which the hub is asked for the commit
   * @return the folder, complete; its name is the commit
   * @throws IllegalArgumentException if a name is not of the hub's form
   * @throws ModelException if there is no such, it must not be had, it comes damaged, or the hub
   *     cannot be reached; the message says what to do
   * @throws io.github.blemore.InterruptedWorkException if the thread is interrupted
   */
  public Path download(String repository, String revision) {
    return bring(repository, revision, HubCache.WHOLE, CheckpointFiles::bring);
  }

  /**
   * Downloads one file of weights, such as a {@code .pth}, and {@code config.json}, {@code
   * preprocessor_config.json} and the model card if they are there.
   *
   * @param file its name in the repository
   * @return the file
   * @throws IllegalArgumentException if a name is not of the hub's form
   * @throws ModelException as {@link #download}
   * @throws io.github.blemore.InterruptedWorkException if the thread is interrupted
   */
  public Path downloadFile(String repository, String revision, String file) {
    require("file", file, "[\\w.-]+(/[\\w.-]+)*");
    String note = HubCache.noteOf(file);
    return bring(repository, revision, note, transfer -> CheckpointFiles.bring(transfer, file))
        .resolve(file);
  }

  private Path bring(String name, String revision, String note, Wish wish) {
    require("repository", name, "[\\w-][\\w.-]*(/[\\w-][\\w.-]*)?");
    require("revision", revision, "[\\w-][\\w.-]*(/[\\w-][\\w.-]*)*");
    HubCache kept = new HubCache(cache, name);
    try {
      if (revision.matches(COMMIT) && kept.isComplete(revision, note)) {
        return kept.snapshot(revision);
      }
      Repository repository = find(name, revision);
      String commit = repository.commit();
      if (!kept.isComplete(commit, note)) {
        Transfer transfer =
            new Transfer(client, endpoint, repository, kept, listener, firstWait, maxWait);
        List<String> files = wish.bring(transfer);
        kept.complete(commit, note, files);
        LOG.info("downloaded {} of {} at {}, commit {}", files, name, revision, commit);
      }
      if (!revision.equals(commit)) {
        kept.refer(revision, commit);
      }
      return kept.snapshot(commit);
    } catch (IOException e) {
      throw new ModelException(
          "%s cannot be kept in %s: %s".formatted(name, cache, e.getMessage()), e);
    }
  }

  private Repository find(String name, String revision) {
    Retries retries = new Retries("asking for " + name, firstWait, maxWait);
    while (true) {
      try {
        Repository repository = Repository.find(client, endpoint, name, revision);
        if (revision.matches(COMMIT) && !revision.equals(repository.commit())) {
          throw new ModelException(
              "%s at %s: the hub sends commit %s".formatted(name, revision, repository.commit()));
        }
        return repository;
      } catch (IOException e) {
        retries.await(e);
      }
    }
  }

  private static void require(String what, String text, String pattern) {
    if (!text.matches(pattern) || text.contains("..")) {
      throw new IllegalArgumentException(
          "%s is \"%s\": must be of the form %s, without \"..\"".formatted(what, text, pattern));
    }
  }

  @Override
  public String toString() {
    return "Hub[%s, cache %s]".formatted(endpoint, cache);
  }

  /** Options; one set twice is refused. Not safe for several threads. */
  public static final class Builder {

    private static final String DEFAULT_ENDPOINT = "https://huggingface.co";
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");

    private Map<String, String> environment = System.getenv();
    private Duration firstWait = Duration.ofSeconds(1);
    private Duration stall = Duration.ofMinutes(1);
    private @Nullable URI endpoint;
    private @Nullable String token;
    private @Nullable Path home;
    private @Nullable DownloadListener listener;
    private @Nullable Duration maxWait;

    private Builder() {}

    /** Where the hub is; default {@code HF_ENDPOINT}, else {@code https://huggingface.co}. */
    public Builder endpoint(URI address) {
      requireUnset("endpoint", endpoint);
      this.endpoint = address;
      return this;
    }

    /**
     * The token of an account, for gated and private repositories; default {@code HF_TOKEN}, else
     * none. It is sent to the endpoint alone, over https unless that is this machine, and is in no
     * message.
     */
    public Builder token(String secret) {
      requireUnset("token", token);
      this.token = secret;
      return this;
    }

    /**
     * The folder in whose {@code hub} the downloads are kept; default that of {@code HF_HUB_CACHE},
     * else {@code HF_HOME}, else {@code ~/.cache/huggingface}.
     */
    public Builder home(Path folder) {
      requireUnset("home", home);
      this.home = folder;
      return this;
    }

    /** Who is told of progress; default nobody. */
    public Builder listener(DownloadListener who) {
      requireUnset("listener", listener);
      this.listener = who;
      return this;
    }

    /**
     * How long to wait in total, for one file, before failures are tried again; default 5 minutes.
     *
     * @param limit zero or more
     */
    public Builder maxWait(Duration limit) {
      requireUnset("maxWait", maxWait);
      if (limit.isNegative()) {
        throw new IllegalArgumentException("maxWait is %s: must be 0 or more".formatted(limit));
      }
      this.maxWait = limit;
      return this;
    }

    Builder environment(Map<String, String> variables) {
      this.environment = variables;
      return this;
    }

    Builder firstWait(Duration wait) {
      this.firstWait = wait;
      return this;
    }

    Builder stall(Duration silence) {
      this.stall = silence;
      return this;
    }

    private static void requireUnset(String option, @Nullable Object value) {
      if (value != null) {
        throw new IllegalArgumentException(option + " of the hub is set twice");
      }
    }

    /**
     * The hub; nothing is asked yet.
     *
     * @throws IllegalArgumentException if the endpoint is no address of http or https, is of http
     *     on another machine while there is a token, or the token has characters that none has
     */
    public Hub build() {
      return new Hub(this);
    }

    private Optional<String> variable(String name) {
      return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    private URI endpointOrDefault() {
      URI address =
          endpoint == null
              ? parsed(variable("HF_ENDPOINT").orElse(DEFAULT_ENDPOINT).strip())
              : endpoint;
      String scheme = address.getScheme();
      if (address.getHost() == null
          || address.getUserInfo() != null
          || address.getQuery() != null
          || !("http".equals(scheme) || "https".equals(scheme))) {
        throw new IllegalArgumentException(
            "endpoint (HF_ENDPOINT) on host %s: must be http(s)://host[:port][/path]"
                .formatted(address.getHost()));
      }
      return URI.create(address.toString().replaceFirst("/+$", ""));
    }

    /** Reads an address; what cannot be read may hold a password, so it is in no message. */
    private static URI parsed(String text) {
      Optional<URI> address = Optional.empty();
      try {
        address = Optional.of(new URI(text));
      } catch (URISyntaxException e) {
        LOG.debug("HF_ENDPOINT has a wrong character at {}", e.getIndex());
      }
      return address.orElseThrow(
          () ->
              new IllegalArgumentException(
                  "HF_ENDPOINT is no address, and not shown here:"
                      + " must be http(s)://host[:port][/path]"));
    }

    private Optional<String> tokenFor(URI address) {
      Optional<String> secret = tokenOrDefault();
      if (secret.isPresent()
          && "http".equals(address.getScheme())
          && !LOOPBACK.contains(address.getHost())) {
        throw new IllegalArgumentException(
            "a token (HF_TOKEN) would go to %s over http, which others can read: use https, or no token"
                .formatted(address.getHost()));
      }
      return secret;
    }

    private Optional<String> tokenOrDefault() {
      Optional<String> secret =
          Optional.ofNullable(token).or(() -> variable("HF_TOKEN")).map(String::strip);
      if (secret.isPresent() && !secret.get().matches("[\\x21-\\x7e]+")) {
        throw new IllegalArgumentException(
            "token (HF_TOKEN) has characters that no token has; it is not shown here");
      }
      return secret;
    }

    private Path cacheOrDefault() {
      if (home != null) {
        return home.resolve("hub");
      }
      return variable("HF_HUB_CACHE")
          .map(Path::of)
          .or(() -> variable("HF_HOME").map(folder -> Path.of(folder, "hub")))
          .orElseGet(
              () -> Path.of(System.getProperty("user.home"), ".cache", "huggingface", "hub"));
    }
  }
}
