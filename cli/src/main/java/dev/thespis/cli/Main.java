package dev.thespis.cli;

import dev.thespis.cli.child.Child;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

/// Where the process begins.
public final class Main {
    private Main() {}

    /// Runs one command and ends the process with its exit code.
    ///
    /// @param arguments the command line
    public static void main(String[] arguments) {
        var done = new AtomicBoolean();
        if (!Child.isSelf()) Runtime.getRuntime().addShutdownHook(new Thread(() -> explain(done), "thespis-end"));
        // Not System.out: a PrintStream swallows what went wrong before anybody asks, and its charset is the
        // terminal's, where JSON is always UTF-8.
        int code;
        try {
            code = Thespis.run(writer(FileDescriptor.out), writer(FileDescriptor.err), arguments);
        } finally {
            done.set(true);
        }
        System.exit(code);
    }

    /// The system ends the process by itself after a signal; which one it was is told by the exit code.
    private static void explain(AtomicBoolean done) {
        if (done.get()) return;
        var err = writer(FileDescriptor.err);
        err.println("thespis: ended by a signal; all that it had started ends with it");
        err.flush();
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(
                new BufferedWriter(new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8)));
    }
}
