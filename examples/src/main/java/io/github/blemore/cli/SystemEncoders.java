package io.github.blemore.cli;

import io.github.blemore.Encoder;
import io.github.blemore.EncoderForm;
import io.github.blemore.ModelException;
import io.github.blemore.acoustic.AcousticEncoder;
import io.github.blemore.faceapi.FaceApiEncoder;
import io.github.blemore.spec.EncoderSpec;
import io.github.blemore.system.BlendSystem;
import io.github.blemore.system.SystemMember;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The encoders of a system, opened: as the command line says, otherwise as they were when it was
 * fitted. What sends clips away is said before any clip is read.
 */
final class SystemEncoders implements AutoCloseable {

  private static final Set<String> WITHOUT_CHECKPOINT =
      Set.of(FaceApiEncoder.ID, AcousticEncoder.ID);

  private final List<OpenedEncoders> opened = new ArrayList<>();
  private final Map<String, Encoder> ofMember = new LinkedHashMap<>();

  private SystemEncoders() {}

  /**
   * Opens them all, or none.
   *
   * @param given where some of them are now; told by the ids that the opened encoders have
   * @throws IllegalArgumentException if a given one is none of the system's or stands twice, or it
   *     is not known how one is opened; the message says what to pass
   * @throws ModelException if one cannot be opened, or is not the one the system was fitted with
   */
  static SystemEncoders of(BlendSystem system, List<EncoderSpec> given, PrintWriter err) {
    SystemEncoders encoders = new SystemEncoders();
    try {
      encoders.open(system.members(), given, err);
      return encoders;
    } catch (RuntimeException | Error e) {
      encoders.close();
      throw e;
    }
  }

  /**
   * Checks that a system adapts to people.
   *
   * @param option that names people; empty if none was given
   * @throws IllegalArgumentException if it does not, and they are named
   */
  static void requirePersonal(BlendSystem system, Optional<String> option) {
    if (option.isPresent() && system.fitted().personal().isEmpty()) {
      throw new IllegalArgumentException(
          "%s: this system does not adapt to people; fit one with --personal, or leave it out"
              .formatted(option.get()));
    }
  }

  private void open(List<SystemMember> members, List<EncoderSpec> given, PrintWriter err) {
    List<String> ids = members.stream().map(SystemMember::id).toList();
    OpenedEncoders moved = OpenedEncoders.of(given, err);
    opened.add(moved);
    for (int i = 0; i < given.size(); i++) {
      Encoder encoder = moved.encoders().get(i);
      String id = encoder.info().id();
      if (!ids.contains(id) || ofMember.put(id, encoder) != null) {
        throw new IllegalArgumentException(
            "--encoder %s is encoder %s: must be one of the system's, %s, each once"
                .formatted(given.get(i), id, ids));
      }
    }
    List<SystemMember> rest =
        members.stream().filter(member -> !ofMember.containsKey(member.id())).toList();
    OpenedEncoders fitted =
        OpenedEncoders.of(
            rest.stream().map(SystemEncoders::spec).toList(), SystemEncoders::openFitted, err);
    opened.add(fitted);
    for (int i = 0; i < rest.size(); i++) {
      ofMember.put(rest.get(i).id(), fitted.encoders().get(i));
    }
    members.forEach(member -> member.requireSame(EncoderForm.of(of(member).info())));
  }

  private static EncoderSpec spec(SystemMember member) {
    String id = member.id();
    String written =
        member
            .origin()
            .spec()
            .orElseGet(
                () -> {
                  if (WITHOUT_CHECKPOINT.contains(id)) {
                    return id;
                  }
                  throw new IllegalArgumentException(
                      "the system does not know how its encoder %s is opened: say it by --encoder SPEC"
                          .formatted(id));
                });
    try {
      return EncoderSpec.parse(written);
    } catch (IllegalArgumentException e) {
      throw cannotBeOpened(written, e);
    }
  }

  private static Encoder openFitted(EncoderSpec spec) {
    try {
      return spec.open();
    } catch (ModelException | IllegalArgumentException e) {
      throw cannotBeOpened(spec.toString(), e);
    }
  }

  private static ModelException cannotBeOpened(String spec, RuntimeException cause) {
    return new ModelException(
        "encoder %s of the system cannot be opened (%s): say where it is now by --encoder SPEC"
            .formatted(spec, cause.getMessage()),
        cause);
  }

  /** The encoder of a member of the system. */
  Encoder of(SystemMember member) {
    return Objects.requireNonNull(ofMember.get(member.id()));
  }

  /** All of them. */
  List<Encoder> encoders() {
    return List.copyOf(ofMember.values());
  }

  @Override
  public void close() {
    opened.forEach(OpenedEncoders::close);
  }
}
