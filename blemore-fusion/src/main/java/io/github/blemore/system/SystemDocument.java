package io.github.blemore.system;

import io.github.blemore.EncoderForm;
import io.github.blemore.EncoderOrigin;
import io.github.blemore.License;
import io.github.blemore.Modality;
import io.github.blemore.head.HeadSettings;
import io.github.blemore.head.SoftmaxHead;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code system.json}; what is not there is null. */
record SystemDocument(
    String format,
    int version,
    String libraryVersion,
    String created,
    String design,
    HeadSettings training,
    int clips,
    SortedMap<String, Integer> foldOf,
    String labelsSha256,
    List<Member> encoders,
    FusionDocument fusion,
    @Nullable FileRef evaluations) {

  static final String FORMAT = "blemore-system";
  static final int VERSION = 1;

  SystemDocument {
    Objects.requireNonNull(libraryVersion, "libraryVersion is null");
    Objects.requireNonNull(created, "created is null");
    Objects.requireNonNull(design, "design is null");
    Objects.requireNonNull(training, "training is null");
    Objects.requireNonNull(foldOf, "foldOf is null");
    Objects.requireNonNull(labelsSha256, "labelsSha256 is null");
    encoders = List.copyOf(encoders);
    Objects.requireNonNull(fusion, "fusion is null");
  }

  /** A file of the system, by its name in the folder. */
  record FileRef(String file, String sha256) {

    FileRef {
      Objects.requireNonNull(file, "file is null");
      Objects.requireNonNull(sha256, "sha256 is null");
    }
  }

  /** An encoder. */
  record Member(
      String id,
      @Nullable String checkpointSha256,
      String preprocessing,
      String modality,
      int dimension,
      String needs,
      String settings,
      boolean madeUpWeights,
      boolean taskAdapted,
      @Nullable String spec,
      @Nullable Terms license,
      FileRef head) {

    Member {
      Objects.requireNonNull(id, "id is null");
      Objects.requireNonNull(preprocessing, "preprocessing is null");
      Objects.requireNonNull(modality, "modality is null");
      Objects.requireNonNull(needs, "needs is null");
      Objects.requireNonNull(settings, "settings is null");
      Objects.requireNonNull(head, "head is null");
    }

    static Member of(SystemMember member, FileRef head) {
      EncoderForm form = member.origin().form();
      return new Member(
          form.id(),
          form.checkpointSha256().orElse(null),
          form.preprocessing(),
          form.modality().name(),
          form.dimension(),
          form.needs(),
          form.settings(),
          form.hasMadeUpWeights(),
          member.taskAdapted(),
          member.origin().spec().orElse(null),
          member.origin().license().map(Terms::of).orElse(null),
          head);
    }

    SystemMember member(SoftmaxHead fitted) {
      EncoderForm form =
          new EncoderForm(
              id,
              Optional.ofNullable(checkpointSha256),
              preprocessing,
              Modality.valueOf(modality),
              dimension,
              needs,
              settings,
              madeUpWeights);
      EncoderOrigin origin =
          new EncoderOrigin(
              form, Optional.ofNullable(spec), Optional.ofNullable(license).map(Terms::license));
      return new SystemMember(origin, fitted, taskAdapted);
    }
  }

  /** A license. */
  record Terms(String name, String source, boolean commercialUse) {

    static Terms of(License license) {
      return new Terms(license.name(), license.source(), license.commercialUse());
    }

    License license() {
      return new License(name, source, commercialUse);
    }
  }

  static SystemDocument of(
      BlendSystem system,
      List<Member> members,
      FusionDocument fusion,
      @Nullable FileRef evaluations) {
    SystemOrigin origin = system.origin();
    return new SystemDocument(
        FORMAT,
        VERSION,
        origin.libraryVersion(),
        origin.created().toString(),
        origin.design(),
        origin.training(),
        origin.clips(),
        new TreeMap<>(origin.foldOf()),
        origin.labelsSha256(),
        members,
        fusion,
        evaluations);
  }

  SystemOrigin origin() {
    return new SystemOrigin(
        libraryVersion, Instant.parse(created), design, training, clips, foldOf, labelsSha256);
  }
}
