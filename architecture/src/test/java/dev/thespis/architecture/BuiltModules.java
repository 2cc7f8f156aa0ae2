package dev.thespis.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The modules of this build, as Maven has compiled them before this one.
///
/// Everything is found by path, and a path that is not there is an error: so a module can't slip through.
final class BuiltModules {
    /// What other people's programs are made of.
    static final List<String> LIBRARY = List.of("actor", "wire", "remote");

    /// All modules with rules. The benchmarks have none: nobody's program is made of them.
    static final List<String> ALL = List.of("actor", "wire", "remote", "cli", "examples");

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private BuiltModules() {}

    static JavaClasses mainClasses(List<String> modules) {
        return classes(modules, "classes");
    }

    static JavaClasses testClasses(List<String> modules) {
        var tested = modules.stream()
                .filter(module -> Files.exists(ROOT.resolve(module).resolve("src/test/java")))
                .toList();
        return classes(tested, "test-classes");
    }

    static JavaClasses mainClasses(String module) {
        return mainClasses(List.of(module));
    }

    /// The packages that anybody may use.
    static Set<String> exportedPackages(String module) {
        var file = existing(ROOT.resolve(module).resolve("target/classes/module-info.class"));
        try (InputStream in = Files.newInputStream(file)) {
            return ModuleDescriptor.read(in).exports().stream()
                    .filter(exported -> !exported.isQualified())
                    .map(ModuleDescriptor.Exports::source)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Where the module's own sources are.
    static Path sources(String module) {
        return existing(ROOT.resolve(module).resolve("src/main/java"));
    }

    /// All Java files of a module, tests included.
    static List<Path> javaFiles(String module) {
        return javaFiles(existing(ROOT.resolve(module).resolve("src")));
    }

    static List<Path> javaFiles(Path directory) {
        try (var files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JavaClasses classes(List<String> modules, String output) {
        var paths = modules.stream()
                .map(module -> existing(ROOT.resolve(module).resolve("target").resolve(output)))
                .toList();
        return new ClassFileImporter().importPaths(paths);
    }

    /// The classes of one of the fixtures, each of which breaks one rule.
    static JavaClasses fixture(Class<?>... types) {
        return new ClassFileImporter()
                .importPackages(Arrays.stream(types).map(Class::getPackageName).toArray(String[]::new));
    }

    private static Path existing(Path path) {
        if (Files.exists(path)) return path;
        throw new IllegalStateException(path + " is not there; build all modules: mvn verify");
    }
}
