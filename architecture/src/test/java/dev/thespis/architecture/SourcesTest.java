package dev.thespis.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// What the rules of the house say of source files.
class SourcesTest {
    static final List<String> MODULES = BuiltModules.ALL;

    private static final int MAX_LINES = 500;
    private static final Pattern MODULE = Pattern.compile("<module>(\\w+)</module>");

    @TempDir
    private Path directory;

    @Nested
    class PackageInfo {
        @ParameterizedTest
        @FieldSource("dev.thespis.architecture.SourcesTest#MODULES")
        void everyPackageSaysWhatMayDependOnIt(String module) {
            assertThat(undescribed(BuiltModules.sources(module))).isEmpty();
        }

        @Test
        void findsAPackageThatDoesNot() throws IOException {
            write("described/package-info.java", 1);
            write("described/Some.java", 1);
            var culprit = write("bare/Some.java", 1).getParent();
            assertThat(undescribed(directory)).containsExactly(culprit);
        }

        private static List<Path> undescribed(Path sources) {
            return BuiltModules.javaFiles(sources).stream()
                    .filter(file -> !file.endsWith("module-info.java"))
                    .map(Path::getParent)
                    .distinct()
                    .filter(parent -> !Files.exists(parent.resolve("package-info.java")))
                    .toList();
        }
    }

    /// A new module is under these rules, or here is said that it is not.
    @Test
    void everyModuleHasRules() throws IOException {
        var unruled = Set.of("bench", "architecture");
        var named = MODULE.matcher(Files.readString(Path.of("../pom.xml")))
                .results()
                .map(match -> match.group(1))
                .filter(module -> !unruled.contains(module));
        assertThat(named).containsExactlyInAnyOrderElementsOf(MODULES);
    }

    @Nested
    class NullMarked {
        @ParameterizedTest
        @FieldSource("dev.thespis.architecture.SourcesTest#MODULES")
        void everyModuleIs(String module) {
            assertThat(BuiltModules.sources(module).resolve("module-info.java"))
                    .content()
                    .contains("@org.jspecify.annotations.NullMarked");
        }
    }

    @Nested
    class Size {
        @ParameterizedTest
        @FieldSource("dev.thespis.architecture.SourcesTest#MODULES")
        void noFileIsOverTheLimit(String module) {
            assertThat(tooLong(BuiltModules.javaFiles(module).stream())).isEmpty();
        }

        @Test
        void findsAFileThatIs() throws IOException {
            write("Short.java", MAX_LINES);
            var culprit = write("Long.java", MAX_LINES + 1);
            assertThat(tooLong(BuiltModules.javaFiles(directory).stream())).containsExactly(culprit);
        }

        private static List<Path> tooLong(Stream<Path> files) {
            return files.filter(file -> lines(file) > MAX_LINES).toList();
        }

        private static int lines(Path file) {
            try {
                return Files.readAllLines(file).size();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Path write(String name, int lines) throws IOException {
        var file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "\n".repeat(lines));
    }
}
