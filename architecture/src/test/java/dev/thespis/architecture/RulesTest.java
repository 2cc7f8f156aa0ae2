package dev.thespis.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.TOP_LEVEL_CLASSES;
import static dev.thespis.architecture.BuiltModules.ALL;
import static dev.thespis.architecture.BuiltModules.LIBRARY;
import static dev.thespis.architecture.BuiltModules.exportedPackages;
import static dev.thespis.architecture.BuiltModules.fixture;
import static dev.thespis.architecture.BuiltModules.mainClasses;
import static dev.thespis.architecture.BuiltModules.testClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.thespis.architecture.fixture.arrows.actor.Upwards;
import dev.thespis.architecture.fixture.cycle.left.Left;
import dev.thespis.architecture.fixture.cycle.right.Right;
import dev.thespis.architecture.fixture.exported.Flagged;
import dev.thespis.architecture.fixture.folded.internal.Inside;
import dev.thespis.architecture.fixture.leaning.Leaning;
import dev.thespis.architecture.fixture.loud.Loud;
import dev.thespis.architecture.fixture.open.Open;
import dev.thespis.architecture.fixture.sleepy.Sleepy;
import dev.thespis.architecture.fixture.util.Anything;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Every rule holds, and is known to find what breaks it.
class RulesTest {
    private static final String OURS = "dev.thespis";
    private static final String FIXTURES = "dev.thespis.architecture.fixture";

    static final List<String> LIBRARY_MODULES = LIBRARY;

    private static void holds(ArchRule rule, JavaClasses classes) {
        assertThat(classes).isNotEmpty();
        rule.check(classes);
    }

    private static void finds(ArchRule rule, JavaClasses fixture, String culprit) {
        var result = rule.evaluate(fixture);
        assertThat(result.hasViolation()).as(rule.getDescription()).isTrue();
        assertThat(result.getFailureReport().toString()).contains(culprit);
    }

    @Nested
    class Structure {
        @Test
        void arrowsBetweenModulesPointDownwards() {
            var classes = mainClasses(ALL);
            holds(Rules.usesOnly(OURS, "actor"), classes);
            holds(Rules.usesOnly(OURS, "wire"), classes);
            holds(Rules.usesOnly(OURS, "remote", "actor", "wire"), classes);
            holds(Rules.usesOnly(OURS, "cli", "remote", "actor", "wire"), classes);
            holds(Rules.usesOnly(OURS, "examples", "remote", "actor", "wire"), classes);
        }

        @Test
        void findsAnArrowUpwards() {
            var arrows = FIXTURES + ".arrows";
            finds(Rules.usesOnly(arrows, "actor", "wire"), fixture(Upwards.class), "Upwards");
        }

        @Test
        void packagesAreFreeOfCycles() {
            holds(Rules.packagesAreFreeOfCycles(), mainClasses(ALL));
        }

        @Test
        void findsACycleOfPackages() {
            finds(Rules.packagesAreFreeOfCycles(), fixture(Left.class, Right.class), "Left");
        }

        @Test
        void aPackageAndItsInternalsCountAsOne() {
            holds(Rules.packagesAreFreeOfCycles(), fixture(Inside.class));
            assertThat(fixture(Inside.class).contain(Inside.class)).isTrue();
        }

        @Test
        void actorAndWireNeedNothingElse() {
            holds(Rules.standsAlone("dev.thespis.actor"), mainClasses("actor"));
            holds(Rules.standsAlone("dev.thespis.wire"), mainClasses("wire"));
        }

        @Test
        void findsWhatLeansOnALibrary() {
            finds(Rules.standsAlone(FIXTURES + ".leaning"), fixture(Leaning.class), "org.assertj");
        }

        @Test
        void packagesHaveTellingNames() {
            holds(Rules.packagesHaveTellingNames(), mainClasses(ALL));
        }

        @Test
        void findsAPackageWithAnEmptyName() {
            finds(Rules.packagesHaveTellingNames(), fixture(Anything.class), "Anything");
        }
    }

    @Nested
    class Quiet {
        @Test
        void theLibraryPrintsAndLogsNothing() {
            var classes = mainClasses(LIBRARY);
            holds(Rules.noStandardStreams(), classes);
            holds(Rules.noStackTracesPrinted(), classes);
            holds(Rules.noLogging(), classes);
        }

        @Test
        void findsEachWayToBeLoud() {
            var loud = fixture(Loud.class);
            finds(Rules.noStandardStreams(), loud, "print()");
            finds(Rules.noStackTracesPrinted(), loud, "trace(");
            finds(Rules.noLogging(), loud, "log()");
            finds(Rules.noLogging(), loud, "systemLog()");
        }

        @Test
        void nothingUsesInternalsOfTheJdk() {
            holds(Rules.noJdkInternals(), mainClasses(ALL));
        }

        @Test
        void findsUnsafe(@TempDir Path directory) throws IOException {
            // Generated, since the compiler would warn of a source.
            var culprit = ClassDesc.of("fixture", "Unsafe");
            var bytes = ClassFile.of()
                    .build(
                            culprit,
                            type -> type.withField("it", ClassDesc.of("sun.misc.Unsafe"), ClassFile.ACC_PRIVATE));
            Files.write(directory.resolve("Unsafe.class"), bytes);
            finds(Rules.noJdkInternals(), new ClassFileImporter().importPath(directory), "sun.misc.Unsafe");
        }

        @Test
        void neitherTheLibraryNorAnyTestSleeps() {
            holds(Rules.nothingSleeps(), mainClasses(LIBRARY));
            holds(Rules.nothingSleeps(), testClasses(ALL));
        }

        @Test
        void findsEachWayToSleep() {
            finds(Rules.nothingSleeps(), fixture(Sleepy.class), "millis()");
            finds(Rules.nothingSleeps(), fixture(Sleepy.class), "duration()");
            finds(Rules.nothingSleeps(), fixture(Sleepy.class), "unit()");
        }
    }

    @Nested
    class Types {
        @Test
        void classesAreFinal() {
            holds(Rules.classesAreFinal(), mainClasses(ALL));
        }

        @Test
        void findsAnOpenClass() {
            finds(Rules.classesAreFinal(), fixture(Open.class), "Open can be derived from");
        }

        @ParameterizedTest
        @FieldSource("dev.thespis.architecture.RulesTest#LIBRARY_MODULES")
        void exportedTypesAreClosed(String module) {
            holds(Rules.exportedTypesAreClosed(exportedPackages(module)), mainClasses(module));
        }

        @Test
        void findsAnExportedTypeThatIsOpen() {
            finds(
                    Rules.exportedTypesAreClosed(Set.of(FIXTURES + ".exported")),
                    fixture(Flagged.class),
                    "Flagged is open");
        }

        @ParameterizedTest
        @FieldSource("dev.thespis.architecture.RulesTest#LIBRARY_MODULES")
        void exportedMethodsTakeNoFlags(String module) {
            holds(Rules.exportedMethodsTakeNoFlags(exportedPackages(module)), mainClasses(module));
        }

        @Test
        void findsAnExportedMethodWithAFlag() {
            var rule = Rules.exportedMethodsTakeNoFlags(Set.of(FIXTURES + ".exported"));
            finds(rule, fixture(Flagged.class), "open(boolean)");
            finds(rule, fixture(Flagged.class), "maybe(java.util.Optional)");
        }

        @ParameterizedTest
        @FieldSource("dev.thespis.architecture.RulesTest#LIBRARY_MODULES")
        void underHalfOfTheTypesArePublic(String module) {
            assertThat(exportedShare(mainClasses(module), exportedPackages(module)))
                    .isLessThan(0.5);
        }

        @Test
        void countsExportedTypes() {
            assertThat(exportedShare(fixture(Flagged.class), Set.of(FIXTURES + ".exported")))
                    .isEqualTo(0.5);
        }

        private static double exportedShare(JavaClasses classes, Set<String> exported) {
            var types = classes.that(TOP_LEVEL_CLASSES).stream()
                    .filter(type -> !type.getSimpleName().endsWith("-info"))
                    .toList();
            var shown = types.stream()
                    .filter(type -> Rules.isExported(type, exported))
                    .count();
            return (double) shown / types.size();
        }
    }
}
