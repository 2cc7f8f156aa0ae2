package dev.thespis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.cli.child.Child;
import dev.thespis.cli.child.Program;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/// What tests do with commands that run in processes of their own.
final class Processes {
    static final Program PROGRAM = new Program(Main.class);

    private Processes() {}

    static void signal(String name, long pid) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }

    static void hasEnded(long pid) throws Exception {
        var process = ProcessHandle.of(pid);
        if (process.isPresent()) process.get().onExit().get(20, TimeUnit.SECONDS);
    }

    /// The address that a server's first line names.
    static String target(Child server) throws IOException {
        var line = server.line();
        assertThat(line).startsWith("listening on 127.0.0.1:");
        return line.substring("listening on ".length());
    }
}
