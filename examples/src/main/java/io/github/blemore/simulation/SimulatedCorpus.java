package io.github.blemore.simulation;

import io.github.blemore.InterruptedWorkException;
import io.github.blemore.challenge.Metadata;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A corpus of simulated clips in the form of BLEMORE's: {@code .mov} files with BLEMORE names and a
 * {@code train_metadata.csv} with five folds that share no person. Beside them a contact sheet, and
 * {@code simulation.json} and {@code README.txt}, which say that nothing of it is a recording.
 *
 * <p>The clips are 352 x 288 pixels at 25 frames per second in H.264, with mono sound at 48 kHz in
 * AAC, 1.3 to 3 seconds long. The same seed and sizes give the same bytes on the same kind of
 * machine, however many threads make them.
 *
 * <p>Immutable, safe to share between threads; two must not write to one folder at the same time.
 */
public final class SimulatedCorpus {

  /** How many people there are by default. */
  public static final int DEFAULT_ACTORS = 20;

  /** How many clips of each there are by default. */
  public static final int DEFAULT_CLIPS_PER_ACTOR = 12;

  /** The default seed. */
  public static final long DEFAULT_SEED = 1;

  /** The fewest people: one for each fold. */
  public static final int LEAST_ACTORS = 5;

  /** The fewest clips of each: with {@link #LEAST_ACTORS}, all six emotions come alone. */
  public static final int LEAST_CLIPS_PER_ACTOR = 4;

  private static final int MOST = 1000;

  private final Path folder;
  private final CorpusRecipe recipe;
  private final CorpusPlan plan;
  private final int threads;

  private SimulatedCorpus(Builder builder) {
    folder = builder.folder;
    recipe =
        CorpusRecipe.of(
            orDefault(builder.seed, DEFAULT_SEED),
            orDefault(builder.actors, DEFAULT_ACTORS),
            orDefault(builder.clipsPerActor, DEFAULT_CLIPS_PER_ACTOR),
            orDefault(builder.styles, SalienceStyles.PERSONAL));
    plan =
        new CorpusPlan(
            recipe.seed(), recipe.actors(), recipe.clipsPerActor(), recipe.salienceStyles());
    threads = orDefault(builder.threads, Runtime.getRuntime().availableProcessors());
  }

  private static <T> T orDefault(@Nullable T value, T standard) {
    return value == null ? standard : value;
  }

  /**
   * Starts a corpus.
   *
   * @param folder where it is made; created if it is not there
   */
  public static Builder builder(Path folder) {
    return new Builder(folder);
  }

  /**
   * What was made.
   *
   * @param corpus of which
   * @param metadata labels and folds, as in {@code train_metadata.csv}
   * @param kept how many clips were there already
   */
  public record Rendered(SimulatedCorpus corpus, Metadata metadata, int kept) {

    /** Where the clips are: file name {@code clipId + ".mov"}. */
    public Path folder() {
      return corpus.folder;
    }

    /** The file with labels and folds. */
    public Path metadataFile() {
      return corpus.folder.resolve(CorpusFolder.METADATA);
    }

    /** A PNG picture of some of the people. */
    public Path contactSheet() {
      return corpus.folder.resolve(CorpusFolder.CONTACT_SHEET);
    }

    /** Length of all clips together. */
    public double seconds() {
      return corpus.plan.seconds();
    }
  }

  /** How many people there are. */
  public int actors() {
    return recipe.actors();
  }

  /** How many clips there are. */
  public int clips() {
    return plan.takes().size();
  }

  /** The clips with their labels and folds, rendered or not. */
  public Metadata metadata() {
    return plan.metadata();
  }

  /** Of everything random. */
  public long seed() {
    return recipe.seed();
  }

  /**
   * Makes the corpus. Clips that are in the folder already are kept; so a run that was stopped goes
   * on when it is started again. The metadata come last: where they are, the corpus is complete.
   *
   * @param afterClip called after each clip, kept ones included, on the calling thread
   * @throws IOException if the folder holds other files or another corpus, or cannot be written to;
   *     clips that were complete stay
   * @throws InterruptedWorkException if the thread is interrupted; clips that were complete stay
   * @throws io.github.blemore.ModelException if libav's natives are missing
   * @throws io.github.blemore.MediaException if a clip cannot be encoded; says which
   */
  public Rendered render(Runnable afterClip) throws IOException {
    CorpusFolder corpus = CorpusFolder.open(folder, recipe);
    List<Portrayal> missing = new ArrayList<>(plan.takes());
    missing.removeIf(take -> corpus.has(take.name()));
    int kept = clips() - missing.size();
    for (int i = 0; i < kept; i++) {
      afterClip.run();
    }
    new ParallelRendering(corpus, threads).render(missing, afterClip);
    Rendered rendered = new Rendered(this, plan.metadata(), kept);
    new ContactSheet(plan, recipe.seed()).write(rendered.contactSheet());
    plan.metadata().write(rendered.metadataFile());
    return rendered;
  }

  /** Options of a corpus; one set twice is refused. Not safe for several threads. */
  public static final class Builder {

    private final Path folder;
    private @Nullable Integer actors;
    private @Nullable Integer clipsPerActor;
    private @Nullable Long seed;
    private @Nullable Integer threads;
    private @Nullable SalienceStyles styles;

    private Builder(Path folder) {
      this.folder = folder;
    }

    /**
     * How many people; default {@value SimulatedCorpus#DEFAULT_ACTORS}.
     *
     * @throws IllegalArgumentException if not {@value SimulatedCorpus#LEAST_ACTORS} to 1000, or set
     *     before
     */
    public Builder actors(int count) {
      actors = once("actors", actors, count, LEAST_ACTORS);
      return this;
    }

    /**
     * How many clips of each; default {@value SimulatedCorpus#DEFAULT_CLIPS_PER_ACTOR}. From 55 on
     * there are second takes.
     *
     * @throws IllegalArgumentException if not {@value SimulatedCorpus#LEAST_CLIPS_PER_ACTOR} to
     *     1000, or set before
     */
    public Builder clipsPerActor(int count) {
      clipsPerActor = once("clipsPerActor", clipsPerActor, count, LEAST_CLIPS_PER_ACTOR);
      return this;
    }

    /**
     * Another one gives other people and takes; default {@value SimulatedCorpus#DEFAULT_SEED}.
     *
     * @throws IllegalArgumentException if set before
     */
    public Builder seed(long value) {
      if (seed != null) {
        throw new IllegalArgumentException("seed of the simulated corpus is set twice");
      }
      seed = value;
      return this;
    }

    /**
     * How differently people show that one of two emotions is stronger; default {@link
     * SalienceStyles#PERSONAL}.
     *
     * @throws IllegalArgumentException if set before
     */
    public Builder salience(SalienceStyles value) {
      if (styles != null) {
        throw new IllegalArgumentException("salience of the simulated corpus is set twice");
      }
      styles = value;
      return this;
    }

    /**
     * How many clips are made at the same time; default one for each processor.
     *
     * @throws IllegalArgumentException if not 1 to 1000, or set before
     */
    public Builder threads(int count) {
      threads = once("threads", threads, count, 1);
      return this;
    }

    private static int once(String option, @Nullable Integer before, int value, int least) {
      if (before != null) {
        throw new IllegalArgumentException(option + " of the simulated corpus is set twice");
      }
      if (value < least || value > MOST) {
        throw new IllegalArgumentException(
            "%s is %d: must be %d..%d".formatted(option, value, least, MOST));
      }
      return value;
    }

    /** The corpus; nothing is written yet. */
    public SimulatedCorpus build() {
      return new SimulatedCorpus(this);
    }
  }
}
