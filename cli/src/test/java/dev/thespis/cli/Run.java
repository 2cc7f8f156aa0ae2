package dev.thespis.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/// What came of a command that ran in this process.
record Run(int code, String out, String err) {
    static Run of(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var code = Thespis.run(new PrintWriter(out), new PrintWriter(err), arguments);
        return new Run(code, out.toString(), err.toString());
    }

    List<String> errLines() {
        return err.lines().toList();
    }
}
