package dev.thespis.cli;

import static dev.thespis.cli.Processes.PROGRAM;
import static dev.thespis.cli.Processes.signal;
import static dev.thespis.cli.Processes.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.cli.terminal.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Commands as processes of their own: how they end.
@Timeout(120)
final class ProcessesTest {
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

    private static Process start(ProcessBuilder.Redirect output, String... arguments) throws IOException {
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectOutput(output).start();
    }

    private static List<String> errors(Process process) throws IOException {
        return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    @Test
    void fullDiskIsToldByTheExitCode() throws Exception {
        var full = Path.of("/dev/full");
        if (!Files.exists(full)) return; // elsewhere than on Linux, the same is tested within the process
        var process = start(ProcessBuilder.Redirect.to(full.toFile()), "id", "a::B");

        assertThat(errors(process)).hasSize(1);
        assertThat(process.waitFor()).isEqualTo(ExitCode.IO.number());
    }

    @Test
    void tellsInOneLineThatASignalEndedIt() throws Exception {
        var process = start(ProcessBuilder.Redirect.PIPE, "serve", "--listen", "127.0.0.1:0");
        assertThat(process.inputReader(StandardCharsets.UTF_8).readLine()).startsWith("listening on ");

        signal("INT", process.pid());

        assertThat(errors(process)).singleElement().asString().contains("ended by a signal");
        assertThat(process.waitFor()).isEqualTo(ExitCode.INTERRUPTED.number());
    }
}
