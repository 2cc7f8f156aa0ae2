package dev.thespis.cli.terminal;

import java.util.LinkedHashMap;
import java.util.Map;

/// What the process ends with, the same for all commands.
public enum ExitCode {
    /// It did what it was asked.
    OK(0, "it did what it was asked"),
    /// A check has failed.
    FAILED(1, "a check failed, or results differ"),
    /// The command line can't be understood.
    USAGE(2, "the command line, or JSON in it, is wrong"),
    /// There is no connection.
    UNREACHABLE(3, "no connection: unknown host, refused, lost, or not a Thespis peer"),
    /// The service is not exposed.
    UNKNOWN_SERVICE(4, "the other side does not expose the service"),
    /// The other side is silent.
    TIMEOUT(5, "no answer in time"),
    /// The other side can't handle the message.
    REFUSED(6, "the other side failed to handle the message, or can't decode it"),
    /// Reading or writing failed on this side.
    IO(7, "a file can't be read, or the output can't be written"),
    /// This program has a fault.
    INTERNAL(70, "a fault of this program; please report it"),
    /// Somebody pressed Ctrl-C.
    INTERRUPTED(130, "ended by Ctrl-C (143 by a termination signal)");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    /// The number.
    ///
    /// @return 0 to 255
    public int number() {
        return number;
    }

    /// When this code comes.
    ///
    /// @return for people to read
    public String meaning() {
        return meaning;
    }

    /// All codes, for the help.
    ///
    /// @return meanings by number, in ascending order
    public static Map<String, String> table() {
        var table = new LinkedHashMap<String, String>();
        for (var code : values()) table.put(Integer.toString(code.number), code.meaning);
        return table;
    }
}
