package dev.thespis.examples;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// Standard output, caught line by line while this is open.
final class Console implements AutoCloseable {
    private final PrintStream before = System.out;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    /// A program's main method.
    interface Program {
        void main(String[] args) throws Exception;
    }

    Console() {
        System.setOut(new PrintStream(new Lines(lines), true, StandardCharsets.UTF_8));
    }

    /// Runs a program to its end.
    ///
    /// @return what it has printed
    static List<String> linesOf(Program program, String... args) throws Exception {
        try (var console = new Console()) {
            program.main(args);
            return new ArrayList<>(console.lines);
        }
    }

    /// The next line, when it has been printed.
    String take() throws InterruptedException {
        return lines.take();
    }

    @Override
    public void close() {
        System.setOut(before);
    }

    private static final class Lines extends OutputStream {
        private final BlockingQueue<String> lines;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        Lines(BlockingQueue<String> lines) {
            this.lines = lines;
        }

        @Override
        public synchronized void write(int b) {
            if (b == '\n') {
                lines.add(line.toString(StandardCharsets.UTF_8));
                line.reset();
            } else if (b != '\r') {
                line.write(b);
            }
        }
    }
}
