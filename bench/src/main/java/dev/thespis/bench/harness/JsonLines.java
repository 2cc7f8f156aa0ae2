package dev.thespis.bench.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// A file with one result a line, each with what it depends on. Used by one thread.
public final class JsonLines implements AutoCloseable {
    private final Writer out;
    private final Map<String, Object> context;

    private JsonLines(Writer out, Map<String, Object> context) {
        this.out = out;
        this.context = context;
    }

    /// Begins a file.
    ///
    /// @param file is replaced if there is one; its directory is made if there is none
    /// @param machine is in each line
    /// @return an empty file
    /// @throws IOException if it can't be written
    public static JsonLines open(Path file, Machine machine) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        return new JsonLines(Files.newBufferedWriter(file), machine.asMap());
    }

    /// Writes a line, at once.
    ///
    /// @param result what was measured
    public void add(Map<String, ?> result) {
        var line = new LinkedHashMap<String, Object>(result);
        line.putAll(context);
        try {
            out.write(JsonMapper.shared().writeValueAsString(line));
            out.write('\n');
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
