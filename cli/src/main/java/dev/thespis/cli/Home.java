package dev.thespis.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Where the project lies, as the launcher tells it in the environment variable `THESPIS_HOME`.
final class Home {
    private static final int DEPTH = 5;

    private Home() {}

    /// The project's own documentation.
    ///
    /// @return none if there is no project around the program
    static List<Path> documentation() throws IOException {
        var home = System.getenv("THESPIS_HOME");
        if (home == null || home.isBlank()) return List.of();
        var found = new ArrayList<Path>();
        found.addAll(texts(Path.of(home), 1));
        found.addAll(texts(Path.of(home, "docs"), DEPTH));
        return found;
    }

    private static List<Path> texts(Path directory, int depth) throws IOException {
        if (!Files.isDirectory(directory)) return List.of();
        try (var paths = Files.walk(directory, depth)) {
            return paths.filter(path -> path.toString().endsWith(".md") && Files.isRegularFile(path))
                    .sorted()
                    .toList();
        }
    }
}
