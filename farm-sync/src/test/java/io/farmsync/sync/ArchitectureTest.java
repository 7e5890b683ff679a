package io.farmsync.sync;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.farmsync.platform.auth.Access;
import java.time.Instant;
import java.util.UUID;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@AnalyzeClasses(packages = "io.farmsync.sync", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String[] ROOTS = {
    "io.farmsync.sync.farm",
    "io.farmsync.sync.client",
    "io.farmsync.sync.credential",
    "io.farmsync.sync.deadletter",
    "io.farmsync.sync.key",
    "io.farmsync.sync.token"
  };

  @ArchTest
  static final ArchRule rootsKnowTheJdkAndTheSchemasOnly =
      classes()
          .that()
          .resideInAnyPackage(ROOTS)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(ROOTS)
                  .or(
                      resideInAnyPackage(
                          "java..",
                          "javax.crypto..",
                          "org.jspecify..",
                          "io.farmsync.schemas",
                          "io.farmsync.platform.secret")))
          .because("rules must not change when a technology does");

  @ArchTest
  static final ArchRule domainReadsNoClockAndNoChance =
      noClasses()
          .that()
          .resideInAPackage("io.farmsync.sync.farm")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(UUID.class, "randomUUID")
          .because("replaying a log must give the same state");

  @ArchTest
  static final ArchRule leavesDoNotKnowEachOther =
      slices()
          .matching("io.farmsync.sync.(*).(*)..")
          .should()
          .notDependOnEachOther()
          .because("a technology can be replaced only where it stands alone");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices()
          .matching("io.farmsync.sync.(**)")
          .should()
          .beFreeOfCycles()
          .ignoreDependency(simpleNameEndingWith("Configuration"), alwaysTrue())
          .because("only configurations may see what builds on them");

  @ArchTest
  static final ArchRule onlyTheConfigurationOfALeafIsPublic =
      classes()
          .that()
          .resideInAnyPackage("..http", "..postgres", "..jose", "..geojson")
          .and(not(resideInAPackage("io.farmsync.platform..")))
          .and()
          .areTopLevelClasses()
          .and()
          .arePublic()
          .should()
          .haveSimpleNameEndingWith("Configuration")
          .orShould()
          .haveSimpleNameEndingWith("Properties")
          .because("what a leaf offers is its port's implementation");

  @ArchTest
  static final ArchRule everyRouteSaysWhoMayCallIt =
      methods()
          .that()
          .areMetaAnnotatedWith(RequestMapping.class)
          .and()
          .areDeclaredInClassesThat()
          .areAnnotatedWith(RestController.class)
          .should(sayWhoMayCallThem())
          .because("a route without @Access is refused to everybody");

  private static ArchCondition<JavaMethod> sayWhoMayCallThem() {
    return new ArchCondition<>("carry @Access, or their controller does") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        JavaClass controller = method.getOwner();
        boolean says =
            method.isAnnotatedWith(Access.class) || controller.isAnnotatedWith(Access.class);
        events.add(new SimpleConditionEvent(method, says, method.getFullName()));
      }
    };
  }
}
