package io.github.blemore.cli;

import io.github.blemore.BlemoreException;
import io.github.blemore.Provenance;
import io.github.blemore.spec.EncoderSpec;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The command line. */
@Command(
    name = "blemore",
    description = "Recognizes blended emotions in short video clips, offline.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {
      DemoCommand.class,
      PredictCommand.class,
      EncodeCommand.class,
      FinetuneCommand.class,
      FitCommand.class,
      EvaluateCommand.class,
      ReportCommand.class,
      SubmitCommand.class,
      ThresholdsCommand.class,
      SimulateCommand.class,
      StoreCommand.class,
      ConformanceCommand.class,
      DoctorCommand.class
    })
public final class Main implements Runnable {

  private static final int WORK_FAILED = 1;

  @Spec private CommandSpec spec;

  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] arguments) {
    // Pictures are drawn, windows are never opened: no display is asked for.
    System.setProperty("java.awt.headless", "true");
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    CommandLine blemore =
        new CommandLine(new Main())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler(Main::report);
    for (CommandLine command : blemore.getSubcommands().values()) {
      Object of = command.getCommand();
      if (of instanceof PredictCommand
          || of instanceof EncodeCommand
          || of instanceof SubmitCommand) {
        listEncoders(command);
      }
    }
    int code = blemore.execute(arguments);
    return blemore.getOut().checkError() && code == 0 ? WORK_FAILED : code;
  }

  /** At the end of the command's help, with their options. */
  private static void listEncoders(CommandLine command) {
    command
        .getCommandSpec()
        .usageMessage()
        .footerHeading("%nEncoders:%n")
        .footer(EncoderSpec.usages().toArray(String[]::new));
  }

  private static int report(Exception failure, CommandLine commandLine, ParseResult arguments) {
    if (failure instanceof BlemoreException || failure instanceof IOException) {
      commandLine.getErr().println("error: " + failure.getMessage());
    } else {
      failure.printStackTrace(commandLine.getErr());
    }
    return WORK_FAILED;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"blemore " + Provenance.libraryVersion()};
    }
  }
}
