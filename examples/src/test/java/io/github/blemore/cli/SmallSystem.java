package io.github.blemore.cli;

import io.github.blemore.Blend;
import io.github.blemore.Embedding;
import io.github.blemore.EmbeddingSource;
import io.github.blemore.Encoder;
import io.github.blemore.EncoderInfo;
import io.github.blemore.EncoderOrigin;
import io.github.blemore.Encoding;
import io.github.blemore.Modality;
import io.github.blemore.acoustic.AcousticEncoder;
import io.github.blemore.challenge.Metadata;
import io.github.blemore.challenge.MetadataRow;
import io.github.blemore.experiment.Experiment;
import io.github.blemore.experiment.FusionDesign;
import io.github.blemore.fusion.Pooling;
import io.github.blemore.fusion.WeightSearch;
import io.github.blemore.head.HeadTraining;
import io.github.blemore.media.MediaNeeds;
import io.github.blemore.salience.Adaptation;
import io.github.blemore.system.BlendSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * A system of the acoustic encoder and of imported features {@code mine}, fitted on noise in which
 * the labels are a little.
 */
final class SmallSystem {

  /** Values of the imported features. */
  static final int DIMENSION = 4;

  private SmallSystem() {}

  /**
   * Saves one.
   *
   * @param spec how the imported features are found again, if that is known
   */
  static void save(Path folder, Optional<String> spec, boolean personal) throws IOException {
    EncoderOrigin mine =
        EncoderOrigin.of(
            EncoderInfo.builder("mine", Modality.BODY, MediaNeeds.none())
                .dimension(DIMENSION)
                .imported()
                .build());
    List<EncoderOrigin> origins = new ArrayList<>();
    try (Encoder acoustic = AcousticEncoder.builder().build()) {
      origins.add(EncoderOrigin.of(acoustic.info()));
    }
    origins.add(spec.map(mine::withSpec).orElse(mine));
    Metadata metadata = metadata();
    FusionDesign.Builder design =
        FusionDesign.builder("equal", WeightSearch.equal(Pooling.ARITHMETIC));
    if (personal) {
      design.personalized(Adaptation.BOTH).risk(0.2);
    }
    Experiment experiment =
        Experiment.builder(
                metadata,
                new Noise(metadata, origins),
                HeadTraining.builder().linear().learningRate(0.01).epochs(3).build())
            .designs(List.of(design.build()))
            .withoutModels()
            .build();
    BlendSystem.of(experiment, experiment.fit(() -> {}), List.of(), Set.of()).save(folder);
  }

  private static Metadata metadata() {
    List<MetadataRow> rows = new ArrayList<>();
    for (int actor = 0; actor < 3; actor++) {
      int take = 0;
      for (Blend label : Blend.all()) {
        rows.add(
            new MetadataRow(
                "A%d_take%d".formatted(actor, take++),
                "none",
                label,
                1,
                OptionalInt.empty(),
                OptionalInt.empty(),
                actor));
      }
    }
    return Metadata.of(rows);
  }

  private record Noise(Metadata metadata, List<EncoderOrigin> encoders) implements EmbeddingSource {

    @Override
    public Set<String> clipIds(String encoderId) {
      Set<String> ids = new TreeSet<>();
      metadata.rows().forEach(row -> ids.add(row.clipId()));
      return ids;
    }

    @Override
    public Optional<Encoding> find(String encoderId, String clipId) {
      int dimension =
          encoders.stream()
              .filter(origin -> origin.id().equals(encoderId))
              .findFirst()
              .orElseThrow()
              .form()
              .dimension();
      double[] label =
          metadata.rows().stream()
              .filter(row -> row.clipId().equals(clipId))
              .findFirst()
              .orElseThrow()
              .label()
              .softLabel()
              .toArray();
      Random random = new Random((encoderId + clipId).hashCode());
      float[] values = new float[dimension];
      for (int i = 0; i < dimension; i++) {
        values[i] = (float) (label[i % label.length] + random.nextGaussian());
      }
      return Optional.of(Embedding.of(encoderId, values));
    }
  }
}
