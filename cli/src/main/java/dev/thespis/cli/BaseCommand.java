package dev.thespis.cli;

import dev.thespis.cli.terminal.ExitCode;
import dev.thespis.cli.terminal.Problem;
import dev.thespis.cli.terminal.Table;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// What all commands have.
abstract class BaseCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /// Does what the command is for.
    ///
    /// @return what the process is to end with
    /// @throws Exception what is to be reported, a [Problem] where it is a user's
    abstract ExitCode run() throws Exception;

    @Override
    public final Integer call() throws Exception {
        return run().number();
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /// Prints how a command gets on, beside its result.
    final void tell(String line) {
        err().println(line);
        err().flush();
    }

    /// Prints lines now, not in the end, and notices if that can't be done.
    final void print(Iterable<String> lines) {
        lines.forEach(out()::println);
        var failed = out().checkError(); // it flushes
        if (failed)
            throw new Problem(ExitCode.IO, "can't write to standard output", "is the disk full, or who reads it gone?");
    }

    final void print(String line) {
        print(List.of(line));
    }

    final void print(Table table) {
        print(table.lines(onTerminal() ? Table.Layout.ALIGNED : Table.Layout.TABS));
    }

    /// In some versions of Java there is no console without a terminal, in others there is one that says so.
    @SuppressWarnings("SystemConsoleNull")
    private static boolean onTerminal() {
        var console = System.console();
        return console != null && console.isTerminal();
    }
}
