package dev.thespis.remote.transport;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A connected socket channel, which never waits: whoever waits for bytes or for room parks, and is woken by a
/// [Poller]. An interrupt does not close it, as it would if it were in blocking mode, unless it hits a
/// [read][#read] that waits.
///
/// *Threading.* The listener is whoever waits for something to read. Who takes it out of its field, the poller or who
/// closes, asks it. The poller puts it back if it is to be asked again, and then looks whether it was closed meanwhile;
/// who waits for the first time arms the key after that, which fails if it was closed. So nobody waits for what is
/// closed. The field of who waits for room is used likewise.
final class ChannelDuplex implements SelectableDuplex {
    private static final VarHandle LISTENER;

    static {
        try {
            LISTENER = MethodHandles.lookup().findVarHandle(ChannelDuplex.class, "listener", Listener.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final SocketChannel channel;
    private final @Nullable String name;
    private final SocketAddress address; // which the channel does not tell any more when it is closed
    private final SelectionKey key;
    private volatile @Nullable Listener listener;
    private volatile @Nullable Thread writer;

    /// @param name of the other end; null for its address
    ChannelDuplex(SocketChannel channel, @Nullable String name) throws IOException {
        this.channel = channel;
        this.name = name;
        this.address = channel.getRemoteAddress();
        if (address instanceof InetSocketAddress) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        }
        channel.configureBlocking(false);
        this.key = Poller.register(channel, this);
    }

    @Override
    public String remote() {
        return name != null ? name : named(address);
    }

    /// Made anew whenever it is asked for.
    static String named(@Nullable SocketAddress address) {
        if (!(address instanceof InetSocketAddress internet)) return "unknown";
        var host = internet.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + internet.getPort();
    }

    @Override
    public int readNow(ByteBuffer target) throws IOException {
        return channel.read(target);
    }

    @Override
    public void whenReadable(Listener told) {
        listener = told;
        try {
            arm(SelectionKey.OP_READ);
        } catch (ClosedChannelException e) {
            closed();
        }
    }

    private void arm(int operation) throws ClosedChannelException {
        try {
            key.interestOpsOr(operation);
        } catch (CancelledKeyException e) {
            throw new ClosedChannelException();
        }
        key.selector().wakeup();
    }

    private void disarm(int operation) {
        try {
            key.interestOpsAnd(~operation);
        } catch (CancelledKeyException e) {
            // then nothing is watched anyway
        }
    }

    /// Tells those who wait. For the poller.
    ///
    /// @param calm whether the poller has little to do
    void ready(boolean calm) {
        int operations;
        try {
            operations = key.readyOps();
        } catch (CancelledKeyException e) {
            return; // who closes tells them
        }
        if ((operations & SelectionKey.OP_WRITE) != 0) {
            disarm(SelectionKey.OP_WRITE);
            wakeWriter();
        }
        if ((operations & SelectionKey.OP_READ) != 0) readable(calm);
    }

    private void readable(boolean calm) {
        var told = taken();
        if (told == null) return; // who closes has got it
        var next = told.readable(calm);
        if (next == null) {
            listener = told;
            if (!channel.isOpen()) closed();
        } else {
            disarm(SelectionKey.OP_READ);
            next.run();
        }
    }

    private @Nullable Listener taken() {
        return (Listener) LISTENER.getAndSet(this, null);
    }

    private void closed() {
        var told = taken();
        var next = told == null ? null : told.readable(false);
        if (next != null) next.run();
    }

    private void wakeWriter() {
        var waiting = writer;
        writer = null;
        LockSupport.unpark(waiting);
    }

    /// Waits; an interrupt closes the channel then.
    @Override
    public int read(ByteBuffer target) throws IOException {
        for (var count = channel.read(target); ; count = channel.read(target)) {
            if (count != 0) return count;
            var waiting = new Waiting(Thread.currentThread());
            whenReadable(waiting);
            while (!waiting.over) {
                LockSupport.park(this);
                if (Thread.currentThread().isInterrupted()) {
                    close();
                    throw new ClosedByInterruptException();
                }
            }
        }
    }

    /// A thread that waits for something to read.
    private static final class Waiting implements Listener, Runnable {
        private final Thread thread;
        private volatile boolean over;

        Waiting(Thread thread) {
            this.thread = thread;
        }

        @Override
        public Runnable readable(boolean calm) {
            return this;
        }

        @Override
        public void run() {
            over = true;
            LockSupport.unpark(thread);
        }
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        var count = channel.write(source);
        while (source.hasRemaining()) {
            awaitRoom();
            count += channel.write(source);
        }
        return count;
    }

    private void awaitRoom() throws IOException {
        writer = Thread.currentThread();
        arm(SelectionKey.OP_WRITE);
        var interrupted = false;
        while (writer != null && channel.isOpen()) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted(); // else it would not park again
        }
        if (interrupted) Thread.currentThread().interrupt();
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public Writing writing() {
        return Writing.ANY_THREAD;
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    /// The poller gives the file back, a moment later.
    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            key.selector().wakeup();
            closed();
            wakeWriter();
        }
    }

    /// It can't be watched any more.
    void fail() {
        try {
            close();
        } catch (IOException e) {
            // who uses it learns that it is closed
        }
    }
}
