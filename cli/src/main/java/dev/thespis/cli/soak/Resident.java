package dev.thespis.cli.soak;

import dev.thespis.cli.child.Child;
import dev.thespis.cli.child.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// A process that is started again and again, and reached through cables.
///
/// *Threading.* Guarded by this.
final class Resident implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LINES = 100;

    private final String name;
    private final Program program;
    private final IntFunction<List<String>> arguments;
    private final List<Cable> cables;
    private final List<Life> lives = new ArrayList<>();
    private @Nullable Child child;
    private BlockingQueue<String> lines = new ArrayBlockingQueue<>(LINES);

    /// From a start to an end.
    static final class Life {
        /// When it was killed, as [System#nanoTime].
        private volatile @Nullable Long killedAt;

        @Nullable
        Long killedAt() {
            return killedAt;
        }
    }

    /// Names a process that does not run yet.
    ///
    /// @param arguments the command line, by the number of the life
    /// @param cables that are to lead to it
    Resident(String name, Program program, IntFunction<List<String>> arguments, List<Cable> cables) {
        this.name = name;
        this.program = program;
        this.arguments = arguments;
        this.cables = cables;
    }

    String name() {
        return name;
    }

    synchronized List<Life> lives() {
        return List.copyOf(lives);
    }

    synchronized void start() throws IOException, InterruptedException {
        var fresh = program.start(arguments.apply(lives.size()));
        var said = new ArrayBlockingQueue<String>(LINES);
        child = fresh;
        lines = said;
        lives.add(new Life());
        Thread.ofVirtual().name("soak-reads-" + name).start(() -> read(fresh, said));
        var port = Integer.parseInt(answer(Orders.LISTENING));
        for (var cable : cables) cable.leadTo(port);
    }

    private static void read(Child child, BlockingQueue<String> said) {
        try {
            for (var line = child.line(); line != null; line = child.line()) said.put(line);
        } catch (IOException e) {
            // it has ended, as who waits for a line will see
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits for a line.
    ///
    /// @return what follows after the beginning
    private String answer(String beginning) throws IOException, InterruptedException {
        var line = lines.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (line == null || !line.startsWith(beginning))
            throw new IOException("the " + name + " has said " + line + " and not '" + beginning + "'");
        return line.substring(beginning.length()).strip();
    }

    private Child running() {
        var running = child;
        if (running == null) throw new IllegalStateException("the " + name + " does not run");
        return running;
    }

    synchronized Census census() throws IOException, InterruptedException {
        running().tell(Orders.CENSUS);
        return Census.parse(answer(Orders.CENSUS));
    }

    /// Writes its threads into a file.
    synchronized void dump(Path file) throws IOException, InterruptedException {
        running().tell(Orders.DUMP + file.toAbsolutePath());
        answer(Orders.DUMPED);
    }

    /// Ends it in order.
    ///
    /// @return false if it had to be killed, since it took too long
    synchronized boolean end() throws IOException, InterruptedException {
        running().tell(Orders.END);
        if (running().await(PATIENCE)) return true;
        kill();
        return false;
    }

    synchronized void kill() throws InterruptedException {
        lives.getLast().killedAt = System.nanoTime();
        running().kill();
    }

    /// Sends a signal, `STOP` or `CONT`.
    synchronized void signal(String signal) throws IOException, InterruptedException {
        var code = new ProcessBuilder(
                        "kill", "-" + signal, Long.toString(running().pid()))
                .start()
                .waitFor();
        if (code != 0) throw new IOException("kill -" + signal + " of the " + name + " has failed: " + code);
    }

    @Override
    public synchronized void close() {
        if (child != null) child.close();
    }
}
