package io.github.blemore.experiment;

import io.github.blemore.EmotionDistribution;
import io.github.blemore.challenge.Metadata;
import io.github.blemore.head.HeadTraining;
import io.github.blemore.head.SoftmaxHead;
import io.github.blemore.head.TrainedHead;
import io.github.blemore.head.TrainingSet;
import io.github.blemore.internal.Workers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;

/**
 * All trainings of heads that an experiment or a system needs, each done once. Which clips a head
 * learns from depends on the folds that are left out only: a training without folds 1 and 3 gives
 * the votes on 3 that choose what is then scored on 1, and those on 1 that choose for 3.
 *
 * <p>A training that stands in the folder of an earlier run is read from there. For one thread at a
 * time, which waits for those that train.
 */
final class HeadFits {

  /**
   * Which one.
   *
   * @param encoder whose
   * @param leftOut folds
   * @param after the epoch after which a head is wanted, besides those best on the folds left out
   */
  record Key(String encoder, SortedSet<Integer> leftOut, OptionalInt after) {}

  private final Metadata metadata;
  private final Map<String, EncoderClips> encoders;
  private final HeadTraining training;
  private final Optional<FitFolder> folder;
  private final int threads;
  private final Map<String, Map<SortedSet<Integer>, Trained>> done = new LinkedHashMap<>();

  HeadFits(
      Metadata metadata,
      Map<String, EncoderClips> encoders,
      HeadTraining training,
      Optional<FitFolder> folder,
      int threads) {
    this.metadata = metadata;
    this.encoders = encoders;
    this.training = training;
    this.folder = folder;
    this.threads = threads;
    encoders.keySet().forEach(id -> done.put(id, new LinkedHashMap<>()));
  }

  /** How many trainings {@link #trainWithoutTwo} does for one encoder. */
  static int pairs(int folds) {
    return folds * (folds - 1) / 2;
  }

  /**
   * Trains without every two folds.
   *
   * @param afterTraining run after each training, also if it was done before; by several threads
   */
  void trainWithoutTwo(Runnable afterTraining) {
    List<SortedSet<Integer>> pairs = new ArrayList<>();
    for (int fold : metadata.folds()) {
      for (int other : metadata.folds().tailSet(fold + 1)) {
        pairs.add(new TreeSet<>(List.of(fold, other)));
      }
    }
    train(pairs, key -> 0, afterTraining);
  }

  /**
   * Trains without each fold.
   *
   * @param asInside whether a head is wanted, too, after as many epochs as were best on average
   *     when another fold was left out besides: {@link #trainWithoutTwo} must have been done
   * @param afterTraining as there
   */
  void trainWithoutOne(boolean asInside, Runnable afterTraining) {
    List<SortedSet<Integer>> singles = new ArrayList<>();
    metadata.folds().forEach(fold -> singles.add(new TreeSet<>(List.of(fold))));
    train(
        singles,
        key -> asInside ? epochsInside(key.encoder(), key.leftOut().first()) : 0,
        afterTraining);
  }

  /**
   * Trains on all clips, for as many epochs as were best on average when one fold was left out.
   *
   * @param afterTraining as of {@link #trainWithoutTwo}
   * @return encoder id to head
   */
  Map<String, SoftmaxHead> trainOnAll(Runnable afterTraining) {
    SortedSet<Integer> none = new TreeSet<>();
    train(List.of(none), key -> epochsOutside(key.encoder()), afterTraining);
    Map<String, SoftmaxHead> heads = new LinkedHashMap<>();
    encoders.keySet().forEach(id -> heads.put(id, get(id, none).head().orElseThrow()));
    return heads;
  }

  /** What came of the training without these folds. */
  Trained get(String encoder, SortedSet<Integer> leftOut) {
    return Objects.requireNonNull(
        Objects.requireNonNull(done.get(encoder)).get(leftOut), "not trained yet");
  }

  private int epochsInside(String encoder, int fold) {
    return mean(
        others(fold).stream()
            .map(other -> get(encoder, new TreeSet<>(List.of(fold, other))).bestOn(other).epoch())
            .toList());
  }

  private int epochsOutside(String encoder) {
    return mean(
        metadata.folds().stream()
            .map(fold -> get(encoder, new TreeSet<>(List.of(fold))).bestOn(fold).epoch())
            .toList());
  }

  private List<Integer> others(int fold) {
    return metadata.folds().stream().filter(other -> other != fold).toList();
  }

  private static int mean(List<Integer> epochs) {
    long sum = epochs.stream().mapToLong(Integer::longValue).sum();
    return Math.max(1, Math.round(sum / (float) epochs.size()));
  }

  /** Trains without each of these sets of folds; 0 for no head after a certain epoch. */
  private void train(
      List<SortedSet<Integer>> leftOut, ToIntFunction<Key> after, Runnable afterTraining) {
    List<Key> keys = new ArrayList<>();
    List<Callable<Trained>> work = new ArrayList<>();
    for (String encoder : encoders.keySet()) {
      for (SortedSet<Integer> folds : leftOut) {
        int epoch = after.applyAsInt(new Key(encoder, folds, OptionalInt.empty()));
        Key key = new Key(encoder, folds, epoch == 0 ? OptionalInt.empty() : OptionalInt.of(epoch));
        keys.add(key);
        work.add(
            () -> {
              Trained trained = recall(key).orElseGet(() -> readOrTrain(key));
              afterTraining.run();
              return trained;
            });
      }
    }
    List<Trained> results =
        Workers.runAll("heads were trained", threads, RuntimeException.class, work);
    for (int i = 0; i < keys.size(); i++) {
      Objects.requireNonNull(done.get(keys.get(i).encoder()))
          .put(keys.get(i).leftOut(), results.get(i));
    }
  }

  /** What was done by this object before, if it has the head that is wanted. */
  private Optional<Trained> recall(Key key) {
    Trained known = Objects.requireNonNull(done.get(key.encoder())).get(key.leftOut());
    return Optional.ofNullable(known)
        .filter(trained -> key.after().isEmpty() || trained.after().isPresent());
  }

  private Trained readOrTrain(Key key) {
    EncoderClips clips = Objects.requireNonNull(encoders.get(key.encoder()));
    Optional<Trained> kept = folder.flatMap(files -> files.read(key, clips));
    Trained trained = kept.orElseGet(() -> train(key, clips));
    if (kept.isEmpty()) {
      folder.ifPresent(files -> files.write(key, clips, trained));
    }
    return trained;
  }

  private Trained train(Key key, EncoderClips clips) {
    try {
      return heads(key, clips);
    } catch (IllegalArgumentException e) {
      String where = key.leftOut().isEmpty() ? "on all folds" : "without folds " + key.leftOut();
      throw new IllegalArgumentException(
          "encoder %s, %s: %s".formatted(key.encoder(), where, e.getMessage()), e);
    }
  }

  private Trained heads(Key key, EncoderClips clips) {
    HeadTraining described =
        training.describedBy(
            clips.origin().form().checkpointSha256(),
            Map.of("folds", metadata.folds().toString(), "foldsLeftOut", key.leftOut().toString()));
    TrainingSet train = clips.inFolds(fold -> !key.leftOut().contains(fold));
    List<Integer> folds = new ArrayList<>(key.leftOut());
    List<TrainingSet> validations =
        folds.stream().map(fold -> clips.inFolds(other -> other == fold)).toList();
    List<TrainedHead> heads = described.fitEach(train, validations, key.after());
    SortedMap<Integer, HeldOut> best = new TreeMap<>();
    for (int i = 0; i < folds.size(); i++) {
      best.put(folds.get(i), heldOut(heads.get(i), validations.get(i)));
    }
    TrainedHead last = heads.get(heads.size() - 1);
    Optional<HeldOut> after =
        key.after().isPresent() && !folds.isEmpty()
            ? Optional.of(heldOut(last, validations.get(0)))
            : Optional.empty();
    // Without two folds there are two heads and no one system that they belong to.
    Optional<SoftmaxHead> head =
        folds.size() > 1
            ? Optional.empty()
            : Optional.of(last.head().withNotes(Map.of("epochChosen", choice(key))));
    return new Trained(best, after, head);
  }

  private String choice(Key key) {
    return key.after().isEmpty()
        ? "best on the fold left out"
        : "mean of those best on a fold left out besides, of at most "
            + training.settings().epochs();
  }

  private static HeldOut heldOut(TrainedHead trained, TrainingSet clips) {
    List<EmotionDistribution> votes = trained.head().predict(clips);
    Map<String, EmotionDistribution> byClip = new LinkedHashMap<>();
    for (int i = 0; i < votes.size(); i++) {
      byClip.put(clips.clipIds().get(i), votes.get(i));
    }
    return new HeldOut(trained.best().epoch(), byClip);
  }
}
