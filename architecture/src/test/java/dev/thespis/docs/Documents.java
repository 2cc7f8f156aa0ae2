package dev.thespis.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The documents and sources of this repository.
final class Documents {
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private Documents() {}

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The README and all that is linked from it.
    static List<Path> markdown() {
        try (var top = Files.list(ROOT);
                var docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// All Java sources whose path satisfies a condition.
    static List<Path> sources(Predicate<Path> condition) {
        try (var files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .filter(condition)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The fenced blocks of a language in a document.
    static List<String> blocks(String document, String language) {
        return Pattern.compile("(?s)```" + language + "\\n(.*?)```")
                .matcher(document)
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
