package dev.thespis.cli.terminal;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Why a command can't do what it was asked: what has happened and where, and what to do about it.
///
/// Thrown by whoever finds out, reported as one line by the command line.
public final class Problem extends RuntimeException {
    /// Control characters, marks that turn the direction of what follows, and separators of lines.
    private static final Pattern OBEYED = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]+");

    private static final long serialVersionUID = 1L;

    private final ExitCode code;

    /// Makes a problem.
    ///
    /// @param code what the process is to end with
    /// @param what what has happened, and where; no full stop
    /// @param remedy what to do; no full stop
    public Problem(ExitCode code, String what, String remedy) {
        this(code, what, remedy, null);
    }

    /// Makes a problem that has a cause.
    ///
    /// @param code what the process is to end with
    /// @param what what has happened, and where; no full stop
    /// @param remedy what to do; no full stop
    /// @param cause shown with `--verbose`
    public Problem(ExitCode code, String what, String remedy, @Nullable Throwable cause) {
        super(oneLine(what + "; " + remedy), cause);
        this.code = code;
    }

    /// What the process is to end with.
    ///
    /// @return never `OK`
    public ExitCode code() {
        return code;
    }

    /// Makes one line of a text that others wrote.
    ///
    /// @param text may have line breaks and other characters that a terminal would obey
    /// @return none of them
    public static String oneLine(String text) {
        return OBEYED.matcher(text).replaceAll(" ").strip();
    }
}
