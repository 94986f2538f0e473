package io.github.blemore.spark;

import io.github.blemore.BlemoreException;
import io.github.blemore.Encoder;
import io.github.blemore.EncoderForm;
import io.github.blemore.EncoderStoppedException;
import io.github.blemore.InterruptedWorkException;
import io.github.blemore.ModelException;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.MediaNeeds;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * An encoder that the tasks of an executor share, until it says that it takes no more clips.
 *
 * <p>Safe to share between threads.
 */
final class SharedEncoder {

  private final Encoder encoder;
  private final EmbeddingRows rows;
  private volatile @Nullable String stopReason;

  SharedEncoder(Encoder encoder) {
    this.encoder = encoder;
    this.rows = new EmbeddingRows(EncoderForm.of(encoder.info()));
  }

  String id() {
    return encoder.info().id();
  }

  MediaNeeds needs() {
    return encoder.info().needs();
  }

  Optional<String> recipient() {
    return encoder.info().recipient();
  }

  boolean isStopped() {
    return stopReason != null;
  }

  /**
   * The row of a clip.
   *
   * @throws ModelException if this installation is broken
   * @throws InterruptedWorkException if the thread is interrupted
   */
  Row encode(String sha256, ClipMedia media) {
    String clip = media.clip().id();
    if (isStopped()) {
      return stopped(clip, sha256);
    }
    try {
      return rows.of(clip, sha256, encoder.encode(List.of(media)).get(0));
    } catch (EncoderStoppedException e) {
      stopReason = e.getMessage();
      return stopped(clip, sha256);
    } catch (InterruptedWorkException | ModelException e) {
      throw e;
    } catch (RuntimeException e) {
      return failed(clip, sha256, e);
    }
  }

  /** The row of a clip that was not tried, as the encoder takes no more. */
  Row stopped(String clip, String sha256) {
    return rows.error(clip, sha256, "encoder %s stopped: %s".formatted(id(), stopReason));
  }

  /** The row of a clip that could not be encoded. */
  Row failed(@Nullable String clip, @Nullable String sha256, RuntimeException failure) {
    boolean explained =
        failure instanceof BlemoreException || failure instanceof IllegalArgumentException;
    return rows.error(
        clip, sha256, explained ? String.valueOf(failure.getMessage()) : failure.toString());
  }

  void close() {
    encoder.close();
  }
}
