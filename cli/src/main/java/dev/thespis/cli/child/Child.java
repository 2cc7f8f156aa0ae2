package dev.thespis.cli.child;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A process that this one has started.
///
/// *Ownership.* It ends when it is closed; when this process ends in an orderly way or by Ctrl-C, which a hook sees to;
/// and when this process is killed: then its standard input ends, which it watches with [#endWithParent].
///
/// *Threading.* Used by one thread, but for the hook.
public final class Child implements AutoCloseable {
    /// The system property that says so to a child.
    static final String MARK = "dev.thespis.cli.child";

    private static final long PATIENCE_SECONDS = 5;
    private static final Set<Child> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Child::destroyAll, "thespis-children-end"));
    }

    private final Process process;
    private final BufferedReader output;

    private Child(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    static Child of(Process process) {
        var child = new Child(process);
        RUNNING.add(child);
        return child;
    }

    private static void destroyAll() {
        for (var child : RUNNING) child.process.destroyForcibly();
    }

    /// Whether this process is somebody's child, so that it is for another one to explain itself to the user.
    ///
    /// @return true in a process that a [Program] has started
    public static boolean isSelf() {
        return Boolean.getBoolean(MARK);
    }

    /// To be called in the child: ends it when its parent is gone or has closed it.
    public static void endWithParent() {
        Thread.ofPlatform().daemon().name("thespis-parent-watch").start(() -> {
            try {
                while (System.in.read() >= 0) {}
            } catch (IOException e) {
                // as good as its end
            }
            System.exit(0);
        });
    }

    /// The number by which the system knows it.
    ///
    /// @return its process id
    public long pid() {
        return process.pid();
    }

    /// Waits for the next line that it prints on standard output.
    ///
    /// @return null when there are no more
    /// @throws IOException if reading fails
    public @Nullable String line() throws IOException {
        return output.readLine();
    }

    /// Tells it something on its standard input.
    ///
    /// @param line without a line break
    /// @throws IOException if it does not listen any more
    public void tell(String line) throws IOException {
        var input = process.outputWriter(StandardCharsets.UTF_8);
        input.write(line);
        input.newLine();
        input.flush();
    }

    /// Ends it by force, so that it has no time for anything, and waits until it has ended.
    ///
    /// @throws InterruptedException if interrupted while waiting
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        await();
    }

    /// Waits until it has ended by itself.
    ///
    /// @param wait how long at most
    /// @return whether it has ended
    /// @throws InterruptedException if interrupted while waiting
    public boolean await(Duration wait) throws InterruptedException {
        var ended = process.waitFor(wait.toNanos(), TimeUnit.NANOSECONDS);
        if (ended) RUNNING.remove(this);
        return ended;
    }

    /// Waits until it has ended by itself.
    ///
    /// @return its exit code
    /// @throws InterruptedException if interrupted while waiting
    public int await() throws InterruptedException {
        var code = process.waitFor();
        RUNNING.remove(this);
        return code;
    }

    /// Ends it: kindly, and if it does not end within 5 s, by force.
    @Override
    public void close() {
        try {
            process.outputWriter(StandardCharsets.UTF_8).close();
        } catch (IOException e) {
            // it has closed its end already
        }
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        RUNNING.remove(this);
    }
}
