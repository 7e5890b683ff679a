package io.farmsync.ndvi;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.farmsync.ndvi", importOptions = ImportOption.DoNotIncludeTests.class)
class DependencyDirectionTest {
  private static final String[] ROOTS = {
    "io.farmsync.ndvi.scene",
    "io.farmsync.ndvi.zonal",
    "io.farmsync.ndvi.plan",
    "io.farmsync.ndvi.job"
  };

  @ArchTest
  static final ArchRule rootsKnowNoTechnology =
      noClasses()
          .that()
          .resideInAnyPackage(ROOTS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.springframework..",
              "org.apache.kafka..",
              "tools.jackson..",
              "io.micrometer..",
              "io.farmsync.schemas.kafka..")
          .because("what is computed must not depend on how it is asked for");

  @ArchTest
  static final ArchRule leavesKnowOnlyTheirOwnCapability =
      slices()
          .matching("io.farmsync.ndvi.(*.*)..")
          .should()
          .notDependOnEachOther()
          .because("a technology can be replaced without touching another");

  @ArchTest
  static final ArchRule capabilitiesDoNotCallEachOtherInCircles =
      slices().matching("io.farmsync.ndvi.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule imageryReadsNoClock =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.farmsync.ndvi.scene..",
              "io.farmsync.ndvi.zonal..",
              "io.farmsync.ndvi.plan..",
              "io.farmsync.ndvi.topology..")
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(java.time.LocalDate.class, "now")
          .because("the same input must give the same numbers tomorrow");
}
