package io.github.blemore;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What the core may know. */
class ArchitectureTest {

  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.github.blemore");

  @Test
  void coreKnowsOnlyTheJdkSlf4jAndReadersOfCsvAndJson() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "org.slf4j..",
            "org.jspecify..",
            "de.siegmar.fastcsv..",
            "com.fasterxml.jackson.core..",
            "io.github.blemore..")
        .check(CORE);
  }

  @Test
  void coreOpensNoConnection() {
    noClasses().should().dependOnClassesThat().resideInAnyPackage("java.net..").check(CORE);
  }
}
