package dev.thespis.cli.soak;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a process has handled, in the order of its handling, in a file that survives the process.
///
/// Each line is in the system's hands when [#write] returns, so a process that is killed has left all that it has ever
/// answered. A line has 16 bytes, big-endian:
///
/// ```
/// 0        8         12        16
/// | id     | what    | place   |
/// what     the code of a [What]
/// place    the number of the connection, in that process; for [What#DROPPED], nothing
/// ```
///
/// *Threading.* Safe for use by any number of threads.
final class Journal implements AutoCloseable {
    private static final int LINE_BYTES = 16;

    /// What a line tells.
    enum What {
        /// A request was handled.
        HANDLED(0),
        /// A publication of [Ticker] was received.
        TICK(1),
        /// A publication of [Rush] was received.
        BEAT(2),
        /// A subscriber of [Rush] has lost as many as the id says.
        DROPPED(3),
        /// A message has come whose cargo is another one's.
        DAMAGED(4);

        private final int code;

        What(int code) {
            this.code = code;
        }

        private static What of(int code) throws IOException {
            for (var what : values()) if (what.code == code) return what;
            throw new IOException("code=" + code + " is none of a journal's");
        }
    }

    /// One line.
    record Line(What what, int place, long id) {}

    /// Who reads a journal.
    @FunctionalInterface
    interface Reader {
        void line(Line line);
    }

    /// Not a channel: that would be closed by the interrupt of the first call that is cancelled.
    private final FileOutputStream file;

    Journal(Path path) throws IOException {
        file = new FileOutputStream(path.toFile(), true);
    }

    synchronized void write(What what, long place, long id) {
        try {
            file.write(ByteBuffer.allocate(LINE_BYTES)
                    .putLong(id)
                    .putInt(what.code)
                    .putInt(Math.toIntExact(place))
                    .array());
        } catch (IOException e) {
            throw new UncheckedIOException("the journal can't be written", e);
        }
    }

    /// Reads a journal. What is left of a line that was not written to its end is no line.
    static void read(Path path, Reader reader) throws IOException {
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(path), 1 << 16))) {
            var bytes = new byte[LINE_BYTES];
            while (in.readNBytes(bytes, 0, LINE_BYTES) == LINE_BYTES) {
                var line = ByteBuffer.wrap(bytes);
                var id = line.getLong();
                reader.line(new Line(What.of(line.getInt()), line.getInt(), id));
            }
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
