package io.github.blemore.conformance;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came out.
 *
 * @param checks one for each case and tensor
 * @param skipped what was not run, and why
 */
public record ConformanceReport(List<Check> checks, List<Skipped> skipped) {

  /**
   * One comparison.
   *
   * @param fixture the folder
   * @param caseName the case in it
   * @param tensor what was compared
   * @param maxAbsDiff largest absolute difference; the largest double if nothing could be compared
   * @param tolerance the largest allowed
   * @param ok whether it is within
   * @param error what kept it from being compared, if anything
   */
  public record Check(
      String fixture,
      @JsonProperty("case") String caseName,
      String tensor,
      @JsonProperty("max_abs_diff") double maxAbsDiff,
      double tolerance,
      boolean ok,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String error) {}

  /**
   * A folder or file that was not run.
   *
   * @param fixture which
   * @param reason why
   */
  public record Skipped(String fixture, String reason) {}

  /** How many checks are within their tolerance. */
  @JsonProperty
  public long ok() {
    return checks.stream().filter(Check::ok).count();
  }

  /** How many are not. */
  @JsonProperty
  public long failed() {
    return checks.size() - ok();
  }
}
