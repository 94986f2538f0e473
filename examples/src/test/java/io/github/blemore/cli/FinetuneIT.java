package io.github.blemore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.blemore.madeup.MadeUpCheckpoint;
import io.github.blemore.madeup.MadeUpFamily;
import io.github.blemore.madeup.MadeUpSize;
import io.github.blemore.simulation.SimulatedCorpus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code finetune} in processes of its own. Ended in mid-epoch and started again, it makes what an
 * undisturbed run makes, to the bit.
 */
class FinetuneIT {

  /** Less than an epoch takes, so that it is one that is cut off. */
  private static final int INTO_THE_EPOCH_MILLIS = 50;

  @TempDir private Path folder;

  @BeforeEach
  void makeClips() throws Exception {
    SimulatedCorpus.builder(folder.resolve("clips"))
        .actors(5)
        .clipsPerActor(4)
        .build()
        .render(() -> {});
    MadeUpCheckpoint.of(MadeUpFamily.VIDEOMAE)
        .size(MadeUpSize.MINIATURE)
        .write(folder.resolve("small"));
  }

  private List<String> finetune(String out) {
    return List.of(
        "finetune",
        "--json",
        "--encoder=videomae:" + folder.resolve("small"),
        "--clips=" + folder.resolve("clips"),
        "--metadata=" + folder.resolve("clips/train_metadata.csv"),
        "--out=" + folder.resolve(out),
        "--folds=3",
        "--epochs=3",
        "--batch=2",
        "--patience=0",
        "--drop-path=0.2",
        "--augment=published",
        "--allow-absent");
  }

  @Test
  void endedInMidEpochItGoesOnToTheSameWeights() throws Exception {
    Jar jar = Jar.in(folder);
    JsonNode undisturbed = jar.run(finetune("undisturbed")).ok().json();
    List<String> expected = epochs(jar.err());

    List<String> trained = new ArrayList<>(epochs(errorsUntil("fold 0, epoch 2:", jar, true)));
    String asked = errorsUntil("fold 1, epoch 1:", jar, false);
    assertThat(asked).contains("stopped: the same command goes on after the last whole epoch");
    trained.addAll(epochs(asked));
    trained.addAll(epochs(errorsUntil("fold 2, epoch 1:", jar, true)));
    JsonNode ended = jar.run(finetune("ended")).ok().json();
    trained.addAll(epochs(jar.err()));

    assertThat(trained).doesNotHaveDuplicates().isSubsetOf(expected).hasSizeGreaterThan(4);
    assertThat(ended.get("folds")).isEqualTo(undisturbed.get("folds"));
    for (String one : List.of("", ".trainings/fold-0/checkpoint", ".trainings/fold-1/checkpoint")) {
      assertThat(folder.resolve("ended" + one + "/model.safetensors"))
          .hasSameBinaryContentAs(folder.resolve("undisturbed" + one + "/model.safetensors"));
    }
    assertThat(folder.resolve("ended.trainings/out-of-fold.npz"))
        .hasSameBinaryContentAs(folder.resolve("undisturbed.trainings/out-of-fold.npz"));
  }

  /** What it said of each epoch: which, and with what losses. */
  private static List<String> epochs(String errors) {
    return errors.lines().filter(line -> line.contains(", epoch ")).toList();
  }

  /**
   * Runs until a line was written, and a little of the next epoch is done.
   *
   * @param killed whether it is ended without being asked
   * @return what it wrote to standard error
   */
  private String errorsUntil(String line, Jar jar, boolean killed) throws Exception {
    Process process = jar.start(finetune("ended"));
    while (process.isAlive() && !jar.err().contains(line)) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    TimeUnit.MILLISECONDS.sleep(INTO_THE_EPOCH_MILLIS);
    assertThat(process.isAlive()).as(jar.err()).isTrue();
    (killed ? process.destroyForcibly() : kindly(process)).waitFor();
    assertThat(jar.err()).contains(line);
    return jar.err();
  }

  private static Process kindly(Process process) {
    process.destroy();
    return process;
  }
}
