package io.github.blemore.spark;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Embeddings of clips, made by the executors; the driver needs neither natives nor weights. A row
 * per clip and encoder:
 *
 * <ul>
 *   <li>{@code clip}, as the table of clips says, and {@code clip_sha256}, null if the file could
 *       not be read
 *   <li>{@code encoder}, {@code checkpoint_sha256}, null if it has no weights, {@code
 *       preprocessing} and {@code dimension}: see {@link io.github.blemore.EncoderForm}
 *   <li>{@code vectors}, float32 {@code [windows, dimension]}; {@code missing}, the reason why
 *       there is no embedding; or {@code error}, what went wrong: two of these are null
 *   <li>{@code notes}, what a reader of the vectors should know
 * </ul>
 *
 * <p>Not safe for several threads.
 */
public final class EmbeddingJob {

  private final List<String> specs;
  private final EncoderOpener opener;

  /**
   * A job for some encoders.
   *
   * @param specs the encoders in words
   * @param opener makes them, once per executor
   */
  public EmbeddingJob(List<String> specs, EncoderOpener opener) {
    this.specs = List.copyOf(specs);
    this.opener = opener;
  }

  /**
   * Has one executor open the encoders: to see that it can, and to hear who gets the clips.
   *
   * @return encoder id to whom it sends clips; an encoder that computes on the executors is left
   *     out
   * @throws IllegalArgumentException if two encoders have one id
   */
  public SortedMap<String, String> recipients(SparkSession spark) {
    Set<String> ids = new HashSet<>();
    SortedMap<String, String> recipients = new TreeMap<>();
    for (Row encoder : described(spark)) {
      if (!ids.add(encoder.getString(0))) {
        throw new IllegalArgumentException(
            "encoder id %s stands twice: rows could not be told apart"
                .formatted(encoder.getString(0)));
      }
      if (!encoder.isNullAt(1)) {
        recipients.put(encoder.getString(0), encoder.getString(1));
      }
    }
    return recipients;
  }

  private List<Row> described(SparkSession spark) {
    return spark
        .range(0, 1, 1, 1)
        .mapPartitions(new DescribeEncoders(specs, opener), Encoders.row(DescribeEncoders.SCHEMA))
        .collectAsList();
  }

  /**
   * The rows of all clips and encoders, made when they are written.
   *
   * @param clips rows of {@link ClipTable}
   * @return a row per clip and encoder
   */
  public Dataset<Row> embeddings(Dataset<Row> clips) {
    return clips.mapPartitions(
        new EncodePartition(specs, opener), Encoders.row(EmbeddingRows.SCHEMA));
  }
}
