package dev.thespis.cli.demo;

import dev.thespis.actor.Address;
import dev.thespis.cli.terminal.ExitCode;
import dev.thespis.cli.terminal.Problem;
import dev.thespis.remote.Tcp;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// The process that sends: streams lines to the server, counts them too, and compares.
///
/// *Threading.* Used by one thread.
public final class DemoClient {
    private static final int TOP = 10;
    private static final int WARM_UP_CALLS = 500;
    private static final int CALLS = 2000;
    private static final long WARM_UP_NANOS = 700_000_000;

    private final Address<Words> words;
    private final Consumer<String> out;
    private final Progress progress;
    private final WordCount local = new WordCount();

    private DemoClient(Address<Words> words, Consumer<String> out, Progress progress) {
        this.words = words;
        this.out = out;
        this.progress = progress;
    }

    /// Runs the client.
    ///
    /// @param server where the server listens
    /// @param files what to count; none for a text that comes with the program
    /// @param out is given what happens, line by line
    /// @param err is given the progress, line by line
    /// @return whether both counts are equal
    /// @throws IOException if there is no connection
    /// @throws InterruptedException if interrupted
    public static boolean run(InetSocketAddress server, List<Path> files, Consumer<String> out, Consumer<String> err)
            throws IOException, InterruptedException {
        var sources = Source.of(files);
        try (var peer = Tcp.connect(server.getHostString(), server.getPort())) {
            out.accept("connected: " + peer.name() + "; demo::Line and others are reached through one address");
            var client = new DemoClient(peer.address(Words.class), out, Progress.of(sources, err));
            client.warmUp();
            client.stream(sources);
            client.measureCalls();
            return client.compare();
        }
    }

    /// Both processes have just started; without this, what is measured would be how Java compiles them.
    private void warmUp() throws IOException, InterruptedException {
        var until = System.nanoTime() + WARM_UP_NANOS;
        while (System.nanoTime() - until < 0) {
            try (var reader = Source.reader(new Source.Bundled().open())) {
                var pieces = new Pieces(reader);
                for (var line = pieces.next(); line != null; line = pieces.next()) words.send(new Words.Line(line));
            }
        }
        words.call(new Words.Clear());
        out.accept("has warmed up both processes by sending other lines; the server has forgotten them");
    }

    private void stream(List<Source> sources) throws IOException, InterruptedException {
        var start = System.nanoTime();
        for (var source : sources) stream(source);
        // A call after all the sends: order holds, so its reply says that all of them have been handled.
        words.call(new Words.Totals());
        var seconds = (System.nanoTime() - start) / 1e9;
        var sum = local.sum();
        out.accept(String.format(
                Locale.ROOT,
                "sent %,d lines (%,d characters) of %s one-way in %.2f s: %,.0f sends per second, until all were handled",
                sum.lines(),
                sum.characters(),
                sources.size() == 1 ? sources.getFirst().name() : sources.size() + " files",
                seconds,
                sum.lines() / seconds));
    }

    private void stream(Source source) throws InterruptedException {
        try (var reader = Source.reader(progress.counted(source.open()))) {
            var pieces = new Pieces(reader);
            for (var line = pieces.next(); line != null; line = pieces.next()) {
                words.send(new Words.Line(line)); // waits while the connection is full: so memory is bounded
                local.line(line);
                progress.sent();
            }
        } catch (IOException e) {
            throw new Problem(ExitCode.IO, "can't read " + source.name() + ": " + e.getMessage(), "check the file", e);
        }
    }

    private void measureCalls() throws InterruptedException {
        for (var n = 0; n < WARM_UP_CALLS; n++) words.call(new Words.Totals());
        var nanos = new long[CALLS];
        for (var n = 0; n < CALLS; n++) {
            var start = System.nanoTime();
            words.call(new Words.Totals());
            nanos[n] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        out.accept(String.format(
                Locale.ROOT,
                "called %,d times, one call after the other: round trip p50 %.0f µs, p99 %.0f µs",
                CALLS,
                nanos[CALLS / 2] / 1e3,
                nanos[CALLS * 99 / 100] / 1e3));
    }

    private boolean compare() throws InterruptedException {
        var top = words.call(new Words.Top(TOP));
        var sum = words.call(new Words.Totals());
        out.accept("the server's most frequent words:");
        for (var word : top) out.accept(String.format(Locale.ROOT, "%,12d  %s", word.count(), word.word()));
        out.accept(String.format(
                Locale.ROOT,
                "in all %,d words, %,d different ones, in %,d lines",
                sum.words(),
                sum.distinct(),
                sum.lines()));
        var equal = top.equals(local.top(TOP)) && sum.equals(local.sum());
        out.accept(
                equal
                        ? "the local count is equal: nothing was lost, repeated or changed on the way"
                        : "DIFFERENT from the local count: " + local.sum() + " " + local.top(TOP));
        return equal;
    }
}
