package io.farmsync.query;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.time.LocalDate;

@AnalyzeClasses(
    packages = "io.farmsync.query",
    importOptions = ImportOption.DoNotIncludeTests.class)
class DependencyDirectionsTest {

  private static final String[] ROOTS = {
    "io.farmsync.query.farm",
    "io.farmsync.query.ndvi",
    "io.farmsync.query.weather",
    "io.farmsync.query.freshness"
  };

  @ArchTest
  static final ArchRule rootsKnowTheJdkAndTheSchemasOnly =
      classes()
          .that()
          .resideInAnyPackage(ROOTS)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.jspecify..",
              "io.farmsync.schemas",
              "io.farmsync.query.farm",
              "io.farmsync.query.ndvi",
              "io.farmsync.query.weather",
              "io.farmsync.query.freshness")
          .because("rules must hold, and be tested, without a framework");

  @ArchTest
  static final ArchRule topologyKnowsNoSpring =
      noClasses()
          .that()
          .resideInAPackage("..query.topology")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.springframework..", "io.micrometer..", "io.farmsync.platform..")
          .because("the same topology runs under Spring, the test driver and a cluster");

  @ArchTest
  static final ArchRule httpKnowsNoKafka =
      noClasses()
          .that()
          .resideInAPackage("..query..http")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka..", "io.farmsync.query.kafka", "io.farmsync.query.topology")
          .because("where an answer is kept, here or on another instance, is behind a port");

  @ArchTest
  static final ArchRule rulesReadNoClock =
      noClasses()
          .that()
          .resideInAnyPackage(ROOTS)
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(LocalDate.class, "now")
          .because("the same records and the same moment must give the same answer");

  @ArchTest
  static final ArchRule noOtherService =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.farmsync.sync..", "io.farmsync.ndvi..", "io.farmsync.weather..")
          .because("services meet in topics only");

  @ArchTest
  static final ArchRule noCycles =
      slices().matching("io.farmsync.query.(**)").should().beFreeOfCycles();
}
