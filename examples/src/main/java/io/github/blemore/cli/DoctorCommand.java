package io.github.blemore.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.blemore.BlemoreException;
import io.github.blemore.Device;
import io.github.blemore.Provenance;
import io.github.blemore.face.HaarFaceDetector;
import io.github.blemore.faceapi.FaceApiEncoder;
import io.github.blemore.image.RgbImage;
import io.github.blemore.libav.LibavInfo;
import io.github.blemore.onnx.OnnxEncoder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code blemore doctor}. */
@Command(
    name = "doctor",
    description = {
      "What is installed: natives, engines, devices, codecs, offline state,",
      "and what to do about what is missing. Exit 1 if something is missing that predict needs."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class DoctorCommand implements Callable<Integer> {

  /**
   * One thing looked at.
   *
   * @param name of the thing
   * @param ok whether it is as it must be
   * @param detail what was found; if not ok, also what to do
   */
  record Finding(String name, boolean ok, String detail) {}

  /** Looks at one thing and says what it found. */
  private interface Look {
    String detail();
  }

  @Option(names = "--json", description = "One JSON document instead of text.")
  private boolean json;

  @Spec private CommandSpec spec;

  private final List<Finding> findings = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    look("blemore", Provenance::libraryVersion);
    look("java", DoctorCommand::java);
    findings.add(fileNames());
    look("libav", () -> LibavInfo.read().version());
    look("codecs", DoctorCommand::codecs);
    look("faces", DoctorCommand::faces);
    look("face-api on cpu", () -> faceApi(Device.cpu()));
    look("face-api on auto", () -> faceApi(Device.auto()));
    look("onnx runtime", OnnxEncoder::runtimeVersion);
    findings.add(network());
    print(spec.commandLine().getOut());
    return findings.stream().allMatch(Finding::ok) ? 0 : 1;
  }

  private void look(String name, Look look) {
    try {
      findings.add(new Finding(name, true, look.detail()));
    } catch (BlemoreException e) {
      findings.add(new Finding(name, false, String.valueOf(e.getMessage())));
    }
  }

  private static String java() {
    return "%s, %s %s, %d processors, heap at most %d MB"
        .formatted(
            Runtime.version(),
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            Runtime.getRuntime().availableProcessors(),
            Runtime.getRuntime().maxMemory() >> 20);
  }

  private static Finding fileNames() {
    String charset = System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name());
    boolean wide = charset.equalsIgnoreCase("UTF-8");
    String advice =
        wide ? "" : ": only plain ASCII can be opened; set LC_ALL=C.UTF-8 to open others";
    return new Finding("file names", true, charset + advice);
  }

  private static String codecs() {
    LibavInfo info = LibavInfo.read();
    return info.missing().isEmpty()
        ? String.join(" ", info.decoders())
        : "%s; missing: %s"
            .formatted(String.join(" ", info.decoders()), String.join(" ", info.missing()));
  }

  private static String faces() {
    try (HaarFaceDetector detector = HaarFaceDetector.load()) {
      RgbImage black = new RgbImage(64, 64, new byte[64 * 64 * 3]);
      return "Haar cascade loaded, finds %d faces in a black picture"
          .formatted(detector.detect(black).size());
    }
  }

  private static String faceApi(Device device) {
    try (FaceApiEncoder encoder = FaceApiEncoder.builder().device(device).build()) {
      return "%s, weights SHA-256 %s"
          .formatted(encoder.info().computesOn(), encoder.info().checkpointSha256().orElse("none"));
    }
  }

  private static Finding network() {
    String offline = System.getProperty("ai.djl.offline", "not set");
    boolean ok = offline.equals("true");
    return new Finding(
        "network",
        ok,
        ok
            ? "DJL may not download anything (ai.djl.offline=true)"
            : "DJL may download (ai.djl.offline is %s): set it to true".formatted(offline));
  }

  private void print(PrintWriter out) throws IOException {
    if (json) {
      out.println(
          new ObjectMapper()
              .writerWithDefaultPrettyPrinter()
              .writeValueAsString(Map.of("findings", findings)));
    } else {
      for (Finding finding : findings) {
        out.printf(
            "%-8s %-17s %s%n", finding.ok() ? "ok" : "MISSING", finding.name(), finding.detail());
      }
    }
    out.flush();
  }
}
