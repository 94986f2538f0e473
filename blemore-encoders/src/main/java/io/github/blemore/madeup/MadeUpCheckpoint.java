package io.github.blemore.madeup;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.blemore.checkpoint.Checkpoint;
import io.github.blemore.checkpoint.Config;
import io.github.blemore.internal.AtomicFile;
import io.github.blemore.madeup.PlannedTensor.Filling;
import io.github.blemore.safetensors.SafeTensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a checkpoint in Hugging Face's form whose weights are random: what an encoder says with it
 * means nothing, but it costs and behaves as the real one does. Its {@code config.json} holds
 * {@code "blemore_made_up": true}, which {@link io.github.blemore.checkpoint.Checkpoint#isMadeUp()}
 * and every result made with it tell.
 *
 * <pre>{@code
 * MadeUpCheckpoint.of(MadeUpFamily.VIDEOMAE).size(MadeUpSize.BASE).seed(1).write(folder);
 * }</pre>
 *
 * <p>The same family, size and seed give the same bytes everywhere. An option set twice is refused.
 * Not safe for several threads.
 */
public final class MadeUpCheckpoint {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CONFIG = "config.json";
  private static final String PROCESSOR = "preprocessor_config.json";
  private static final String WEIGHTS = "model.safetensors";

  private final MadeUpFamily family;
  private @Nullable MadeUpSize size;
  private @Nullable Long seed;

  private MadeUpCheckpoint(MadeUpFamily family) {
    this.family = family;
  }

  /** Starts a checkpoint of a family. */
  public static MadeUpCheckpoint of(MadeUpFamily family) {
    return new MadeUpCheckpoint(family);
  }

  /** How large; default {@link MadeUpSize#TINY}. */
  public MadeUpCheckpoint size(MadeUpSize howLarge) {
    requireUnset("size", size);
    this.size = howLarge;
    return this;
  }

  /** Of the random numbers; default 0. */
  public MadeUpCheckpoint seed(long ofNumbers) {
    requireUnset("seed", seed);
    this.seed = ofNumbers;
    return this;
  }

  private void requireUnset(String option, @Nullable Object value) {
    if (value != null) {
      throw new IllegalArgumentException(
          "%s of the made-up checkpoint %s is set twice: %s".formatted(option, family, value));
    }
  }

  /**
   * Writes it, the weights last, one value at a time: a base size needs little memory.
   *
   * @param folder made if it is not there; files of the same names are replaced
   * @return the folder
   * @throws IOException if it cannot be written
   */
  public Path write(Path folder) throws IOException {
    Files.createDirectories(folder);
    ObjectNode config = config();
    write(folder.resolve(CONFIG), config);
    Optional<ObjectNode> processor = family.architecture().processor(config);
    if (processor.isPresent()) {
      write(folder.resolve(PROCESSOR), processor.get());
    } else {
      Files.deleteIfExists(folder.resolve(PROCESSOR));
    }
    SafeTensorsWriter weights =
        new SafeTensorsWriter().metadata("format", "pt").metadata(Checkpoint.MADE_UP, "true");
    for (PlannedTensor tensor : tensors(family, Config.read(folder.resolve(CONFIG)))) {
      add(weights, tensor);
    }
    weights.write(folder.resolve(WEIGHTS));
    return folder;
  }

  ObjectNode config() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    family.architecture().config(Objects.requireNonNullElse(size, MadeUpSize.TINY), json);
    return json.put(Checkpoint.MADE_UP, true);
  }

  private static void write(Path file, ObjectNode json) throws IOException {
    byte[] bytes = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
    AtomicFile.write(file, out -> out.write(bytes));
  }

  /** The tensors of a model with this {@code config.json}. */
  static List<PlannedTensor> tensors(MadeUpFamily family, Config config) {
    TensorPlan plan = new TensorPlan();
    family.architecture().tensors(config, plan);
    return plan.tensors();
  }

  private void add(SafeTensorsWriter weights, PlannedTensor tensor) {
    long[] shape = tensor.lengths();
    Filling filling = tensor.filling();
    if (filling instanceof Filling.Noise noise) {
      long numbers = Objects.requireNonNullElse(seed, 0L);
      weights.addComputed(
          tensor.name(),
          new Noise(numbers, family + " " + tensor.name(), noise.deviation()),
          shape);
    } else if (filling instanceof Filling.Constant constant) {
      weights.addComputed(tensor.name(), index -> constant.value(), shape);
    } else {
      weights.add(tensor.name(), LongStream.range(0, tensor.size()).toArray(), shape);
    }
  }
}
