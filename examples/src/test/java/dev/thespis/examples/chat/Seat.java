package dev.thespis.examples.chat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A user at a terminal: this is the keyboard, and what is on the screen.
final class Seat implements AutoCloseable {
    private static final long LIMIT_SECONDS = 30;

    private final BlockingQueue<String> shown = new LinkedBlockingQueue<>();
    private final List<String> seen = new ArrayList<>();
    private final PipedWriter keyboard = new PipedWriter();
    private final CompletableFuture<Boolean> end = new CompletableFuture<>();
    final ChatClient client;

    /// Called with each line before it is on the screen.
    interface Eyes {
        void look(String line);
    }

    Seat(int port, String name, String password) throws IOException {
        this(port, name, password, line -> {});
    }

    Seat(int port, String name, String password, Eyes eyes) throws IOException {
        var in = new BufferedReader(new PipedReader(keyboard, 1 << 16));
        var screen = new Screen(new PrintStream(OutputStream.nullOutputStream()) {
            @Override
            public void println(String line) {
                eyes.look(line);
                shown.add(line);
            }
        });
        client = ChatClient.connect(new InetSocketAddress("localhost", port), screen);
        Thread.ofVirtual().start(() -> {
            try {
                end.complete(Terminal.converse(client, screen, name, password, in));
            } catch (Throwable e) {
                end.completeExceptionally(e);
            }
        });
    }

    /// One who is in the lounge, and has seen nothing of it yet.
    static Seat inTheLounge(int port, String name) throws Exception {
        var seat = new Seat(port, name, "secret of " + name);
        seat.await("* in lounge: ");
        return seat;
    }

    void type(String line) throws IOException {
        keyboard.write(line + "\n");
        keyboard.flush();
    }

    /// There will be no more input.
    void hangUp() throws IOException {
        keyboard.close();
    }

    /// The next line.
    String next() throws InterruptedException {
        var line = shown.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (line == null) throw new AssertionError("nothing more is shown, after " + seen);
        seen.add(line);
        return line;
    }

    /// The next line that begins so; others may come before.
    String await(String beginning) throws InterruptedException {
        while (true) {
            var line = next();
            if (line.startsWith(beginning)) return line;
        }
    }

    /// What is shown now and was not looked at, without waiting.
    List<String> rest() {
        var rest = new ArrayList<String>();
        shown.drainTo(rest);
        return rest;
    }

    /// Whether it ended as the user wanted.
    boolean ended() throws Exception {
        return end.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        client.close();
        try {
            keyboard.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
