package dev.thespis.cli;

import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.SendException;
import dev.thespis.cli.terminal.ExitCode;
import dev.thespis.cli.terminal.Problem;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Makes one line and an exit code of whatever a command throws.
final class Failures {
    private Failures() {}

    /// The command line was wrong.
    static int report(ParameterException e, boolean verbose) {
        var line = e.getCommandLine();
        var name = line.getCommandSpec().qualifiedName();
        print(e, line, described(e) + "; '" + name + " --help' tells how it is used", verbose);
        return ExitCode.USAGE.number();
    }

    private static String described(ParameterException e) {
        if (!(e instanceof UnmatchedArgumentException unmatched)
                || unmatched.isUnknownOption()
                || e.getCommandLine().getParent() != null) return String.valueOf(e.getMessage());
        return "there is no command '" + unmatched.getUnmatched().getFirst() + "'";
    }

    /// The command failed.
    static int report(Exception e, CommandLine line, boolean verbose) {
        return switch (e) {
            case ParameterException wrong -> report(wrong, verbose);
            case Problem problem -> {
                print(problem, line, String.valueOf(problem.getMessage()), verbose);
                yield problem.code().number();
            }
            case CallException call -> failed(call, call.failure(), line, verbose);
            case SendException send -> failed(send, send.failure(), line, verbose);
            case InterruptedException interrupted -> ExitCode.INTERRUPTED.number();
            case IOException io -> {
                print(io, line, described(io), verbose);
                yield ExitCode.IO.number();
            }
            default -> {
                print(
                        e,
                        line,
                        "a fault of this program: " + described(e) + "; please report it, with what --verbose prints",
                        verbose);
                yield ExitCode.INTERNAL.number();
            }
        };
    }

    /// Where no command knows more about it, as between the processes of a demo.
    private static int failed(Exception e, CallFailure failure, CommandLine line, boolean verbose) {
        print(e, line, failure.describe() + "; has the other process ended?", verbose);
        return (failure instanceof CallFailure.ConnectionLost ? ExitCode.UNREACHABLE : ExitCode.REFUSED).number();
    }

    private static String described(Exception e) {
        return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
    }

    private static void print(Exception e, CommandLine line, String message, boolean verbose) {
        var err = line.getErr();
        line.getOut().flush();
        err.println(line.getCommandSpec().qualifiedName() + ": " + Problem.oneLine(message));
        if (verbose) e.printStackTrace(err);
        err.flush();
    }

    /// Standard output could not be written; that a command went well before is of no use then.
    static int unwritable(PrintWriter err, int code) {
        if (code != ExitCode.OK.number()) return code;
        err.println("thespis: can't write to standard output; is the disk full, or who reads it gone?");
        err.flush();
        return ExitCode.IO.number();
    }
}
