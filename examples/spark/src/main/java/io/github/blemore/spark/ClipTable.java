package io.github.blemore.spark;

import io.github.blemore.Clip;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Which clips there are, and where: rows of {@code clip: string, path: string}. */
public final class ClipTable {

  /** The column of the clip's id. */
  public static final String CLIP = "clip";

  /** The column of the clip's file, as the executors see it. */
  public static final String PATH = "path";

  private static final StructType SCHEMA =
      new StructType().add(CLIP, DataTypes.StringType).add(PATH, DataTypes.StringType);

  private ClipTable() {}

  /** A table of these clips, such as those of a {@link io.github.blemore.store.ClipFolder}. */
  public static Dataset<Row> of(SparkSession spark, List<Clip> clips) {
    return spark.createDataFrame(clips.stream().map(ClipTable::row).toList(), SCHEMA);
  }

  private static Row row(Clip clip) {
    return RowFactory.create(clip.id(), clip.path().toAbsolutePath().toString());
  }

  /**
   * The clips of a table that is there already, which may have other columns too.
   *
   * @param location wherever Spark reads from: CSV with a header line if it ends with {@code .csv}
   *     or {@code .csv.gz}, otherwise Parquet
   */
  public static Dataset<Row> ofTable(SparkSession spark, String location) {
    Dataset<Row> table =
        location.endsWith(".csv") || location.endsWith(".csv.gz")
            ? spark.read().option("header", true).option("escape", "\"").csv(location)
            : spark.read().parquet(location);
    return table.select(text(CLIP), text(PATH));
  }

  private static Column text(String column) {
    return functions.col(column).cast(DataTypes.StringType).as(column);
  }
}
