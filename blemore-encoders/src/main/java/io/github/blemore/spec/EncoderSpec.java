package io.github.blemore.spec;

import io.github.blemore.Encoder;
import io.github.blemore.checkpoint.CheckpointEncoderBuilder;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An encoder in words: {@code name}, {@code name:checkpoint} or {@code
 * name:checkpoint:option=value,option=value}; {@code name:option=value} for one that has no
 * checkpoint. {@link #usages()} lists the names and their options. For {@code gemini}, a remote
 * service, a model's name stands for the checkpoint, and may be left out.
 *
 * <p>The checkpoint may hold colons, as {@code C:\models\videomae} does: what follows the last
 * colon is options only if it looks like them ({@code word=...}) or is empty. A folder whose own
 * name does, {@code models:layers=6-12}, is written with a colon after it.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class EncoderSpec {

  private static final Pattern OPTIONS = Pattern.compile("[a-z][a-z-]*=[^/\\\\]*");

  private final String text;
  private final SpecFamily<?> family;
  private final Path checkpoint;
  private final Map<String, String> options;

  private EncoderSpec(
      String text, SpecFamily<?> family, Path checkpoint, Map<String, String> options) {
    this.text = text;
    this.family = family;
    this.checkpoint = checkpoint;
    this.options = options;
  }

  /**
   * Reads a line; nothing is opened yet.
   *
   * @throws IllegalArgumentException if the name or an option is unknown, an option is set twice or
   *     its value is not allowed, or the checkpoint is missing; the message lists what is allowed
   */
  public static EncoderSpec parse(String text) {
    try {
      return parsed(text);
    } catch (InvalidPathException e) {
      throw wrong(text, "this is no path: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw wrong(text, String.valueOf(e.getMessage()), e);
    }
  }

  /** Command lines get into logs: neither the message nor its cause shows what may be a secret. */
  private static IllegalArgumentException wrong(
      String text, String problem, IllegalArgumentException cause) {
    String message = "encoder \"%s\": %s".formatted(text, problem);
    String shown = Secrets.hide(message);
    return new IllegalArgumentException(shown, shown.equals(message) ? cause : null);
  }

  private static EncoderSpec parsed(String text) {
    int colon = text.indexOf(':');
    SpecFamily<?> family = SpecFamilies.named(colon < 0 ? text : text.substring(0, colon));
    String rest = colon < 0 ? "" : text.substring(colon + 1);
    String file = rest;
    String options = "";
    int last = rest.lastIndexOf(':');
    int known = family.optionsBegin(rest);
    String tail = rest.substring(known < 0 ? last + 1 : known);
    if (known >= 0 || tail.isEmpty() || OPTIONS.matcher(tail).matches()) {
      file = rest.substring(0, Math.max((known < 0 ? last + 1 : known) - 1, 0));
      options = tail;
    }
    family.requirePlace(file);
    EncoderSpec spec = new EncoderSpec(text, family, Path.of(file), optionsOf(options));
    family.check(spec.checkpoint, spec.options);
    return spec;
  }

  private static Map<String, String> optionsOf(String text) {
    Map<String, String> options = new LinkedHashMap<>();
    if (text.isEmpty()) {
      return options;
    }
    for (String option : text.split(",", -1)) {
      int equals = option.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(
            "option \"%s\" must be written option=value".formatted(option));
      }
      String name = option.substring(0, equals);
      if (options.putIfAbsent(name, option.substring(equals + 1)) != null) {
        throw new IllegalArgumentException("option %s is set twice: set it once".formatted(name));
      }
    }
    return Collections.unmodifiableMap(options);
  }

  /**
   * Opens it; the caller closes it.
   *
   * @throws IllegalArgumentException if an option does not fit the checkpoint
   * @throws io.github.blemore.ModelException if the checkpoint is missing, damaged or of another
   *     architecture, its license is not accepted, or an engine or the GPU asked for is not there
   */
  public Encoder open() {
    try {
      return family.open(checkpoint, options);
    } catch (IllegalArgumentException e) {
      throw wrong(text, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * A new builder with the options, nothing opened yet: for what takes one, as an adaptation to the
   * task does. Empty for an encoder that has no checkpoint in Hugging Face's form.
   */
  public Optional<CheckpointEncoderBuilder<?>> checkpointBuilder() {
    return family.checkpointBuilder(checkpoint, options);
  }

  /** The name of the family, such as {@code videomae}. */
  public String name() {
    return family.name();
  }

  /** The folder or file of the checkpoint; an empty path if there is none. */
  public Path checkpoint() {
    return checkpoint;
  }

  /** The options that were given, in their order. */
  public Map<String, String> options() {
    return options;
  }

  /** How each kind of encoder is written, with its options and their values; a line each. */
  public static List<String> usages() {
    return SpecFamilies.ALL.stream().map(SpecFamily::usage).toList();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EncoderSpec that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** As it was written, but for what may be a secret. */
  @Override
  public String toString() {
    return Secrets.hide(text);
  }
}
