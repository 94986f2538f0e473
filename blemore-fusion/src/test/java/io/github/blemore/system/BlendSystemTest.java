package io.github.blemore.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.BlendRecognizer;
import io.github.blemore.Clip;
import io.github.blemore.EncoderForm;
import io.github.blemore.EncoderOrigin;
import io.github.blemore.Modality;
import io.github.blemore.ModelException;
import io.github.blemore.Recognition;
import io.github.blemore.experiment.Protocol;
import io.github.blemore.experiment.SyntheticCorpus;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.MediaNeeds;
import io.github.blemore.media.MediaReader;
import io.github.blemore.salience.PersonalizedDecision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlendSystemTest {

  private static final BlendSystem SYSTEM = SmallSystem.fit();

  /** Gives clips of which nothing is needed. */
  private static final class NoMedia implements MediaReader {

    @Override
    public List<ClipMedia> read(Clip clip, List<MediaNeeds> needs) {
      return needs.stream().map(unused -> ClipMedia.ofNothing(clip)).toList();
    }

    @Override
    public void close() {}
  }

  private static Clip clip(String id) {
    return Clip.of(Path.of(id + ".mov")).withId(id);
  }

  @Test
  void saysWhatItIs() {
    assertThat(SYSTEM).hasToString("system of [a, b], fitted on 108 clips of 3 people");
    assertThat(SYSTEM.weights()).containsOnlyKeys("a", "b");
    assertThat(SYSTEM.taskAdaptedShare()).hasValue(SYSTEM.weights().getOrDefault("a", -1.0));
    assertThat(SYSTEM.origin().foldOf()).isEqualTo(Map.of("A100", 0, "A101", 1, "A102", 2));
    assertThat(SYSTEM.evaluation(Protocol.NESTED)).isPresent();
    assertThat(SYSTEM.evaluation(Protocol.CHALLENGE)).isEmpty();
    assertThat(SYSTEM.fitted().personal()).isPresent();
    assertThat(SYSTEM.fitted().abstention()).isPresent();
  }

  /** What a recognizer says of clips is what is decided on their embeddings. */
  @Test
  void decidesOnStoredEmbeddingsAsARecognizerDoes() {
    List<ClipDecision> decided = SYSTEM.decide(SmallSystem.corpus(), SmallSystem.clips(), Map.of());
    try (BlendRecognizer recognizer =
        SYSTEM.recognizer(member -> TestEncoder.of(member.id())).media(new NoMedia()).build()) {
      for (ClipDecision one : decided) {
        Recognition recognition = recognizer.recognize(clip(one.clipId()));
        ClipDecision.Verdict verdict = one.verdict().orElseThrow();
        assertThat(verdict.blend()).isEqualTo(recognition.blend());
        assertThat(verdict.fused().distribution()).isEqualTo(recognition.distribution());
        assertThat(verdict.fused().weights()).isEqualTo(recognition.weights());
        assertThat(verdict.confidence()).isPresent().isEqualTo(recognition.confidence());
        assertThat(verdict.rule()).isEqualTo(SYSTEM.fitted().rule());
        assertThat(one.missing()).isEqualTo(recognition.missing());
      }
    }
    ClipDecision faceless = decided.get(SmallSystem.clips().indexOf(SmallSystem.FACELESS));
    assertThat(faceless.missing()).isEqualTo(Map.of("b", "no face found"));
    assertThat(faceless.verdict().orElseThrow().fused().weights())
        .isEqualTo(Map.of("a", 1.0, "b", 0.0));
  }

  @Test
  void adaptsToThePeopleThatAreNamed() {
    List<String> clips = SmallSystem.clips();
    Map<String, String> people = new HashMap<>();
    clips.stream()
        .filter(clip -> !clip.startsWith("A102"))
        .forEach(clip -> people.put(clip, clip.substring(0, 4)));
    List<ClipDecision> decided = SYSTEM.decide(SmallSystem.corpus(), clips, people);
    List<ClipDecision> named = decided.stream().filter(one -> one.person().isPresent()).toList();
    PersonalizedDecision own =
        SYSTEM
            .fitted()
            .personal()
            .orElseThrow()
            .adaptedTo(
                named.stream()
                    .map(one -> one.verdict().orElseThrow().fused().distribution())
                    .toList(),
                named.stream().map(one -> one.person().orElseThrow()).toList());
    Map<String, Double> betas = new HashMap<>();
    for (ClipDecision one : decided) {
      ClipDecision.Verdict verdict = one.verdict().orElseThrow();
      assertThat(one.person()).isEqualTo(Optional.ofNullable(people.get(one.clipId())));
      assertThat(verdict.blend())
          .isEqualTo(own.decide(one.person().orElse("nobody"), verdict.fused().distribution()));
      betas.merge(
          one.person().orElse("nobody"),
          verdict.rule().beta(),
          (a, b) -> a.equals(b) ? a : Double.NaN);
    }
    double common = SYSTEM.fitted().rule().beta();
    assertThat(betas).containsEntry("nobody", common);
    assertThat(own.betas()).containsOnlyKeys("A100", "A101");
    own.betas()
        .forEach(
            (person, beta) -> {
              assertThat(beta).isNotEqualTo(common);
              assertThat(betas).containsEntry(person, beta);
            });
  }

  @Test
  void withoutAnyVoteThereIsNoVerdict() {
    SyntheticCorpus corpus = SmallSystem.corpus().forgetting("a", SmallSystem.FACELESS);
    ClipDecision one = SYSTEM.decide(corpus, List.of(SmallSystem.FACELESS), Map.of()).get(0);

    assertThat(one.verdict()).isEmpty();
    assertThat(one.missing())
        .isEqualTo(Map.of("a", "it was never asked about this clip", "b", "no face found"));
  }

  @Test
  void refusesEmbeddingsItWasNotFittedOn() {
    SyntheticCorpus only = new SyntheticCorpus();
    assertThatThrownBy(() -> SYSTEM.decide(only, List.of("x"), Map.of()))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("no embeddings of encoder a of this system");
    SystemMember member = SYSTEM.members().get(0);
    EncoderForm other =
        new EncoderForm(
            "a", Optional.of("cd".repeat(32)), "0123", Modality.BODY, 12, "nothing", "", false);
    assertThatThrownBy(() -> member.requireSame(other))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("checkpoint is cdcd")
        .hasMessageContaining("preprocessing is 0123");
    assertThatThrownBy(
            () -> new SystemMember(EncoderOrigin.of(other), SYSTEM.members().get(1).head(), false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("head of b with 12 features: encoder a");
  }

  /** Encoder b is right and opened first or second; both are closed, whichever is wrong. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "c | 12 | ab | | encoder is c, the system was fitted with a",
        "a | 13 | ab | | dimension is 13, the system was fitted with 12",
        "a | 12 | cd | | checkpoint is cdcd",
        "a | 12 | ab | twice as fast | ; twice as fast), the system was fitted with",
      })
  void refusesAnotherEncoderAndClosesAll(
      String id, int dimension, String digits, String settings, String problem) {
    List<TestEncoder> opened = new ArrayList<>();
    assertThatThrownBy(
            () ->
                reversed()
                    .recognizer(
                        member -> {
                          TestEncoder encoder =
                              member.id().equals("b")
                                  ? TestEncoder.of("b")
                                  : TestEncoder.of(
                                      id,
                                      dimension,
                                      digits.repeat(32),
                                      settings == null ? "" : settings);
                          opened.add(encoder);
                          return encoder;
                        }))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("encoder a is not the one this system was fitted with")
        .hasMessageContaining(problem);
    assertThat(opened).hasSize(2).allMatch(TestEncoder::isClosed);
  }

  /** The same system with encoder b first. */
  private static BlendSystem reversed() {
    return new BlendSystem(
        List.of(SYSTEM.members().get(1), SYSTEM.members().get(0)),
        SYSTEM.fitted(),
        SYSTEM.origin(),
        List.of());
  }

  @Test
  void closesWhatIsOpenWhenAnotherCannotBeOpened() {
    TestEncoder first = TestEncoder.of("a");
    assertThatThrownBy(
            () ->
                SYSTEM.recognizer(
                    member -> {
                      if (member.id().equals("a")) {
                        return first;
                      }
                      throw new ModelException("checkpoint is gone");
                    }))
        .hasMessage("checkpoint is gone");
    assertThat(first.isClosed()).isTrue();
  }

  @Test
  void refusesPartsThatDoNotFit() {
    List<SystemMember> both = SYSTEM.members();
    assertThatThrownBy(
            () -> new BlendSystem(both.subList(0, 1), SYSTEM.fitted(), SYSTEM.origin(), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("weights are of encoders [a, b], the system has [a]");
    for (List<SystemMember> wrong :
        List.of(List.<SystemMember>of(), List.of(both.get(0), both.get(0)))) {
      assertThatThrownBy(() -> new BlendSystem(wrong, SYSTEM.fitted(), SYSTEM.origin(), List.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("must be at least one, each once");
    }
    assertThat(Set.copyOf(both)).hasSize(2);
  }
}
