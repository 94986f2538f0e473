package io.github.blemore;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Where a result comes from.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class Provenance {

  private final List<EncoderInfo> encoders;
  private final Map<String, String> heads;
  private final String fusion;
  private final String decision;
  private final @Nullable String confidence;

  private Provenance(
      List<EncoderInfo> encoders,
      Map<String, String> heads,
      String fusion,
      String decision,
      @Nullable String confidence) {
    this.encoders = List.copyOf(encoders);
    this.heads = Collections.unmodifiableMap(new LinkedHashMap<>(heads));
    this.fusion = fusion;
    this.decision = decision;
    this.confidence = confidence;
  }

  Provenance(
      List<EncoderInfo> encoders, Map<String, String> heads, LateFusion fusion, DecisionRule rule) {
    this(encoders, heads, fusion.toString(), rule.toString(), null);
  }

  /** The same, decided by another rule. */
  Provenance withDecision(DecisionRule rule) {
    return new Provenance(encoders, heads, fusion, rule.toString(), confidence);
  }

  /** The same, its confidence judged by this rule. */
  Provenance withConfidence(ConfidenceRule rule) {
    return new Provenance(encoders, heads, fusion, decision, rule.toString());
  }

  /** The version of this library that made the result. */
  public String version() {
    return libraryVersion();
  }

  /** The encoders that took part, with their weights' SHA-256, device and precision. */
  public List<EncoderInfo> encoders() {
    return encoders;
  }

  /** Encoder id to its head in words; encoders without a head are not in it. */
  public Map<String, String> heads() {
    return heads;
  }

  /** The fusion in words. */
  public String fusion() {
    return fusion;
  }

  /** The decision rule in words. */
  public String decision() {
    return decision;
  }

  /** The rule that judges confidence in words; empty if there is none. */
  public Optional<String> confidence() {
    return Optional.ofNullable(confidence);
  }

  /** The version of this library, such as {@code 0.1.0}. */
  public static String libraryVersion() {
    try (InputStream in = Provenance.class.getResourceAsStream("version.properties")) {
      if (in == null) {
        throw new ModelException(
            "version.properties is not in the jar of blemore-core: the jar is damaged");
      }
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return "encoders %s, heads %s, fusion %s, decision %s%s"
        .formatted(
            encoders,
            heads,
            fusion,
            decision,
            confidence == null ? "" : ", confidence " + confidence);
  }
}
