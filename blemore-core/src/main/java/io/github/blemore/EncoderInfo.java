package io.github.blemore;

import io.github.blemore.media.MediaNeeds;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an encoder is and what it needs.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class EncoderInfo {

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private final String id;
  private final Modality modality;
  private final int dimension;
  private final MediaNeeds needs;
  private final @Nullable String checkpointSha256;
  private final @Nullable License license;
  private final String computesOn;
  private final String settings;
  private final boolean madeUp;
  private final @Nullable String recipient;
  private final boolean imported;

  private EncoderInfo(Builder builder) {
    this.id = builder.id;
    this.modality = builder.modality;
    this.dimension = builder.dimension;
    this.needs = builder.needs;
    this.checkpointSha256 = builder.checkpointSha256;
    this.license = builder.license;
    this.computesOn = Objects.requireNonNullElse(builder.computesOn, "cpu, float32");
    this.settings = Objects.requireNonNullElse(builder.settings, "");
    this.madeUp = builder.madeUp;
    this.recipient = builder.recipient;
    this.imported = builder.imported;
  }

  /**
   * Starts a description. The dimension must be given before {@link Builder#build}.
   *
   * @param id unique among the encoders of a system: letters, digits, dot, dash, underscore
   * @param modality what of the clip it looks at
   * @param needs what media it needs
   */
  public static Builder builder(String id, Modality modality, MediaNeeds needs) {
    return new Builder(id, modality, needs);
  }

  /** Unique among the encoders of a system, such as {@code face-api}. */
  public String id() {
    return id;
  }

  /** What of the clip it looks at. */
  public Modality modality() {
    return modality;
  }

  /** Values in each window of its embeddings. */
  public int dimension() {
    return dimension;
  }

  /** What media it needs. */
  public MediaNeeds needs() {
    return needs;
  }

  /** SHA-256 of its weights, 64 lower-case hex digits; empty if it has none. */
  public Optional<String> checkpointSha256() {
    return Optional.ofNullable(checkpointSha256);
  }

  /** Licence of its weights; empty if it has none. */
  public Optional<License> license() {
    return Optional.ofNullable(license);
  }

  /** The device and precision really used, such as {@code cpu, float32}. */
  public String computesOn() {
    return computesOn;
  }

  /**
   * What it does besides what its needs say, such as {@code layers 6-12, mean over time}:
   * embeddings made with other settings are other embeddings. Empty if there is nothing to say.
   */
  public String settings() {
    return settings;
  }

  /** Whether its weights are random, made to try things out: what it says means nothing. */
  public boolean hasMadeUpWeights() {
    return madeUp;
  }

  /**
   * To whom it sends what it sees and hears, such as the address of a service: a clip given to it
   * leaves this machine. Empty for an encoder that computes here.
   */
  public Optional<String> recipient() {
    return Optional.ofNullable(recipient);
  }

  /**
   * Whether it only gives out embeddings that another program made. What was done to the clips is
   * not known then, and its checkpoint is that of the embeddings themselves.
   */
  public boolean isImported() {
    return imported;
  }

  @Override
  public String toString() {
    return "%s (%s, %d values, %s%s%s)"
        .formatted(
            id,
            modality,
            dimension,
            computesOn,
            madeUp ? ", made-up weights" : "",
            recipient == null ? "" : ", sends clips to " + recipient);
  }

  /** Collects the description; an option set twice is refused. Not safe for several threads. */
  public static final class Builder {

    private final String id;
    private final Modality modality;
    private final MediaNeeds needs;
    private int dimension;
    private @Nullable String checkpointSha256;
    private @Nullable License license;
    private @Nullable String computesOn;
    private @Nullable String settings;
    private boolean madeUp;
    private @Nullable String recipient;
    private boolean imported;

    private Builder(String id, Modality modality, MediaNeeds needs) {
      if (!ID.matcher(id).matches()) {
        throw new IllegalArgumentException(
            "encoder id \"%s\": must be letters, digits, dot, dash or underscore".formatted(id));
      }
      this.id = id;
      this.modality = modality;
      this.needs = needs;
    }

    /** Values in each window of its embeddings; required, at least 1. */
    public Builder dimension(int values) {
      if (values < 1) {
        throw new IllegalArgumentException(
            "dimension of encoder %s is %d: must be at least 1".formatted(id, values));
      }
      requireUnset("dimension", dimension == 0 ? null : dimension);
      this.dimension = values;
      return this;
    }

    /** Weights it runs on; default: none. */
    public Builder checkpoint(String sha256, License weightsLicense) {
      if (!sha256.matches("[0-9a-f]{64}")) {
        throw new IllegalArgumentException(
            "SHA-256 of encoder %s is \"%s\": must be 64 lower-case hex digits"
                .formatted(id, sha256));
      }
      requireUnset("checkpoint", checkpointSha256);
      this.checkpointSha256 = sha256;
      this.license = weightsLicense;
      return this;
    }

    /** Device and precision; default: {@code cpu, float32}. */
    public Builder computesOn(String deviceAndPrecision) {
      requireUnset("computesOn", computesOn);
      this.computesOn = deviceAndPrecision;
      return this;
    }

    /** What it does besides what its needs say; default: nothing to say. */
    public Builder settings(String words) {
      requireUnset("settings", settings);
      this.settings = words;
      return this;
    }

    /** Says that the weights are random; default: they are not. */
    public Builder madeUpWeights() {
      requireUnset("madeUpWeights", madeUp ? true : null);
      this.madeUp = true;
      return this;
    }

    /** Says that clips leave this machine, and to whom; default: they do not. */
    public Builder recipient(String nameOrAddress) {
      requireUnset("recipient", recipient);
      if (nameOrAddress.isBlank()) {
        throw new IllegalArgumentException(
            "recipient of encoder " + id + " is blank: must say who gets the clips");
      }
      this.recipient = nameOrAddress;
      return this;
    }

    /** Says that another program made its embeddings; default: it makes them. */
    public Builder imported() {
      requireUnset("imported", imported ? true : null);
      this.imported = true;
      return this;
    }

    private void requireUnset(String option, @Nullable Object value) {
      if (value != null) {
        throw new IllegalArgumentException(
            "%s of encoder %s is set twice: %s".formatted(option, id, value));
      }
    }

    /**
     * The description.
     *
     * @throws IllegalArgumentException if the dimension was not given
     */
    public EncoderInfo build() {
      if (dimension == 0) {
        throw new IllegalArgumentException("dimension of encoder " + id + " was not given");
      }
      return new EncoderInfo(this);
    }
  }
}
