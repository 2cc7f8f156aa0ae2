package dev.thespis.cli.demo;

import dev.thespis.cli.child.Child;
import dev.thespis.cli.child.Program;
import dev.thespis.cli.terminal.ExitCode;
import dev.thespis.cli.terminal.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Runs the server and the client, each in a process of its own, and tells what they do.
public final class Demo {
    private static final String LISTENING = "listening on ";

    private final Program program;
    private final Consumer<String> out;

    /// Makes a demo.
    ///
    /// @param program what to start
    /// @param out is given what happens, line by line
    public Demo(Program program, Consumer<String> out) {
        this.program = program;
        this.out = out;
    }

    /// Runs it.
    ///
    /// @param files what to count; none for a text that comes with the program
    /// @return the client's exit code: 0 only if both processes have counted the same
    /// @throws Problem if a file can't be read, or a process does not start
    /// @throws IOException if a process can't be started
    /// @throws InterruptedException if interrupted; no process is left
    public int run(List<Path> files) throws IOException, InterruptedException {
        for (var file : files) check(file);
        var self = ProcessHandle.current().pid();
        try (var server = program.start(List.of("demo-server"))) {
            var address = address(server);
            out.accept("process " + self + " (this one) starts two others, which share nothing but a TCP connection:");
            out.accept("process " + server.pid() + " (server) listens on " + address
                    + " and exposes one actor, which counts words");
            var arguments = new ArrayList<String>();
            arguments.add("demo-client");
            arguments.add(address);
            for (var file : files) arguments.add(file.toAbsolutePath().toString());
            try (var client = program.start(arguments)) {
                for (var line = client.line(); line != null; line = client.line())
                    out.accept("process " + client.pid() + " (client) " + line);
                return client.await();
            }
        }
    }

    private static void check(Path file) {
        var remedy = "give files of text";
        if (!Files.exists(file)) throw new Problem(ExitCode.IO, "there is no file '" + file + "'", remedy);
        if (Files.isDirectory(file)) throw new Problem(ExitCode.IO, "'" + file + "' is a directory", remedy);
        if (!Files.isReadable(file))
            throw new Problem(ExitCode.IO, "'" + file + "' can't be read", "check its permissions");
    }

    private static String address(Child server) throws IOException {
        var line = server.line();
        if (line == null || !line.startsWith(LISTENING))
            throw new Problem(
                    ExitCode.UNREACHABLE,
                    "the server process " + server.pid() + " did not start",
                    "see what it has printed on standard error");
        return line.substring(LISTENING.length());
    }
}
