package io.farmsync.weather;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.time.LocalDate;

@AnalyzeClasses(packages = "io.farmsync.weather", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule rulesKnowNoTechnology =
      classes()
          .that()
          .resideInAnyPackage("io.farmsync.weather.cell", "io.farmsync.weather.provider")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.jspecify..",
              "io.farmsync.schemas",
              "io.farmsync.weather.cell",
              "io.farmsync.weather.provider")
          .because("when a cell is asked for must be testable without Kafka, HTTP or Spring");

  @ArchTest
  static final ArchRule theTopologyKnowsNoProviderAndNoHttp =
      noClasses()
          .that()
          .resideInAPackage("io.farmsync.weather.topology")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.net.http..",
              "io.farmsync.weather.provider..",
              "io.farmsync.weather.upstream..",
              "io.farmsync.weather.worker..")
          .because("slow work in a stream thread stops every cell of its partitions");

  @ArchTest
  static final ArchRule providersKnowNoKafka =
      noClasses()
          .that()
          .resideInAnyPackage("io.farmsync.weather.provider..", "io.farmsync.weather.upstream..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka..",
              "io.farmsync.weather.topology..",
              "io.farmsync.weather.worker..")
          .because("how weather is asked for does not depend on who asks");

  @ArchTest
  static final ArchRule leavesDoNotKnowEachOther =
      slices()
          .matching("io.farmsync.weather.provider.(*)..")
          .should()
          .notDependOnEachOther()
          .because("one provider's oddities must not leak into another's");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.farmsync.weather.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule servicesMeetInTopicsOnly =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.farmsync.sync..",
              "io.farmsync.ndvi..",
              "io.farmsync.query..",
              "io.farmsync.standalone..")
          .because("services never call each other");

  @ArchTest
  static final ArchRule nobodyReadsTheClockAside =
      noClasses()
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(LocalDate.class, "now")
          .because("time comes in as an argument");
}
