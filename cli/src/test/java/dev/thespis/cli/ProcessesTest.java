package dev.thespis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.cli.child.Child;
import dev.thespis.cli.child.Program;
import dev.thespis.cli.terminal.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Commands as processes of their own: what they leave behind is what counts.
@Timeout(120)
final class ProcessesTest {
    private static final Program PROGRAM = new Program(Main.class);

    @TempDir
    private Path directory;

    private static void signal(String name, long pid) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static void hasEnded(long pid) throws Exception {
        var process = ProcessHandle.of(pid);
        if (process.isPresent()) process.get().onExit().get(20, TimeUnit.SECONDS);
    }

    private static String target(Child server) throws IOException {
        var line = server.line();
        assertThat(line).startsWith("listening on 127.0.0.1:");
        return line.substring("listening on ".length());
    }

    @Test
    void serveEndsWhenInterrupted() throws Exception {
        try (var server = PROGRAM.start(List.of("serve", "--listen", "127.0.0.1:0"))) {
            assertThat(Run.of("call", target(server), "remotes::Echo", "\"hi\"")
                            .out()
                            .strip())
                    .isEqualTo("\"hi\"");

            signal("INT", server.pid());

            assertThat(server.await()).isEqualTo(ExitCode.INTERRUPTED.number());
            assertThat(server.line()).isNull();
        }
    }

    @Test
    void serveSurvivesWhoSpeaksHttp() throws Exception {
        try (var server = PROGRAM.start(List.of("serve", "--listen", "127.0.0.1:0"))) {
            var target = target(server);
            var port = Integer.parseInt(target.substring(target.indexOf(':') + 1));
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.getOutputStream()
                        .write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                socket.shutdownOutput();
                socket.getInputStream().readAllBytes(); // returns, since the server hangs up
            }

            assertThat(Run.of("call", target, "remotes::Show").out().strip()).isEqualTo("0");
            signal("TERM", server.pid());
            assertThat(server.await()).isEqualTo(143);
        }
    }

    @Test
    void fullDiskIsToldByTheExitCode() throws Exception {
        var full = Path.of("/dev/full");
        if (!Files.exists(full)) return; // elsewhere than on Linux, the same is tested within the process
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "id", "a::B"));
        var process = new ProcessBuilder(command).redirectOutput(full.toFile()).start();

        assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).lines())
                .hasSize(1);
        assertThat(process.waitFor()).isEqualTo(ExitCode.IO.number());
    }

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
    void benchMeasuresEveryModeBesideTheRawSocket() {
        var run = Run.of("bench", "--seconds", "0.02", "--json");

        assertThat(run.code()).as(run.toString()).isZero();
        assertThat(run.out())
                .contains(
                        "\"transport\":\"raw\"", "\"kind\":\"call-async\"", "\"kind\":\"send\"", "\"outstanding\":256");
        assertThat(run.out().split("\"transport\":\"peer\"", -1)).hasSize(13);
    }
}
