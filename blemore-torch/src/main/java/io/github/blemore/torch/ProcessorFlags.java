package io.github.blemore.torch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What the processor can do, as Linux tells it. */
final class ProcessorFlags {

  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final List<String> LINES = List.of("flags", "Features");

  private ProcessorFlags() {}

  /** Whether it has at least one of these; true where nothing is told. */
  static boolean have(String... anyOf) {
    if (!Files.exists(CPU_INFO)) {
      return true;
    }
    try (Stream<String> lines = Files.lines(CPU_INFO)) {
      return have(lines.toList(), Set.of(anyOf));
    } catch (IOException | UncheckedIOException e) {
      return true;
    }
  }

  static boolean have(List<String> cpuInfo, Set<String> anyOf) {
    return cpuInfo.stream()
        .filter(line -> LINES.stream().anyMatch(line::startsWith))
        .flatMap(line -> Arrays.stream(line.split("\\s+")))
        .anyMatch(anyOf::contains);
  }
}
