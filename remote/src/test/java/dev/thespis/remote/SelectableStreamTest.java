package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.remote.transport.Duplex.Writing;
import dev.thespis.remote.transport.SelectableDuplex;
import dev.thespis.remote.transport.Transports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Streams over socket channels, which tell when there is something to read.
@Timeout(60)
final class SelectableStreamTest {
    private SelectableDuplex near;
    private SelectableDuplex far;

    @BeforeEach
    void connect() throws IOException {
        try (var server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            near = Transports.channel(SocketChannel.open(server.getLocalAddress()));
            far = Transports.channel(server.accept());
        }
    }

    @AfterEach
    void close() throws IOException {
        near.close();
        far.close();
    }

    private static ByteBuffer bytes(int count) {
        return ByteBuffer.wrap(new byte[count]);
    }

    /// Who was told.
    private final LinkedBlockingQueue<Thread> told = new LinkedBlockingQueue<>();

    private void tell() {
        told.add(Thread.currentThread());
    }

    private void assertTold() throws InterruptedException {
        assertThat(told.poll(20, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void readsWhatThereIsWithoutWaiting() throws Exception {
        assertThat(near.readNow(bytes(10))).isZero();

        far.write(bytes(3));
        far.shutdownOutput();

        assertThat(near.read(bytes(10))).isEqualTo(3);
        assertThat(near.read(bytes(10))).isEqualTo(-1);
        assertThat(near.readNow(bytes(10))).isEqualTo(-1);
    }

    @Test
    void tellsOnceThatThereIsSomethingToRead() throws Exception {
        near.whenReadable(this::tell);
        far.write(bytes(3));
        assertTold();

        far.write(bytes(3));
        assertThat(near.read(bytes(10))).isPositive();

        assertThat(told.poll(50, TimeUnit.MILLISECONDS)).isNull();
        near.whenReadable(this::tell);
        far.write(bytes(3));
        assertTold();
    }

    @Test
    void tellsAtOnceWhatHasComeBefore() throws Exception {
        far.write(bytes(3));
        near.whenReadable(this::tell);
        assertTold();
    }

    @Test
    void tellsOfTheEnd() throws Exception {
        near.whenReadable(this::tell);
        far.close();
        assertTold();
        assertThat(near.readNow(bytes(1))).isEqualTo(-1);
    }

    @Test
    void tellsThatItWasClosed() throws Exception {
        near.whenReadable(this::tell);
        near.close();
        assertTold();
        assertThatThrownBy(() -> near.readNow(bytes(1))).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void tellsThatItHadBeenClosed() throws Exception {
        near.close();
        near.whenReadable(this::tell);
        assertTold();
    }

    /// Reads on the thread that tells: when that has little to do, as it offers, else without being asked to.
    private static final class Reading implements SelectableDuplex.Listener {
        private final SelectableDuplex stream;
        private final LinkedBlockingQueue<Integer> read = new LinkedBlockingQueue<>();
        private final AtomicInteger offered = new AtomicInteger();

        Reading(SelectableDuplex stream) {
            this.stream = stream;
        }

        @Override
        public void readable() {
            if (read()) stream.whenReadable(this);
        }

        @Override
        public boolean readsHere() {
            offered.incrementAndGet();
            return read();
        }

        private boolean read() {
            try {
                read.add(stream.readNow(bytes(10)));
                return true;
            } catch (IOException e) {
                return false; // it is closed
            }
        }
    }

    @Test
    void tellsAgainWhoeverHasReadByHimself() throws Exception {
        var reading = new Reading(near);
        near.whenReadable(reading);
        for (var n = 0; reading.offered.get() < 5; n++) {
            var count = 1 + n % 10;
            far.write(bytes(count));
            assertThat(reading.read.poll(20, TimeUnit.SECONDS)).isEqualTo(count);
        }
    }

    /// The thread that tells would wait for itself.
    @Test
    void mayBeWrittenByAnyThreadButByTheOneThatTells() throws Exception {
        assertThat(near.writing()).isEqualTo(Writing.ANY_THREAD);
        var there = new CompletableFuture<Writing>();
        var told = new LinkedBlockingQueue<Boolean>(); // by a virtual thread it is told only while there is much to do
        SelectableDuplex.Listener listener = () -> {
            if (!Thread.currentThread().isVirtual()) there.complete(near.writing());
            told.add(true);
        };
        while (!there.isDone()) {
            near.whenReadable(listener);
            far.write(bytes(1));
            assertThat(told.poll(20, TimeUnit.SECONDS)).isNotNull();
            assertThat(near.readNow(bytes(1))).isEqualTo(1);
        }
        assertThat(there.get()).isEqualTo(Writing.ONE_THREAD);
    }

    @Test
    void aListenerThatThrowsClosesItsOwnStreamOnly() throws Exception {
        var thrown = new CompletableFuture<Throwable>();
        var handler = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> thrown.complete(e));
        try {
            far.whenReadable(this::tell);
            near.whenReadable(() -> {
                throw new IllegalStateException("on purpose");
            });
            far.write(bytes(1));

            assertThat(thrown.get(20, TimeUnit.SECONDS)).hasMessage("on purpose");
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(handler);
        }
        assertTold(); // the end
        assertThat(near.isOpen()).isFalse();
        assertThat(far.isOpen()).isTrue();
    }

    /// Else it would never wait again.
    @Test
    void anInterruptOfTheThreadThatTellsIsForgotten() throws Exception {
        near.whenReadable(() -> {
            Thread.currentThread().interrupt();
            tell();
        });
        far.write(bytes(1));
        var thread = told.poll(20, TimeUnit.SECONDS);

        assertThat(thread).isNotNull();
        Until.holds(() -> !thread.isInterrupted() || !thread.isAlive()); // it ends, if it is the virtual one
        far.whenReadable(this::tell);
        near.write(bytes(1));
        assertTold();
    }

    /// More than the system takes by itself.
    private static final int MUCH = 64 << 20;

    @Test
    void aWriteWaitsForRoom() throws Exception {
        var written = new CompletableFuture<Integer>();
        Thread.ofVirtual().start(() -> written.complete(write(MUCH)));
        var buffer = ByteBuffer.allocate(1 << 20);
        for (long all = 0; all < MUCH; ) all += far.read(buffer.clear());

        assertThat(written.get(20, TimeUnit.SECONDS)).isEqualTo(MUCH);
    }

    private int write(int count) {
        try {
            return near.write(bytes(count));
        } catch (IOException e) {
            return -1;
        }
    }

    @Test
    void anInterruptEndsNeitherAWriteNorTheStream() throws Exception {
        var interrupted = new CompletableFuture<Boolean>();
        var writer = Thread.ofVirtual().start(() -> {
            var all = write(MUCH) == MUCH;
            interrupted.complete(all && Thread.currentThread().isInterrupted());
        });
        Until.holds(() -> writer.getState() == Thread.State.WAITING);

        writer.interrupt();
        var buffer = ByteBuffer.allocate(1 << 20);
        for (long all = 0; all < MUCH; ) all += far.read(buffer.clear());

        assertThat(interrupted.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(near.isOpen()).isTrue();
    }

    @Test
    void closingEndsAWriteThatWaits() throws Exception {
        var written = new CompletableFuture<Integer>();
        var writer = Thread.ofVirtual().start(() -> written.complete(write(MUCH)));
        Until.holds(() -> writer.getState() == Thread.State.WAITING);

        near.close();

        assertThat(written.get(20, TimeUnit.SECONDS)).isEqualTo(-1);
    }

    @Test
    void anInterruptEndsAReadThatWaits() throws Exception {
        var failed = new CompletableFuture<Throwable>();
        var reader = Thread.ofVirtual().start(() -> {
            try {
                failed.complete(new AssertionError("has read " + near.read(bytes(1))));
            } catch (IOException e) {
                failed.complete(e);
            }
        });
        Until.holds(() -> reader.getState() == Thread.State.WAITING);

        reader.interrupt();

        assertThat(failed.get(20, TimeUnit.SECONDS)).isInstanceOf(ClosedByInterruptException.class);
        assertThat(near.isOpen()).isFalse();
    }

    @Test
    void knowsItsOtherEndWhenItIsClosed() throws Exception {
        var name = near.remote();
        near.close();
        assertThat(name).startsWith("127.0.0.1:");
        assertThat(near.remote()).isEqualTo(name);
    }

    /// Reads by a new thread each time, which lets itself be told again while more is coming: an announcement that is
    /// lost would leave bytes unread for ever.
    private static final class Eater implements SelectableDuplex.Listener {
        private final SelectableDuplex stream;
        private final int expected;
        private final CountDownLatch done = new CountDownLatch(1);
        private final AtomicInteger eaten = new AtomicInteger();

        Eater(SelectableDuplex stream, int expected) {
            this.stream = stream;
            this.expected = expected;
        }

        @Override
        public void readable() {
            Thread.ofVirtual().start(() -> {
                while (eat()) if (ThreadLocalRandom.current().nextInt(4) == 0) break;
                if (done.getCount() > 0) stream.whenReadable(this);
            });
        }

        @Override
        public boolean readsHere() {
            if (ThreadLocalRandom.current().nextBoolean() && eat()) return true;
            readable();
            return false;
        }

        /// @return whether there was something
        private boolean eat() {
            try {
                var count = stream.readNow(bytes(100));
                if (count > 0 && eaten.addAndGet(count) == expected) done.countDown();
                return count > 0;
            } catch (IOException e) {
                return false;
            }
        }
    }

    @Test
    void noAnnouncementIsLost() throws Exception {
        var rounds = 20_000;
        var here = new Eater(near, rounds);
        var there = new Eater(far, rounds);
        near.whenReadable(here);
        far.whenReadable(there);
        for (var stream : new SelectableDuplex[] {near, far})
            Thread.ofVirtual().start(() -> {
                for (var n = 0; n < rounds; n++) {
                    try {
                        stream.write(bytes(1));
                    } catch (IOException e) {
                        return;
                    }
                    if (n % 7 == 0)
                        LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(50_000));
                }
            });
        assertThat(here.done.await(40, TimeUnit.SECONDS)).as("%s", here.eaten).isTrue();
        assertThat(there.done.await(40, TimeUnit.SECONDS)).as("%s", there.eaten).isTrue();
    }

    @Test
    void theThreadThatTellsEndsWhenNobodyHasAStreamAnyMore() throws Exception {
        assertThat(Threads.named("\"thespis-poller\"")).isNotEmpty();
        close();
        try {
            Until.holds(() -> Threads.named("\"thespis-poller\"").isEmpty());
        } catch (AssertionError e) {
            throw new AssertionError("somebody still has a stream; there are " + Threads.named("\"thespis-"), e);
        }
    }
}
