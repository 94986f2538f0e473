package io.github.blemore.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code blemore store}. */
@Command(
    name = "store",
    description = "What an embedding store holds; export, import and removal of embeddings.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {
      StoreInfoCommand.class,
      StoreExportCommand.class,
      StoreImportCommand.class,
      StoreRemoveCommand.class
    })
final class StoreCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Missing command: info, export, import or remove");
  }
}
