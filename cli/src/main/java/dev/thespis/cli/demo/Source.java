package dev.thespis.cli.demo;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The text to be counted: files, or what comes with the program.
sealed interface Source {
    /// For people to read.
    String name();

    /// How many bytes there are, as far as is known; for the progress.
    long bytes() throws IOException;

    InputStream open() throws IOException;

    /// Bytes that are not UTF-8 become question marks, in one way for both counts.
    static Reader reader(InputStream in) {
        return new InputStreamReader(in, StandardCharsets.UTF_8);
    }

    /// A file.
    ///
    /// @param path where it is
    record TextFile(Path path) implements Source {
        @Override
        public String name() {
            return path.toString();
        }

        @Override
        public long bytes() throws IOException {
            return Files.size(path);
        }

        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(path); // the reader has a buffer
        }
    }

    /// A text that comes with the program.
    record Bundled() implements Source {
        @Override
        public String name() {
            return "the text that comes with the program";
        }

        @Override
        public long bytes() throws IOException {
            try (var in = open()) {
                return in.readAllBytes().length;
            }
        }

        @Override
        public InputStream open() throws IOException {
            var in = Source.class.getResourceAsStream("sample.txt");
            if (in == null) throw new FileNotFoundException("sample.txt is missing in the program");
            return in;
        }
    }

    /// The files, or if there are none, the text that comes with the program.
    static List<Source> of(List<Path> files) {
        return files.isEmpty()
                ? List.of(new Bundled())
                : files.stream().map(path -> (Source) new TextFile(path)).toList();
    }
}
