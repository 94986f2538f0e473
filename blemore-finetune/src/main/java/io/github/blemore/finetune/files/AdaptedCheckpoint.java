package io.github.blemore.finetune.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.blemore.Emotion;
import io.github.blemore.checkpoint.Checkpoint;
import io.github.blemore.internal.AtomicFile;
import io.github.blemore.safetensors.SafeTensorsWriter;
import io.github.blemore.safetensors.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes what an adapted encoder and its head became, as a checkpoint of the form of the one it
 * came from: {@code model.safetensors}, {@code config.json}, the source's {@code
 * preprocessor_config.json} if it has one, and a model card {@code README.md}.
 *
 * <p>Trained tensors are float32; the source's others are copied bit for bit, in their own types.
 * Of the trained ones, one at a time is in memory. The config is the source's, with the six
 * emotions as {@code num_labels}, {@code id2label} and {@code label2id} in class order, and {@value
 * #ADAPTED_FROM}: {@value #FROM_MADE_UP} if the source was made up or came from such, else the
 * source's name and SHA-256.
 *
 * <p>The folder is there whole or as it was: see {@link #write}. Not safe for several threads.
 */
public final class AdaptedCheckpoint {

  /** The config's entry that tells where the weights come from. */
  public static final String ADAPTED_FROM = "blemore_adapted_from";

  /** What that entry says if the weights were never pre-trained. */
  public static final String FROM_MADE_UP = "made-up weights";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CONFIG = "config.json";
  private static final String PROCESSOR = "preprocessor_config.json";
  private static final String WEIGHTS = "model.safetensors";
  private static final String CARD = "README.md";
  private static final List<String> FILES = List.of(CARD, CONFIG, WEIGHTS, PROCESSOR);

  private final Checkpoint source;
  private final Map<String, TrainedTensor> trained;
  private final String settings;
  private @Nullable String prefix;
  private @Nullable String architecture;
  private @Nullable Consumer<ObjectNode> config;
  private @Nullable Boolean madeUp;

  private AdaptedCheckpoint(
      Checkpoint source, Map<String, TrainedTensor> trained, String settings) {
    this.source = source;
    this.trained = Collections.unmodifiableMap(new LinkedHashMap<>(trained));
    this.settings = settings;
  }

  /**
   * Starts one.
   *
   * @param source where it comes from
   * @param trained the trained tensors by their names in the new checkpoint; one that the source
   *     has replaces it, others are new
   * @param settings how it was trained, for the model card: lines of text
   */
  public static AdaptedCheckpoint of(
      Checkpoint source, Map<String, TrainedTensor> trained, String settings) {
    return new AdaptedCheckpoint(source, trained, settings);
  }

  /**
   * What to put before the names of the source's tensors, such as {@code videomae.} for a bare base
   * model that gets a classifier; default nothing. If one of the source's names begins with it, all
   * stay as they are: those without it are heads.
   */
  public AdaptedCheckpoint prefix(String beforeNames) {
    requireUnset("prefix", prefix);
    this.prefix = beforeNames;
    return this;
  }

  /**
   * The config's {@code architectures}, such as {@code VideoMAEForVideoClassification}; default the
   * source's.
   */
  public AdaptedCheckpoint architecture(String name) {
    requireUnset("architecture", architecture);
    this.architecture = name;
    return this;
  }

  /** Changes the config after all else has been; default nothing. */
  public AdaptedCheckpoint config(Consumer<ObjectNode> changes) {
    requireUnset("config", config);
    this.config = changes;
    return this;
  }

  /**
   * Whether it is {@linkplain Checkpoint#isMadeUp() marked as made up}, in the config and in the
   * weights' metadata; default whether the source is. Adapted weights are no longer random; that
   * they were never pre-trained stands in {@value #ADAPTED_FROM} in any case.
   */
  public AdaptedCheckpoint madeUp(boolean marked) {
    requireUnset("madeUp", madeUp);
    this.madeUp = marked;
    return this;
  }

  private static void requireUnset(String option, @Nullable Object value) {
    if (value != null) {
      throw new IllegalArgumentException(
          "%s of the adapted checkpoint is set twice: %s".formatted(option, value));
    }
  }

  /**
   * Ends what a {@link #write} that was stopped had begun: call it before opening a checkpoint that
   * may have been written so. Does nothing if there is nothing to end.
   *
   * @param folder where it was written to
   * @throws IOException if files cannot be renamed or deleted
   */
  public static void recover(Path folder) throws IOException {
    FolderSwap.of(folder).recover();
  }

  /**
   * Checks, before long work, that {@link #write} may put a checkpoint there; ends what an earlier
   * one had begun.
   *
   * @param source the folder the checkpoint is made from
   * @throws IOException if the folder is the source's or holds something else
   */
  public static void requireReplaceable(Path source, Path folder) throws IOException {
    FolderSwap swap = FolderSwap.of(folder);
    swap.recover();
    try {
      requireReplaceable(source, folder, swap);
    } catch (IOException e) {
      throw new IOException(
          "an adapted checkpoint cannot be written to %s: %s".formatted(folder, e.getMessage()), e);
    }
  }

  /**
   * Writes the folder, or replaces the one an earlier call wrote. It is filled under a name of its
   * own ({@code .NAME.blemore-new}, beside it) and forced to the disk, then it takes the old one's
   * place: whatever this throws leaves the old one, and a process that ends in the middle leaves
   * what {@link #recover} puts right. For one writer at a time.
   *
   * @param folder new, empty, or written by this class, with no other files in it
   * @throws IllegalArgumentException if a trained tensor has a name of the source without the
   *     prefix, or fewer or more values than its shape says
   * @throws IOException if the folder is the source's or holds something else, or if it cannot be
   *     written, such as for a full disk; the message says what is there now
   */
  public void write(Path folder) throws IOException {
    Map<String, Tensor> kept = kept();
    FolderSwap swap = FolderSwap.of(folder);
    try {
      swap.recover();
      requireReplaceable(source.folder(), folder, swap);
      replace(swap, kept);
    } catch (IOException e) {
      throw new IOException(
          "the adapted checkpoint cannot be written to %s (%s): %s"
              .formatted(
                  folder,
                  e.getMessage(),
                  Files.exists(folder) ? "what was there stays as it was" : "nothing is there"),
          e);
    }
  }

  private void replace(FolderSwap swap, Map<String, Tensor> kept) throws IOException {
    try {
      fill(swap.begin(), kept);
      swap.end();
    } catch (IOException | RuntimeException | Error e) {
      swap.abandon(e);
      throw e;
    }
  }

  private static void requireReplaceable(Path source, Path folder, FolderSwap swap)
      throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    if (!Files.isDirectory(folder)) {
      throw new IOException("it is a file; name a new or empty folder");
    }
    if (Files.isSameFile(folder, source)) {
      throw new IOException("it is the folder the checkpoint was made from; name another");
    }
    List<String> names = swap.names();
    List<String> others = names.stream().filter(name -> !FILES.contains(name)).toList();
    if (!others.isEmpty()) {
      throw new IOException(
          "it holds other files too, such as %s; name a new or empty folder"
              .formatted(others.get(0)));
    }
    if (!names.isEmpty() && !config(folder).has(ADAPTED_FROM)) {
      throw new IOException("it holds another checkpoint; name a new or empty folder");
    }
  }

  private static ObjectNode config(Path folder) throws IOException {
    Path file = folder.resolve(CONFIG);
    if (!Files.exists(file)) {
      return JsonNodeFactory.instance.objectNode();
    }
    JsonNode root = JSON.readTree(Files.readAllBytes(file));
    return root instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
  }

  /** The source's tensors that were not trained, by their new names. */
  private Map<String, Tensor> kept() {
    String before = prefix == null ? "" : prefix;
    boolean isThere = source.names().stream().anyMatch(name -> name.startsWith(before));
    Map<String, Tensor> kept = new LinkedHashMap<>();
    for (String name : source.names()) {
      String newName = isThere ? name : before + name;
      if (!isThere && trained.containsKey(name)) {
        throw new IllegalArgumentException(
            "trained tensor \"%s\" has the name it has in the source: must be \"%s\""
                .formatted(name, newName));
      }
      if (!trained.containsKey(newName)) {
        kept.put(newName, source.tensor(name));
      }
    }
    return kept;
  }

  private void fill(Path folder, Map<String, Tensor> kept) throws IOException {
    ObjectNode json = newConfig();
    write(folder.resolve(CONFIG), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
    Path processor = source.folder().resolve(PROCESSOR);
    if (Files.exists(processor)) {
      write(folder.resolve(PROCESSOR), Files.readAllBytes(processor));
    }
    AdaptedCard card = new AdaptedCard(source, json.path(ADAPTED_FROM).asText(), settings);
    write(folder.resolve(CARD), card.text(trained.size(), kept.size()).getBytes(UTF_8));
    SafeTensorsWriter weights = new SafeTensorsWriter().metadata("format", "pt");
    if (isMarked()) {
      weights.metadata(Checkpoint.MADE_UP, "true");
    }
    kept.forEach(weights::add);
    trained.forEach((name, tensor) -> weights.add(name, tensor.values(), tensor.shape()));
    weights.write(folder.resolve(WEIGHTS));
  }

  private static void write(Path file, byte[] content) throws IOException {
    AtomicFile.write(file, out -> out.write(content));
  }

  private boolean isMarked() {
    return madeUp == null ? source.isMadeUp() : madeUp;
  }

  private ObjectNode newConfig() throws IOException {
    ObjectNode json = config(source.folder());
    boolean neverTrained =
        source.isMadeUp() || json.path(ADAPTED_FROM).asText().equals(FROM_MADE_UP);
    json.remove(Checkpoint.MADE_UP);
    if (architecture != null) {
      json.putArray("architectures").add(architecture);
    }
    ObjectNode labels = json.put("num_labels", Emotion.COUNT).putObject("id2label");
    ObjectNode ids = json.putObject("label2id");
    for (Emotion emotion : Emotion.classOrder()) {
      labels.put(Integer.toString(emotion.index()), emotion.code());
      ids.put(emotion.code(), emotion.index());
    }
    if (config != null) {
      config.accept(json);
    }
    if (isMarked()) {
      json.put(Checkpoint.MADE_UP, true);
    }
    return json.put(
        ADAPTED_FROM,
        neverTrained
            ? FROM_MADE_UP
            : "%s, SHA-256 %s".formatted(AdaptedCard.name(source.folder()), source.sha256()));
  }
}
