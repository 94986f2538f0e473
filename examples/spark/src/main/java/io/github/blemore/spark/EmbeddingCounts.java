package io.github.blemore.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a table of embeddings holds.
 *
 * @param rows one per clip and encoder
 * @param missing rows that say why there is no embedding
 * @param errors rows that say what went wrong
 */
record EmbeddingCounts(long rows, long missing, long errors) {

  static EmbeddingCounts of(Dataset<Row> table) {
    Row counts =
        table
            .agg(count(lit(1)), count(col(EmbeddingRows.MISSING)), count(col(EmbeddingRows.ERROR)))
            .head();
    return new EmbeddingCounts(counts.getLong(0), counts.getLong(1), counts.getLong(2));
  }

  @Override
  public String toString() {
    return "%d rows: %d embeddings, %d missing, %d errors"
        .formatted(rows, rows - missing - errors, missing, errors);
  }
}
