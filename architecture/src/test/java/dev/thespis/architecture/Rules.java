package dev.thespis.architecture;

import static com.tngtech.archunit.core.domain.JavaModifier.ABSTRACT;
import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The rules that ArchUnit can check. Each is tested twice: the library keeps it, and a fixture that breaks it is
/// found.
final class Rules {
    private static final Set<String> EMPTY_NAMES =
            Set.of("util", "utils", "common", "impl", "helper", "helpers", "misc", "base", "core");

    private Rules() {}

    /// The packages of a module use nothing of ours but themselves and the modules below.
    ///
    /// @param root the package that all modules are in
    static ArchRule usesOnly(String root, String module, String... below) {
        var allowed = Stream.concat(Stream.of(module), Arrays.stream(below))
                .map(name -> root + "." + name + "..")
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(root + "." + module + "..")
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "are of ours, but not of " + String.join(", ", allowed),
                        type -> type.getPackageName().startsWith(root + ".") && !resides(type, allowed)))
                .because("arrows between modules point downwards only");
    }

    private static boolean resides(JavaClass type, String... packages) {
        return JavaClass.Predicates.resideInAnyPackage(packages).test(type);
    }

    /// No package needs another one that needs it. A package and its `internal` count as one.
    static ArchRule packagesAreFreeOfCycles() {
        return slices().assignedFrom(new PackageWithItsInternals()).should().beFreeOfCycles();
    }

    private static final class PackageWithItsInternals implements SliceAssignment {
        @Override
        public String getDescription() {
            return "packages, each with its internal one";
        }

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(type.getPackageName().replaceAll("\\.internal(\\..*)?$", ""));
        }
    }

    /// Needs nothing at run time but the JDK's base module and the annotations of JSpecify.
    static ArchRule standsAlone(String itself) {
        return classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(itself + "..", "java..", "org.jspecify.annotations");
    }

    static ArchRule noStandardStreams() {
        return noClasses().should(ACCESS_STANDARD_STREAMS).because("what a library has to tell, it tells as events");
    }

    static ArchRule noStackTracesPrinted() {
        return noClasses()
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "prints a stack trace",
                        call -> call.getTarget().getName().equals("printStackTrace")
                                && call.getTargetOwner().isAssignableTo(Throwable.class)));
    }

    static ArchRule noLogging() {
        return noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.logging..", "org.slf4j..", "org.apache.logging..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName(System.Logger.class.getName());
    }

    static ArchRule noJdkInternals() {
        return noClasses().should().dependOnClassesThat().resideInAnyPackage("sun..", "jdk.internal..");
    }

    static ArchRule nothingSleeps() {
        return noClasses()
                .should(callMethod(Thread.class, "sleep", long.class))
                .orShould(callMethod(Thread.class, "sleep", Duration.class))
                .orShould(callMethod(Thread.class, "sleep", long.class, int.class))
                .orShould()
                .callMethodWhere(DescribedPredicate.describe(
                        "sleeps",
                        call -> call.getTargetOwner().isEquivalentTo(TimeUnit.class)
                                && call.getTarget().getName().equals("sleep")))
                .because("a test waits for what it needs, not for a time");
    }

    /// Nobody derives from a class that was not made for it. From a private one, only its own file can.
    static ArchRule classesAreFinal() {
        return classes().should(new ArchCondition<>("be final, sealed, or not a class of its own") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                var open = !type.isInterface()
                        && !type.isEnum()
                        && !type.isAnonymousClass()
                        && !type.getModifiers().contains(FINAL)
                        && !type.getModifiers().contains(ABSTRACT)
                        && !type.reflect().isSealed()
                        && !Modifier.isPrivate(type.reflect().getModifiers());
                if (open) events.add(SimpleConditionEvent.violated(type, type.getName() + " can be derived from"));
            }
        });
    }

    /// A user may implement what is an interface, and derive from nothing.
    ///
    /// @param exported packages that anybody may use
    static ArchRule exportedTypesAreClosed(Set<String> exported) {
        return classes().should(new ArchCondition<>("not be public, abstract and open in an exported package") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!isExported(type, exported) || type.isInterface() || type.isEnum()) return;
                if (!type.getModifiers().contains(FINAL) && !type.reflect().isSealed())
                    events.add(SimpleConditionEvent.violated(type, type.getName() + " is open to subclasses"));
            }
        });
    }

    /// A type, or two methods, instead of a flag that nobody can read where it is called.
    ///
    /// @param exported packages that anybody may use
    static ArchRule exportedMethodsTakeNoFlags(Set<String> exported) {
        return methods().should(new ArchCondition<>("take no boolean and no Optional if they are exported") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                var open = isExported(method.getOwner(), exported)
                        && method.getModifiers().contains(PUBLIC)
                        && !method.getModifiers().contains(SYNTHETIC);
                var flag = method.getRawParameterTypes().stream()
                        .anyMatch(type -> type.isEquivalentTo(boolean.class) || type.isEquivalentTo(Optional.class));
                if (open && flag) events.add(SimpleConditionEvent.violated(method, method.getFullName()));
            }
        });
    }

    static ArchRule packagesHaveTellingNames() {
        return classes().should(new ArchCondition<>("be in packages whose names say what is in them") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (Arrays.stream(type.getPackageName().split("\\.")).anyMatch(EMPTY_NAMES::contains))
                    events.add(SimpleConditionEvent.violated(type, type.getName()));
            }
        });
    }

    /// Whether the type is public, as all types around it are, in a package that anybody may use.
    static boolean isExported(JavaClass type, Set<String> exported) {
        if (!exported.contains(type.getPackageName())) return false;
        for (Optional<JavaClass> at = Optional.of(type);
                at.isPresent();
                at = at.get().getEnclosingClass()) if (!at.get().getModifiers().contains(PUBLIC)) return false;
        return true;
    }
}
