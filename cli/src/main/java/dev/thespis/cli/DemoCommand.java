package dev.thespis.cli;

import dev.thespis.cli.child.Program;
import dev.thespis.cli.demo.Demo;
import dev.thespis.cli.terminal.ExitCode;
import dev.thespis.cli.terminal.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Counts words in another process.
@Command(
        name = "demo",
        description = {
            "Start a server and a client in two processes. The client streams the lines of files to an actor in the server,"
                    + " which counts words, asks for the result, and compares it with a count of its own.",
            "Files of any size stream; very long lines are sent in pieces. Ends with 0 only if both counts are equal."
        })
final class DemoCommand extends BaseCommand {
    /// What the exit codes of processes begin with that a signal has ended.
    private static final int SIGNAL = 128;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description = "What to count; the project's own documentation by default.")
    private List<Path> files = new ArrayList<>();

    @Override
    ExitCode run() throws Exception {
        var code = new Demo(new Program(Main.class), this::print).run(files.isEmpty() ? Home.documentation() : files);
        for (var known : ExitCode.values()) if (known.number() == code) return known;
        if (code > SIGNAL)
            throw new Problem(
                    ExitCode.UNREACHABLE,
                    "the client process was ended by signal " + (code - SIGNAL),
                    "by hand, or for want of memory? Try again");
        throw new Problem(
                ExitCode.INTERNAL, "the client process ended with " + code, "see what it printed on standard error");
    }
}
