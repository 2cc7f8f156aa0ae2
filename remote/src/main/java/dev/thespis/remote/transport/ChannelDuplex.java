package dev.thespis.remote.transport;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A connected socket channel, which never waits: whoever waits for bytes or for room parks, and is woken by a
/// [Poller]. An interrupt does not close it, as it would if it were in blocking mode, unless it hits a
/// [read][#read] that waits.
///
/// *Threading.* The listener is whoever waits for something to read. Who takes it out of its field, the poller or who
/// closes, asks it. Whoever puts it there looks afterwards whether the channel has been closed meanwhile: so nobody
/// waits for what is closed.
///
/// The channel stays *armed*, watched for something to read, when somebody has begun to read, since mostly all has been
/// read before the poller looks again. If it is ready again and nobody waits, the poller disarms it, and then looks for
/// a listener that has come meanwhile; who waits puts the listener there first and arms the channel if it is not. So
/// one of the two sees to it. Arming says so before it is done, disarming afterwards: what says to be armed is.
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

    /// The name or the address of the other end; the channel does not tell its address any more when it is closed.
    private final Object remote;

    private final Poller.Watched watched;
    private volatile @Nullable Listener listener;
    private volatile boolean armed;

    /// Who waits for room.
    private volatile @Nullable Thread writer;

    /// @param name of the other end; null for its address
    ChannelDuplex(SocketChannel channel, @Nullable String name) throws IOException {
        this.channel = channel;
        var address = channel.getRemoteAddress();
        if (address == null) throw new NotYetConnectedException();
        this.remote = name == null ? address : name;
        if (address instanceof InetSocketAddress) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        }
        channel.configureBlocking(false);
        this.watched = Pollers.next().watch(channel, this);
    }

    @Override
    public String remote() {
        return named(remote);
    }

    /// The name of an address, made anew whenever it is asked for.
    static String named(@Nullable Object address) {
        if (!(address instanceof InetSocketAddress internet)) return Objects.toString(address, "unknown");
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
        if (!armed) armForReading();
        if (!channel.isOpen()) closed();
    }

    private void armForReading() {
        armed = true;
        try {
            watched.arm(SelectionKey.OP_READ);
        } catch (ClosedChannelException e) {
            closed();
        }
    }

    private void closed() {
        var told = taken();
        if (told != null) told.readable();
    }

    private @Nullable Listener taken() {
        return (Listener) LISTENER.getAndSet(this, null);
    }

    /// Tells those who wait. For who has the watch.
    ///
    /// @param calm whether there is little to do, and the thread is a [Poller.Waiting]
    /// @return whether there is more to do elsewhere now
    boolean ready(boolean calm) {
        var operations = watched.operations();
        if ((operations & SelectionKey.OP_WRITE) != 0) {
            watched.disarm(SelectionKey.OP_WRITE);
            wakeWriter();
        }
        return (operations & SelectionKey.OP_READ) != 0 && readable(calm);
    }

    private boolean readable(boolean calm) {
        var told = taken();
        if (told == null) {
            watched.disarm(SelectionKey.OP_READ);
            armed = false;
            if (listener != null) armForReading();
            return false;
        }
        if (calm && told.readsHere()) {
            listener = told;
            if (!channel.isOpen()) closed();
            return false;
        }
        if (!calm) told.readable();
        return true;
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
    private static final class Waiting implements Listener {
        private final Thread thread;
        private volatile boolean over;

        Waiting(Thread thread) {
            this.thread = thread;
        }

        @Override
        public void readable() {
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

    private void awaitRoom() throws ClosedChannelException {
        writer = Thread.currentThread();
        watched.arm(SelectionKey.OP_WRITE);
        var interrupted = false;
        while (writer != null && channel.isOpen()) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted(); // else it would not park again
        }
        if (interrupted) Thread.currentThread().interrupt();
    }

    private void wakeWriter() {
        var waiting = writer;
        writer = null;
        LockSupport.unpark(waiting);
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    /// But for a poller's, which would wait for itself.
    @Override
    public Writing writing() {
        return Thread.currentThread() instanceof Poller.Waiting ? Writing.ONE_THREAD : Writing.ANY_THREAD;
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
            watched.changed();
            wakeWriter();
            closed();
        }
    }

    /// It was closed since it can't be watched any more.
    void fail() {
        wakeWriter();
        closed();
    }
}
