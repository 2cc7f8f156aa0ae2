package dev.thespis.cli;

import static dev.thespis.cli.Processes.PROGRAM;
import static dev.thespis.cli.Processes.hasEnded;
import static dev.thespis.cli.Processes.signal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.cli.child.Child;
import dev.thespis.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The demo and its two processes, of which nothing may be left.
@Timeout(120)
final class DemoCommandTest {
    @TempDir
    private Path directory;

    @Test
    void demoCountsTheTextThatComesWithIt() throws Exception {
        var run = Run.of("demo");

        assertThat(run.code()).as(run.toString()).isZero();
        assertThat(run.out()).contains("the local count is equal", "round trip p50", "sends per second");
        for (var pid : pids(run.out().lines().toList())) hasEnded(pid);
    }

    @Test
    void demoCountsFilesWithOddContents() throws Exception {
        var words = IntStream.range(0, 20_000).mapToObj(n -> "word" + n % 321).collect(Collectors.joining(" "));
        var text = Files.writeString(directory.resolve("text"), "one\r\n\n  two, one; Straße 𝒜𝒜\n" + words + "\nend");
        var binary = Files.write(directory.resolve("binary"), new byte[] {-1, -2, 'a', 0, 'b', -61, '\n', -16});
        var empty = Files.createFile(directory.resolve("empty"));

        var run = Run.of("demo", text.toString(), binary.toString(), empty.toString());

        assertThat(run.code()).as(run.toString()).isZero();
        assertThat(run.out()).contains("the local count is equal");
    }

    @Test
    void demoRefusesFilesThatItCannotRead() {
        for (var file : List.of(directory.resolve("missing"), directory)) {
            var run = Run.of("demo", file.toString());

            assertThat(run.code()).isEqualTo(ExitCode.IO.number());
            assertThat(run.out()).isEmpty();
            assertThat(run.errLines()).singleElement().asString().contains(file.toString());
        }
    }

    /// A pipe that nobody writes keeps the client busy for ever.
    private Child demoThatNeverEnds() throws Exception {
        var pipe = directory.resolve("pipe").toString();
        assertThat(new ProcessBuilder("mkfifo", pipe).start().waitFor()).isZero();
        return PROGRAM.start(List.of("demo", pipe));
    }

    private static List<Long> pids(List<String> lines) {
        return lines.stream()
                .filter(line -> line.contains(" (server) listens") || line.contains(" (client) has warmed up"))
                .map(line -> Long.valueOf(line.split(" ", 3)[1]))
                .toList();
    }

    private static List<Long> children(Child demo) throws IOException {
        var lines = new ArrayList<String>();
        while (pids(lines).size() < 2) {
            var line = demo.line();
            assertThat(line).isNotNull();
            lines.add(line);
        }
        return pids(lines);
    }

    @Test
    void interruptedDemoLeavesNothingRunning() throws Exception {
        try (var demo = demoThatNeverEnds()) {
            var children = children(demo);

            signal("INT", demo.pid());

            assertThat(demo.await()).isEqualTo(ExitCode.INTERRUPTED.number());
            for (var pid : children) hasEnded(pid);
        }
    }

    @Test
    void killedDemoLeavesNothingRunning() throws Exception {
        try (var demo = demoThatNeverEnds()) {
            var children = children(demo);

            signal("KILL", demo.pid());

            for (var pid : children) hasEnded(pid);
        }
    }

    @Test
    void demoFailsWhenItsServerIsKilled() throws Exception {
        try (var demo = demoThatNeverEnds()) {
            var children = children(demo);

            signal("KILL", children.getFirst());
            try (var pipe = Files.newBufferedWriter(directory.resolve("pipe"))) {
                for (var n = 0; n < 100_000; n++) pipe.write("a line for a server that is gone\n");
            } catch (IOException e) {
                // the client has given up reading, as it should
            }

            assertThat(demo.await()).isNotZero();
            for (var pid : children) hasEnded(pid);
        }
    }

    @Test
    void demoFailsWhenItsClientIsKilled() throws Exception {
        try (var demo = demoThatNeverEnds()) {
            var children = children(demo);

            signal("KILL", children.getLast());

            assertThat(demo.await()).isEqualTo(ExitCode.UNREACHABLE.number());
            for (var pid : children) hasEnded(pid);
        }
    }
}
