package io.github.blemore.checkpoint;

import io.github.blemore.Device;
import io.github.blemore.Encoder;
import io.github.blemore.License;
import io.github.blemore.Precision;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Options that all encoders with a checkpoint have; one set twice is refused. Not safe for several
 * threads.
 *
 * @param <B> the builder itself
 */
public abstract class CheckpointEncoderBuilder<B extends CheckpointEncoderBuilder<B>> {

  private static final int MAX_CLIPS_AT_ONCE = 1024;

  private final Path folder;
  private final String defaultId;
  private @Nullable String id;
  private @Nullable Device device;
  private @Nullable Precision precision;
  private @Nullable Integer clipsAtOnce;
  private @Nullable License license;
  private boolean nonCommercialAccepted;

  /**
   * Options for a checkpoint.
   *
   * @param folder of the checkpoint
   * @param defaultId of the encoder
   */
  protected CheckpointEncoderBuilder(Path folder, String defaultId) {
    this.folder = folder;
    this.defaultId = defaultId;
  }

  /** This builder. */
  protected abstract B self();

  /** Its id among the encoders of a system; default the family's name, such as {@code videomae}. */
  public B id(String name) {
    requireUnset("id", id);
    this.id = name;
    return self();
  }

  /** Where to compute; default {@link Device#auto()}. */
  public B device(Device where) {
    requireUnset("device", device);
    this.device = where;
    return self();
  }

  /** In which numbers to multiply matrices; default {@link Precision#FLOAT32}. */
  public B precision(Precision numbers) {
    requireUnset("precision", precision);
    this.precision = numbers;
    return self();
  }

  /**
   * How many clips of a batch to compute in one pass; default 1 on the CPU, where more are not
   * faster, and 8 on a GPU.
   *
   * @param clips 1..1024
   */
  public B clipsAtOnce(int clips) {
    requireUnset("clipsAtOnce", clipsAtOnce);
    this.clipsAtOnce = requireRange("clipsAtOnce", clips, MAX_CLIPS_AT_ONCE);
    return self();
  }

  /**
   * The license of the weights; default what the checkpoint's model card ({@code README.md}) says.
   */
  public B license(License ofWeights) {
    requireUnset("license", license);
    this.license = ofWeights;
    return self();
  }

  /** Says yes to weights whose license forbids commercial use; without it they are refused. */
  public B acceptNonCommercial() {
    requireUnset("acceptNonCommercial", nonCommercialAccepted ? true : null);
    this.nonCommercialAccepted = true;
    return self();
  }

  /**
   * Loads the checkpoint.
   *
   * @throws io.github.blemore.ModelException if it is damaged or of another architecture, its
   *     license is not accepted, or PyTorch or the GPU asked for is not there
   */
  public abstract Encoder build();

  /** The folder of the checkpoint. */
  public Path folder() {
    return folder;
  }

  /** The encoder's id. */
  public String id() {
    return Objects.requireNonNullElse(id, defaultId);
  }

  /** Where to compute. */
  public Device device() {
    return Objects.requireNonNullElse(device, Device.auto());
  }

  /** In which numbers. */
  public Precision precision() {
    return Objects.requireNonNullElse(precision, Precision.FLOAT32);
  }

  /** How many clips in a pass, if it was said. */
  public Optional<Integer> clipsAtOnce() {
    return Optional.ofNullable(clipsAtOnce);
  }

  /** The license, if it was said. */
  public Optional<License> license() {
    return Optional.ofNullable(license);
  }

  /** Whether weights that forbid commercial use are accepted. */
  public boolean isNonCommercialAccepted() {
    return nonCommercialAccepted;
  }

  /** The value, if it is 1 to {@code most}. */
  protected final int requireRange(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(
          "%s of encoder %s is %d: must be 1..%d".formatted(option, id(), value, most));
    }
    return value;
  }

  /** Refuses an option that was set before. */
  protected final void requireUnset(String option, @Nullable Object value) {
    if (value != null) {
      throw new IllegalArgumentException(
          "%s of encoder %s is set twice: %s".formatted(option, id(), value));
    }
  }
}
