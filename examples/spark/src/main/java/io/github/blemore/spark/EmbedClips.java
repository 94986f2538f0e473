package io.github.blemore.spark;

import static org.apache.spark.sql.functions.col;

import io.github.blemore.BlemoreException;
import io.github.blemore.Clip;
import io.github.blemore.Provenance;
import io.github.blemore.spec.EncoderSpec;
import io.github.blemore.store.ClipFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The command line: clips to a Parquet table of embeddings. */
@Command(
    name = "embed-clips",
    description = "Embeddings of many clips, made by Spark, as a Parquet table.",
    footer = "Exit code 1: a row is an error, or the job failed. 2: an argument is wrong.",
    mixinStandardHelpOptions = true,
    versionProvider = EmbedClips.Version.class)
public final class EmbedClips implements Callable<Integer> {

  private static final int WORK_FAILED = 1;
  private static final int WRONG_ARGUMENTS = 2;
  private static final int CLIPS_PER_TASK = 50;
  private static final int ERRORS_TOLD = 5;

  @ArgGroup(multiplicity = "1")
  private Input input = new Input();

  @Option(
      names = "--encoder",
      required = true,
      arity = "1..*",
      paramLabel = "SPEC",
      description = "Encoders, name[:checkpoint[:option=value,...]], such as face-api acoustic.")
  private List<String> encoders = List.of();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "PARQUET",
      description = "Where the table goes; must not be there yet.")
  private String out = "";

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description = "In how many tasks (default: one per " + CLIPS_PER_TASK + " clips or core).")
  private @Nullable Integer partitions;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "Spark's master (default: that of spark-submit, or local[*]).")
  private @Nullable String master;

  @Spec private CommandSpec spec;

  private final EncoderOpener opener;

  private static final class Input {

    @Option(
        names = "--clips",
        required = true,
        paramLabel = "DIR",
        description = "Folder of clips, seen by driver and executors under the same path.")
    private @Nullable Path folder;

    @Option(
        names = "--table",
        required = true,
        paramLabel = "FILE",
        description = "Parquet, or CSV with a header, of the columns clip and path (absolute).")
    private @Nullable String table;
  }

  private EmbedClips(EncoderOpener opener) {
    this.opener = opener;
  }

  /** Runs the job and exits with its code. */
  public static void main(String[] arguments) {
    System.exit(commandLine(EncoderOpener.bySpec()).execute(arguments));
  }

  static CommandLine commandLine(EncoderOpener opener) {
    return new CommandLine(new EmbedClips(opener)).setExecutionExceptionHandler(EmbedClips::tell);
  }

  @Override
  public Integer call() throws IOException {
    requireRightArguments();
    List<Clip> inFolder = inFolder();
    long start = System.nanoTime();
    try (SparkSession spark = session()) {
      EmbeddingJob job = new EmbeddingJob(encoders, opener);
      Dataset<Row> clips =
          input.table == null
              ? ClipTable.of(spark, inFolder)
              : ClipTable.ofTable(spark, input.table);
      PrintWriter stdout = spec.commandLine().getOut();
      job.recipients(spark)
          .forEach(
              (id, to) ->
                  stdout.printf("Clips leave these machines: %s sends them to %s.%n", id, to));
      stdout.flush();
      job.embeddings(clips.repartition(partitions(clips))).write().parquet(out);
      return summary(spark.read().parquet(out), (System.nanoTime() - start) / 1e9);
    }
  }

  private void requireRightArguments() {
    if (partitions != null && partitions < 1) {
      throw wrong("--partitions is %d: must be at least 1".formatted(partitions));
    }
    try {
      encoders.forEach(EncoderSpec::parse);
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  private List<Clip> inFolder() {
    try {
      return input.folder == null ? List.of() : ClipFolder.list(input.folder);
    } catch (IOException | IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  private ParameterException wrong(@Nullable String message) {
    return new ParameterException(spec.commandLine(), String.valueOf(message));
  }

  private SparkSession session() {
    SparkConf conf = new SparkConf().setIfMissing("spark.app.name", "blemore");
    conf.setIfMissing("spark.master", "local[*]");
    if (master != null) {
      conf.setMaster(master);
    }
    SparkSession spark = SparkSession.builder().config(conf).getOrCreate();
    spark.sparkContext().setLogLevel("WARN");
    return spark;
  }

  private int partitions(Dataset<Row> clips) {
    if (partitions != null) {
      return partitions;
    }
    int cores = clips.sparkSession().sparkContext().defaultParallelism();
    return Math.toIntExact(Math.max(cores, 1 + clips.count() / CLIPS_PER_TASK));
  }

  private int summary(Dataset<Row> table, double seconds) {
    EmbeddingCounts counts = EmbeddingCounts.of(table);
    CommandLine streams = spec.commandLine();
    table
        .where(col(EmbeddingRows.ERROR).isNotNull())
        .select(ClipTable.CLIP, EmbeddingRows.ENCODER, EmbeddingRows.ERROR)
        .takeAsList(ERRORS_TOLD)
        .forEach(
            row ->
                streams.getErr().printf("error: %s, %s: %s%n", row.get(0), row.get(1), row.get(2)));
    streams.getOut().printf(Locale.ROOT, "%s, %.1f seconds%n", counts, seconds);
    return counts.errors() == 0 ? 0 : WORK_FAILED;
  }

  /** A failure that Spark brought from an executor is the cause of what it throws. */
  private static int tell(Exception failure, CommandLine commandLine, ParseResult arguments) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      boolean wrongArguments =
          cause instanceof AnalysisException || cause instanceof IllegalArgumentException;
      if (wrongArguments || cause instanceof BlemoreException || cause instanceof IOException) {
        commandLine.getErr().println("error: " + cause.getMessage());
        return wrongArguments ? WRONG_ARGUMENTS : WORK_FAILED;
      }
    }
    failure.printStackTrace(commandLine.getErr());
    return WORK_FAILED;
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"blemore " + Provenance.libraryVersion()};
    }
  }
}
