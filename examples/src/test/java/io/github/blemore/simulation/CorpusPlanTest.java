package io.github.blemore.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.blemore.Blend;
import io.github.blemore.Emotion;
import io.github.blemore.challenge.Metadata;
import io.github.blemore.challenge.MetadataRow;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CorpusPlanTest {

  /** Of the 2,456 clips that the challenge's list names, 1,362 are blends and 180 neutral. */
  private static final double BLENDS = 1362 / 2456.0;

  private static final double NEUTRAL = 180 / 2456.0;

  private static Metadata plan(long seed, int actors, int clipsPerActor) {
    return new CorpusPlan(seed, actors, clipsPerActor, SalienceStyles.PERSONAL).metadata();
  }

  private static Set<Emotion> alone(List<MetadataRow> rows) {
    Set<Emotion> alone = EnumSet.noneOf(Emotion.class);
    rows.stream()
        .map(MetadataRow::label)
        .filter(label -> !label.isBlend())
        .forEach(label -> alone.add(label.parts().get(0).emotion()));
    return alone;
  }

  @Test
  void formsAreThoseOfBlemore() {
    List<ClipForm> forms = ClipForm.all();

    assertThat(forms).hasSize(5 * 4 + 4 + 10 * 3).doesNotHaveDuplicates();
    assertThat(forms).filteredOn(form -> form.label().isBlend()).hasSize(30);
    assertThat(forms.get(0).by("A901", 1)).hasToString("A901_ang_int1_ver1");
    assertThat(forms)
        .extracting(form -> form.by("A1", 2).toString())
        .contains("A1_neu_sit4_ver2", "A1_mix_ang_hap_30_70_ver2", "A1_mix_ang_hap_70_30_ver2");
  }

  @Test
  void sharesAreThoseOfBlemore() {
    for (long seed = 0; seed < 8; seed++) {
      List<MetadataRow> rows =
          plan(seed, SimulatedCorpus.DEFAULT_ACTORS, SimulatedCorpus.DEFAULT_CLIPS_PER_ACTOR)
              .rows();
      double blends = rows.stream().filter(row -> row.label().isBlend()).count();
      double neutral =
          rows.stream().filter(row -> row.label().equals(Blend.single(Emotion.NEUTRAL))).count();

      assertThat(rows).hasSize(240);
      assertThat(blends / rows.size()).isBetween(BLENDS - 0.02, BLENDS + 0.02);
      assertThat(neutral / rows.size()).isBetween(NEUTRAL - 0.02, NEUTRAL + 0.02);
    }
  }

  @Test
  void everyFormComesAboutEquallyOften() {
    for (long seed = 0; seed < 8; seed++) {
      Map<Object, Integer> counts = new HashMap<>();
      for (MetadataRow row : plan(seed, 20, 16).rows()) {
        counts.merge(List.of(row.label(), row.intensity(), row.situation()), 1, Integer::sum);
      }

      assertThat(counts).hasSize(54);
      assertThat(counts.values()).allMatch(count -> count >= 5 && count <= 7);
    }
  }

  @Test
  void evenTheSmallestCorpusHasEveryEmotionAlone() {
    for (long seed = 0; seed < 100; seed++) {
      Metadata metadata =
          plan(seed, SimulatedCorpus.LEAST_ACTORS, SimulatedCorpus.LEAST_CLIPS_PER_ACTOR);

      assertThat(alone(metadata.rows())).hasSize(Emotion.COUNT);
      assertThat(metadata.rows()).anyMatch(row -> row.label().isBlend());
    }
  }

  @Test
  void everyEmotionIsThereToTrainOnAndToValidateOn() {
    for (long seed = 0; seed < 10; seed++) {
      Metadata metadata = plan(seed, 20, 16);
      for (int fold : metadata.folds()) {
        assertThat(alone(metadata.trainingFor(fold))).hasSize(Emotion.COUNT);
        assertThat(alone(metadata.inFold(fold))).hasSize(Emotion.COUNT);
      }
    }
  }

  @Test
  void fiveFoldsShareNoPerson() {
    Metadata metadata = plan(3, 12, 6);
    Map<Integer, Set<String>> actors = new HashMap<>();
    for (MetadataRow row : metadata.rows()) {
      actors.computeIfAbsent(row.fold(), fold -> new HashSet<>()).add(row.actor());
    }

    assertThat(metadata.folds()).containsExactly(0, 1, 2, 3, 4);
    assertThat(actors.values()).allMatch(group -> group.size() == 2 || group.size() == 3);
    assertThat(actors.values().stream().mapToInt(Set::size).sum()).isEqualTo(12);
  }

  @Test
  void anActorDoesEverythingOnceBeforeASecondTake() {
    Metadata metadata = plan(3, 5, 60);
    for (String actor : List.of("A901", "A905")) {
      List<MetadataRow> own =
          metadata.rows().stream().filter(row -> row.actor().equals(actor)).toList();

      assertThat(own).hasSize(60);
      assertThat(own).extracting(MetadataRow::filename).doesNotHaveDuplicates();
      assertThat(own).filteredOn(row -> row.version() == 1).hasSize(54);
      assertThat(own).filteredOn(row -> row.version() == 2).hasSize(6);
    }
  }

  @Test
  void seedDecides() {
    assertThat(plan(1, 6, 8)).isEqualTo(plan(1, 6, 8)).isNotEqualTo(plan(2, 6, 8));
    assertThat(
            Collections.max(
                new CorpusPlan(1, 6, 8, SalienceStyles.PERSONAL)
                    .takes().stream().map(Portrayal::seconds).toList()))
        .isLessThanOrEqualTo(3.0);
  }

  @Test
  void equalSalienceChangesNothingButTheStyle() {
    List<SimulatedActor> personal = new CorpusPlan(1, 6, 8, SalienceStyles.PERSONAL).actors();
    List<SimulatedActor> equal = new CorpusPlan(1, 6, 8, SalienceStyles.EQUAL).actors();
    assertThat(personal.stream().map(SimulatedActor::dominance).distinct()).hasSize(6);
    assertThat(equal.stream().map(SimulatedActor::dominance).distinct()).hasSize(1);
    assertThat(equal.stream().map(SimulatedActor::tempo).toList())
        .isEqualTo(personal.stream().map(SimulatedActor::tempo).toList());
    assertThat(new CorpusPlan(1, 6, 8, SalienceStyles.EQUAL).metadata())
        .isEqualTo(new CorpusPlan(1, 6, 8, SalienceStyles.PERSONAL).metadata());
  }
}
