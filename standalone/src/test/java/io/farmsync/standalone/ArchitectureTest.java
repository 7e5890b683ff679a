package io.farmsync.standalone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.farmsync.platform.auth.Access;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.RestController;

/** Who may know whom, over all modules. */
@AnalyzeClasses(packages = "io.farmsync", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String SCHEMAS = "io.farmsync.schemas..";
  private static final String PLATFORM = "io.farmsync.platform..";
  private static final String[] SERVICES = {
    "io.farmsync.sync..", "io.farmsync.ndvi..", "io.farmsync.weather..", "io.farmsync.query.."
  };

  @ArchTest
  static final ArchRule schemasKnowNothingOfOurs =
      noClasses()
          .that()
          .resideInAPackage(SCHEMAS)
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages(
              SCHEMAS,
              "java..",
              "org.apache.kafka..",
              "tools.jackson..",
              "com.fasterxml.jackson.annotation..",
              "com.networknt..",
              "org.jspecify..")
          .because("every reader of a topic can use the schemas without the services");

  @ArchTest
  static final ArchRule platformKnowsNoService =
      noClasses()
          .that()
          .resideInAPackage(PLATFORM)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(SERVICES)
          .because("the platform serves all services alike");

  @ArchTest
  static final ArchRule servicesMeetInTopicsOnly =
      slices()
          .matching("io.farmsync.(sync|ndvi|weather|query)..")
          .should()
          .notDependOnEachOther()
          .because("services never call each other");

  @ArchTest
  static final ArchRule embeddedPartsStayOutOfServices =
      noClasses()
          .that()
          .resideInAnyPackage(SERVICES)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.farmsync.embedded..", "io.farmsync.samples..", "io.farmsync.standalone..")
          .because("a service runs the same against any broker, database and upstream");

  @ArchTest
  static final ArchRule everyHandlerSaysWhoMayCallIt =
      methods()
          .that()
          .areDeclaredInClassesThat()
          .areAnnotatedWith(RestController.class)
          .and()
          .areMetaAnnotatedWith(org.springframework.web.bind.annotation.RequestMapping.class)
          .should()
          .beAnnotatedWith(Access.class)
          .orShould()
          .beDeclaredInClassesThat()
          .areAnnotatedWith(Access.class)
          .because("a handler without it is closed to everybody");

  @ArchTest
  static final ArchRule namesSayWhatAThingIs =
      classes()
          .should()
          .haveSimpleNameNotEndingWith("Impl")
          .andShould()
          .haveSimpleNameNotEndingWith("Util")
          .andShould()
          .haveSimpleNameNotEndingWith("Utils")
          .andShould()
          .haveSimpleNameNotEndingWith("Manager")
          .andShould()
          .haveSimpleNameNotEndingWith("Helper")
          .because("they would name no idea of the domain");

  @Test
  void noTestWaitsBySleeping() throws IOException {
    try (var files = Files.walk(Path.of(".."))) {
      assertThat(
              files
                  .filter(file -> file.toString().matches(".*/src/test/java/.*\\.java"))
                  .filter(file -> !file.endsWith("ArchitectureTest.java"))
                  .filter(ArchitectureTest::sleeps))
          .as("tests wait for a condition with a deadline")
          .isEmpty();
    }
  }

  private static boolean sleeps(Path file) {
    try {
      return Files.readString(file).contains("Thread.sleep");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
