package dev.thespis.remote;

import dev.thespis.remote.Reader.Turn;
import dev.thespis.remote.transport.SelectableDuplex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.Nullable;

/// Gives the [Reader]'s turns to threads, one after the other, until nothing more is to be read.
///
/// Where a thread has to wait for bytes, there is a virtual one for each connection.
///
/// Where the stream tells when there is something to read, nobody waits. The thread that has learned of it reads, in a
/// brief turn, and starts a virtual thread for what was read, which ends when it finds nothing more. Where only a few
/// frames come each time, it deals with them by itself: so a call that is alone on its way waits for two threads less.
/// If it has much to do, it does not even read.
///
/// *Threading.* Whoever has the turn owns all of this, and hands it over by starting a thread, or by having the stream
/// watched: what it has done happens before what the next one does.
final class ReadLoop implements SelectableDuplex.Listener {
    /// After so many threads in a row that have found few frames, brief turns deal with some.
    private static final int CALM = 4;

    private final Connection connection;
    private final Runnable whenEnded;
    private final @Nullable SelectableDuplex watched;
    private final ReadableByteChannel stream;
    private int calm;

    /// @param whenEnded run after the last turn; must not wait
    ReadLoop(Connection connection, Runnable whenEnded) {
        this.connection = connection;
        this.whenEnded = whenEnded;
        var duplex = connection.duplex();
        this.watched = duplex instanceof SelectableDuplex selectable ? selectable : null;
        this.stream = watched == null ? duplex : new Now(watched);
    }

    void start() {
        if (watched == null) startThread();
        else watched.whenReadable(this);
    }

    private void startThread() {
        Thread.ofVirtual()
                .name("thespis-reader-" + connection.id())
                .inheritInheritableThreadLocals(false) // whoever starts it has nothing to do with the connection
                .start(this::run);
    }

    private void run() {
        var reader = connection.reader();
        var before = reader.taken();
        var turn = Turn.END;
        try {
            do {
                turn = Turn.END; // also if something is thrown
                turn = reader.turn(stream, Reader.ALL);
            } while (turn == Turn.MORE || (turn == Turn.DRY && watched == null));
        } catch (Throwable e) { // no memory, or what a message's constructor threw, a codec or a filter
            connection.broken(e);
        } finally {
            if (turn == Turn.END) end();
        }
        if (watched == null || turn == Turn.END) return;
        calm = reader.taken() - before <= Reader.FEW ? Math.min(calm + 1, CALM) : 0;
        watched.whenReadable(this);
    }

    @Override
    public void readable() {
        startThread();
    }

    @Override
    public boolean readsHere() {
        var turn = Turn.LEFT;
        try {
            turn = connection.reader().turn(stream, calm < CALM ? 0 : Reader.FEW);
        } catch (Throwable e) { // as above; the thread is that of many connections
            connection.broken(e);
        } finally {
            if (turn == Turn.LEFT) startThread();
        }
        return turn != Turn.LEFT;
    }

    private void end() {
        connection.reader().clear();
        whenEnded.run();
    }

    /// A stream that is read without waiting.
    private record Now(SelectableDuplex watched) implements ReadableByteChannel {
        @Override
        public int read(ByteBuffer target) throws IOException {
            return watched.readNow(target);
        }

        @Override
        public boolean isOpen() {
            return watched.isOpen();
        }

        @Override
        public void close() throws IOException {
            watched.close();
        }
    }
}
