package dev.thespis.bench.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/// What figures depend on besides the code.
///
/// @param commit of the sources, with a `+` if they were changed since; `unknown` outside a repository
/// @param date when the measuring began
/// @param jdk name and version
/// @param machine processor, cores, system
public record Machine(String commit, Instant date, String jdk, String machine) {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    /// Looks.
    ///
    /// @return that of this process
    /// @throws InterruptedException if interrupted while asking git
    public static Machine here() throws InterruptedException {
        var commit = output("git", "rev-parse", "--short", "HEAD");
        var changed = output("git", "status", "--porcelain", "--untracked-files=no");
        return new Machine(
                commit.isEmpty() ? "unknown" : commit + (changed.isEmpty() ? "" : "+"),
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                System.getProperty("java.vendor.version") + " " + System.getProperty("java.vm.version"),
                Runtime.getRuntime().availableProcessors() + " cores, " + processor() + System.getProperty("os.arch")
                        + ", " + System.getProperty("os.name") + " " + System.getProperty("os.version"));
    }

    /// In one line.
    ///
    /// @return for people
    public String inWords() {
        return String.join("; ", asMap().values().stream().map(Object::toString).toList());
    }

    Map<String, Object> asMap() {
        var map = new LinkedHashMap<String, Object>();
        map.put("commit", commit);
        map.put("date", date.toString());
        map.put("jdk", jdk);
        map.put("machine", machine);
        return map;
    }

    private static String processor() {
        try (var lines = Files.lines(PROCESSORS)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.replaceFirst(".*: *", "") + ", ")
                    .orElse("");
        } catch (IOException e) {
            return ""; // not there on every system
        }
    }

    private static String output(String... command) throws InterruptedException {
        try {
            var process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 ? text : "";
        } catch (IOException e) {
            return ""; // there is no git
        }
    }
}
