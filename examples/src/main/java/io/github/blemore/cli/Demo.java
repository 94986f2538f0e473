package io.github.blemore.cli;

import io.github.blemore.BlemoreException;
import io.github.blemore.BlendRecognizer;
import io.github.blemore.Clip;
import io.github.blemore.EmbeddingSource;
import io.github.blemore.EmbeddingSources;
import io.github.blemore.Encoder;
import io.github.blemore.EncoderForm;
import io.github.blemore.EncoderOrigin;
import io.github.blemore.Recognition;
import io.github.blemore.acoustic.AcousticEncoder;
import io.github.blemore.challenge.Metadata;
import io.github.blemore.challenge.MetadataRow;
import io.github.blemore.examples.MotionGridEncoder;
import io.github.blemore.experiment.Experiment;
import io.github.blemore.experiment.ExperimentResult;
import io.github.blemore.experiment.FoldModel;
import io.github.blemore.experiment.Protocol;
import io.github.blemore.faceapi.FaceApiEncoder;
import io.github.blemore.gemini.GeminiEncoder;
import io.github.blemore.gemini.GeminiStandIn;
import io.github.blemore.head.HeadTraining;
import io.github.blemore.head.SoftmaxHead;
import io.github.blemore.madeup.MadeUpCheckpoint;
import io.github.blemore.madeup.MadeUpFamily;
import io.github.blemore.madeup.MadeUpSize;
import io.github.blemore.report.HtmlReport;
import io.github.blemore.report.SystemNames;
import io.github.blemore.simulation.SimulatedCorpus;
import io.github.blemore.spec.EncoderSpec;
import io.github.blemore.store.EmbeddingStore;
import io.github.blemore.store.Extraction;
import io.github.blemore.store.ExtractionSummary;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The whole experiment on simulated people, in a folder: clips, made-up checkpoints, embeddings,
 * heads, scores, a report. What is there already is kept.
 */
final class Demo {

  /** Of the clips of the fold that is left out, the one that is predicted for all to see. */
  private static final int SHOWN_FOLD = 0;

  /**
   * What came of it.
   *
   * @param corpus the simulated clips
   * @param extraction what encoding did
   * @param nested honest scores of all encoders, those on made-up weights included
   * @param learned the same with only the encoders that mean something
   * @param challenge of all encoders, with everything chosen on the scored fold, as the baseline
   *     does
   * @param body nested scores of the example encoder for bodies, which is not fused
   * @param shown a recognition, made from the file, of a clip whose person was not trained on
   * @param truth what that clip was meant to show
   * @param adapted encoders that were adapted; empty if that was not asked for
   */
  record Result(
      SimulatedCorpus.Rendered corpus,
      ExtractionSummary extraction,
      ExperimentResult nested,
      ExperimentResult learned,
      ExperimentResult challenge,
      ExperimentResult body,
      Recognition shown,
      MetadataRow truth,
      List<DemoAdaptation.Adapted> adapted) {}

  /**
   * An encoder of the fusion.
   *
   * @param id of it
   * @param open opens it
   * @param spec opens it again, if there are words for that
   */
  private record Member(String id, Supplier<Encoder> open, Optional<EncoderSpec> spec) {

    private static Member of(EncoderSpec spec) {
      return new Member(spec.name(), spec::open, Optional.of(spec));
    }
  }

  /** The id of the encoder that asks the stand-in for Gemini. */
  static final String STAND_IN = "gemini-stand-in";

  /** What a reader must know of it. */
  static final String STAND_IN_MEANING =
      STAND_IN
          + " is not Gemini: a fake service on this machine answers in its place, with embeddings made"
          + " of averaged, differenced and colored thumbnails of the first two seconds. It shows that"
          + " the adapter works, from the cut clip to the vote; nothing leaves the machine, and it"
          + " tells nothing about the real service.";

  /** The encoders that need no checkpoint. */
  private static final List<String> LEARNED = List.of(FaceApiEncoder.ID, AcousticEncoder.ID);

  /** Few frames are enough to show that an encoder of single frames works. */
  private static final Map<MadeUpFamily, String> OPTIONS =
      Map.of(MadeUpFamily.CLIP, "frames=4", MadeUpFamily.VIT, "frames=4");

  /** What a reader must know before the scores. */
  static final String MADE_UP_MEANING =
      "%d encoders run on made-up weights: networks of the published structure, but tiny and with"
              .formatted(madeUp().size())
          + " random numbers in them, because no trained ones can be shipped. Heads are fitted on what"
          + " comes out of them as on any features, and their votes are fused. That shows that every"
          + " family works; it tells nothing about how good the families are.";

  private final Path folder;
  private final SimulatedCorpus corpus;
  private final HeadTraining training;
  private final Optional<GeminiStandIn> standIn;
  private final boolean adapts;
  private final PrintWriter err;

  Demo(
      Path folder,
      SimulatedCorpus corpus,
      Optional<GeminiStandIn> standIn,
      boolean adapts,
      PrintWriter err) {
    this.folder = folder;
    this.corpus = corpus;
    this.standIn = standIn;
    this.adapts = adapts;
    this.training =
        HeadTraining.builder()
            .hidden(256)
            .learningRate(1e-3)
            .epochs(40)
            .seed(corpus.seed())
            .build();
    this.err = err;
  }

  Path clips() {
    return folder.resolve("clips");
  }

  Path checkpoints() {
    return folder.resolve(adapts ? "checkpoints-miniature" : "checkpoints");
  }

  Path adapted() {
    return folder.resolve("adapted");
  }

  Path embeddings() {
    return folder.resolve("embeddings.sqlite");
  }

  Path heads() {
    return folder.resolve("heads");
  }

  Path report() {
    return folder.resolve("report.html");
  }

  Result run() throws IOException {
    Files.createDirectories(heads());
    SimulatedCorpus.Rendered rendered;
    try (Progress progress = Progress.of("simulated clips", corpus.clips(), err)) {
      rendered = corpus.render(progress::step);
    }
    List<Member> members = members();
    Metadata metadata = rendered.metadata();
    try (EmbeddingStore embeddings = EmbeddingStore.open(embeddings())) {
      Encoded encoded = encode(metadata, members, embeddings);
      if (!encoded.summary().isComplete()) {
        throw new BlemoreException("clips could not be encoded: " + encoded.summary().encoders());
      }
      List<DemoAdaptation.Adapted> adapted = adapt(metadata);
      Result result = evaluate(rendered, members, encoded, adapted);
      writeReport(result);
      return result;
    }
  }

  /** What encoding did, and its embeddings alone: others may be in the store. */
  private record Encoded(ExtractionSummary summary, EmbeddingSource embeddings) {}

  private List<DemoAdaptation.Adapted> adapt(Metadata metadata) throws IOException {
    if (!adapts) {
      return List.of();
    }
    return new DemoAdaptation(checkpoints(), adapted(), corpus.seed(), err)
        .run(metadata, metadata.rows().stream().map(this::clip).toList());
  }

  private Result evaluate(
      SimulatedCorpus.Rendered rendered,
      List<Member> encoders,
      Encoded encoded,
      List<DemoAdaptation.Adapted> adapted)
      throws IOException {
    List<EmbeddingSource> sources = new ArrayList<>();
    List<Member> members = new ArrayList<>(encoders);
    sources.add(encoded.embeddings());
    for (DemoAdaptation.Adapted one : adapted) {
      sources.add(one.open());
      members.add(new Member(one.id(), one::open, Optional.empty()));
    }
    EmbeddingSource embeddings = EmbeddingSources.union(sources);
    Metadata metadata = rendered.metadata();
    List<String> all = members.stream().map(Member::id).toList();
    ExperimentResult nested = experiment(metadata, embeddings, all, Protocol.NESTED);
    ExperimentResult learned = experiment(metadata, embeddings, LEARNED, Protocol.NESTED);
    ExperimentResult challenge = experiment(metadata, embeddings, all, Protocol.CHALLENGE);
    ExperimentResult body =
        experiment(metadata, embeddings, List.of(MotionGridEncoder.ID), Protocol.NESTED);
    saveHeads(nested);
    MetadataRow truth = shownClip(metadata);
    Recognition shown = recognize(nested.models().get(SHOWN_FOLD), members, truth);
    return new Result(
        rendered, encoded.summary(), nested, learned, challenge, body, shown, truth, adapted);
  }

  /** All encoders of the fusion; the checkpoints they need are made up first. */
  private List<Member> members() throws IOException {
    List<Member> members = new ArrayList<>();
    LEARNED.forEach(name -> members.add(Member.of(EncoderSpec.parse(name))));
    for (MadeUpFamily family : MadeUpFamily.onePerEncoder()) {
      Path checkpoint = checkpoints().resolve(family.encoder());
      if (!Files.exists(checkpoint.resolve("model.safetensors"))) {
        MadeUpCheckpoint.of(family)
            .size(adapts ? MadeUpSize.MINIATURE : MadeUpSize.TINY)
            .seed(corpus.seed())
            .write(checkpoint);
      }
      members.add(
          Member.of(
              EncoderSpec.parse(
                  "%s:%s:%s"
                      .formatted(family.encoder(), checkpoint, OPTIONS.getOrDefault(family, "")))));
    }
    standIn.ifPresent(
        service ->
            members.add(
                new Member(
                    STAND_IN,
                    () -> GeminiEncoder.builder().id(STAND_IN).standIn(service).build(),
                    Optional.empty())));
    return members;
  }

  /** The ids of the encoders on made-up weights. */
  static Set<String> madeUp() {
    return MadeUpFamily.onePerEncoder().stream()
        .map(MadeUpFamily::encoder)
        .collect(Collectors.toUnmodifiableSet());
  }

  private Encoded encode(Metadata metadata, List<Member> members, EmbeddingStore embeddings)
      throws IOException {
    List<Clip> clips = new ArrayList<>();
    for (MetadataRow row : metadata.rows()) {
      clips.add(clip(row));
    }
    List<Encoder> encoders = new ArrayList<>();
    try (Progress progress = Progress.of("clips encoded", clips.size(), err)) {
      members.forEach(member -> encoders.add(member.open().get()));
      encoders.add(new MotionGridEncoder());
      ExtractionSummary summary =
          Extraction.builder(embeddings, encoders)
              .retryFailed()
              .build()
              .run(clips, (clip, worked) -> progress.step());
      for (int i = 0; i < members.size(); i++) {
        EncoderOrigin origin = EncoderOrigin.of(encoders.get(i).info());
        Optional<EncoderSpec> spec = members.get(i).spec();
        embeddings.describe(spec.isPresent() ? origin.withSpec(spec.get().toString()) : origin);
      }
      List<EncoderForm> forms =
          encoders.stream().map(encoder -> EncoderForm.of(encoder.info())).toList();
      return new Encoded(summary, embeddings.source(forms));
    } finally {
      encoders.forEach(Encoder::close);
    }
  }

  private Clip clip(MetadataRow row) {
    return Clip.of(clips().resolve(row.clipId() + ".mov"))
        .withId(row.clipId())
        .withPerson(row.actor());
  }

  private ExperimentResult experiment(
      Metadata metadata, EmbeddingSource embeddings, List<String> encoders, Protocol protocol) {
    Experiment experiment =
        Experiment.builder(metadata, embeddings, training)
            .encoders(encoders)
            .protocol(protocol)
            .build();
    String heads = encoders.size() > 2 ? "all encoders" : String.join(" and ", encoders);
    String task = "heads of %s, %s".formatted(heads, protocol.code());
    try (Progress progress = Progress.of(task, experiment.trainings(), err)) {
      return experiment.run(progress::step);
    }
  }

  private void saveHeads(ExperimentResult result) throws IOException {
    for (FoldModel model : result.models()) {
      Path fold = Files.createDirectories(heads().resolve("without-fold-" + model.fold()));
      for (SoftmaxHead head : model.heads().values()) {
        head.save(fold.resolve(head.encoderId() + ".safetensors"));
      }
    }
  }

  /** The first blend with a stronger emotion in the fold that is shown. */
  private static MetadataRow shownClip(Metadata metadata) {
    List<MetadataRow> fold = metadata.inFold(SHOWN_FOLD);
    return fold.stream()
        .filter(row -> row.label().parts().stream().anyMatch(part -> part.salience() == 70))
        .findFirst()
        .orElse(fold.get(0));
  }

  private Recognition recognize(FoldModel model, List<Member> members, MetadataRow row) {
    BlendRecognizer.Builder recognizer =
        BlendRecognizer.builder()
            .fusion(model.fitted().calibrated())
            .decision(model.fitted().decision());
    for (Member member : members) {
      recognizer.add(member.open().get(), head(model, member.id()));
    }
    try (BlendRecognizer all = recognizer.build()) {
      return all.recognize(clip(row));
    }
  }

  private static SoftmaxHead head(FoldModel model, String encoderId) {
    return Objects.requireNonNull(model.heads().get(encoderId));
  }

  private void writeReport(Result result) throws IOException {
    Map<String, Integer> missing = new TreeMap<>();
    for (ExtractionSummary.OfEncoder one : result.extraction().encoders()) {
      if (!one.missing().isEmpty()) {
        missing.put(one.id(), one.missing().size());
      }
    }
    HtmlReport report =
        new HtmlReport("blemore: an experiment on simulated people", new SystemNames(madeUp()))
            .note(
                "Everything on this page was made on simulated people: drawings and synthetic voices,"
                    + " no recordings. The scores show that the system works; they say nothing about"
                    + " people, and they are not comparable with scores on BLEMORE.")
            .note(MADE_UP_MEANING);
    if (standIn.isPresent()) {
      report.note(STAND_IN_MEANING);
    }
    if (adapts) {
      report.note(DemoAdaptation.MEANING);
    }
    report
        .headline(result.nested())
        .section("Scores")
        .text(
            "Each head is trained on some people and scored on others. ACC_presence: the set of"
                + " emotions is right. ACC_salience: of true blends, also which is stronger. Score: their"
                + " mean.")
        .scores(result.nested())
        .text("Without the encoders on made-up weights:")
        .scores(result.learned())
        .chosen(result.nested(), DemoAdaptation.ids(result.adapted()))
        .section("The same, chosen on the scored fold")
        .text("As the challenge's baseline reports its validation scores: optimistic.")
        .scores(result.challenge())
        .section("Bodies alone")
        .text(
            "The example encoder for bodies is not part of the fusion; it shows that bodies can be"
                + " learned from too.")
        .scores(result.body())
        .section("One clip")
        .text(
            "%s: said to be %s, meant to be %s. Nobody it was trained on is in it."
                .formatted(result.truth().clipId(), result.shown().blend(), result.truth().label()))
        .section("The people")
        .text(
            "%d clips by %d simulated actors, seed %d. Clips without an embedding, by encoder: %s."
                .formatted(
                    result.corpus().metadata().rows().size(),
                    result.corpus().corpus().actors(),
                    result.corpus().corpus().seed(),
                    missing.isEmpty() ? "none" : missing))
        .picture(
            result.corpus().contactSheet(), "Simulated people, one per row, one emotion per column")
        .write(report());
  }
}
