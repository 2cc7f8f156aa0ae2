package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.actor.Actor;
import dev.thespis.actor.ActorOptions;
import dev.thespis.actor.Address;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Mailbox;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.actor.Nursery;
import dev.thespis.actor.Observer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Which threads read what comes over TCP. Messages and replies note which thread has made them.
@Timeout(60)
final class WhoReadsTest {
    /// A call that is alone on its way is dealt with by the thread that waits, after some.
    private static final int SOME = 50;

    /// The contract.
    @Namespace("reads")
    public interface Noting {
        record Ask(byte[] padding) implements Message<Noting, Answer> {
            private static final AtomicReference<@Nullable Thread> READER = new AtomicReference<>();

            public Ask {
                READER.set(Thread.currentThread());
            }
        }

        record Answer(long n) {
            private static final AtomicReference<@Nullable Thread> READER = new AtomicReference<>();

            public Answer {
                READER.set(Thread.currentThread());
            }
        }
    }

    private static final byte[] NOTHING = {};
    private static final byte[] WAITING = {1};

    private final Nursery nursery = Nursery.open("reads");
    private final CountDownLatch answers = new CountDownLatch(1);
    private final AtomicInteger reached = new AtomicInteger();
    private final Address<Noting> actor = nursery.spawn(Noting.class, () ->
            (Actor<Noting>) () -> Handlers.of(Noting.class).on(Noting.Ask.class, this::answer));
    private final CompletableFuture<Observer<PeerEvent>> strangers = new CompletableFuture<>();
    private volatile boolean isOpen;
    private Server server;
    private Peer peer;
    private Address<Noting> noting;

    private Noting.Answer answer(Noting.Ask ask) throws InterruptedException {
        if (ask.padding().length == WAITING.length) {
            reached.incrementAndGet();
            answers.await();
        }
        return new Noting.Answer(1);
    }

    @BeforeEach
    void open() throws Exception {
        server = TcpServer.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), fresh -> {
            if (isOpen) strangers.complete(fresh.events().observe());
            fresh.expose(Services.of(Noting.class, actor));
        });
        peer = Tcp.connect("localhost", server.port());
        noting = peer.address(Noting.class);
        for (var n = 0; n < SOME; n++) noting.call(new Noting.Ask(NOTHING));
        isOpen = true; // who connects from now on is another one
    }

    @AfterEach
    void close() {
        peer.close();
        server.close();
        nursery.close();
    }

    private static boolean isPoller(@Nullable Thread thread) {
        return thread != null && !thread.isVirtual() && thread.getName().equals("thespis-poller");
    }

    private boolean callIsRead(BooleanSupplier asExpected) {
        try {
            noting.call(new Noting.Ask(NOTHING)); // made once here and once there
            return asExpected.getAsBoolean();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aReplyThatIsAloneIsReadByTheThreadThatWaits() {
        Until.holds(() -> callIsRead(() -> isPoller(Noting.Answer.READER.get())));
    }

    @Test
    void aRequestThatIsAloneIsReadByTheThreadThatWaits() {
        Until.holds(() -> callIsRead(() -> isPoller(Noting.Ask.READER.get())));
    }

    @Test
    void aLongMessageIsReadByAThreadOfItsOwn() throws Exception {
        noting.call(new Noting.Ask(new byte[20_000]));

        assertThat(isPoller(Noting.Ask.READER.get())).isFalse();
    }

    @Test
    void stagesOfFuturesAreNeverRunByTheThreadThatWaits() throws Exception {
        for (var n = 0; n < SOME; n++) {
            var runner = noting.callAsync(new Noting.Ask(NOTHING)).thenApply(answer -> Thread.currentThread());
            assertThat(isPoller(runner.get(20, TimeUnit.SECONDS))).isFalse();
        }
    }

    @Test
    void aStageThatWaitsHoldsUpItsOwnConnectionOnly() throws Exception {
        var release = new CountDownLatch(1);
        var reached = new CompletableFuture<Void>();
        var waiting = noting.callAsync(new Noting.Ask(WAITING)).thenAccept(answer -> {
            reached.complete(null);
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        answers.countDown(); // not before: then the stage could be run right here
        reached.get(20, TimeUnit.SECONDS);
        try (var other = Tcp.connect("localhost", server.port())) {
            for (var n = 0; n < SOME; n++)
                assertThat(other.address(Noting.class)
                                .call(new Noting.Ask(NOTHING))
                                .n())
                        .isEqualTo(1);
        } finally {
            release.countDown();
        }
        waiting.get(20, TimeUnit.SECONDS);
    }

    /// What an actor's mailbox drops for what has come is not told on the thread that waits.
    @Test
    void whatIsDisplacedByWhatHasComeRunsNothingOnTheThreadThatWaits() throws Exception {
        var options = ActorOptions.named("latest").withMailbox(Mailbox.latest(1));
        var latest = nursery.spawn(Noting.class, options, () ->
                (Actor<Noting>) () -> Handlers.of(Noting.class).on(Noting.Ask.class, this::answer));
        try (var other = TcpServer.listen(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        fresh -> fresh.expose(Services.of(Noting.class, latest)));
                var using = Tcp.connect("localhost", other.port())) {
            var remote = using.address(Noting.class);
            for (var n = 0; n < SOME; n++) remote.call(new Noting.Ask(NOTHING));
            var busy = latest.callAsync(new Noting.Ask(WAITING));
            Until.holds(() -> reached.get() > 0);
            var runner = latest.callAsync(new Noting.Ask(NOTHING))
                    .handle((answer, failure) -> failure == null ? null : Thread.currentThread());

            remote.send(new Noting.Ask(NOTHING));

            assertThat(runner.get(20, TimeUnit.SECONDS)).matches(thread -> thread != null && !isPoller(thread));
            answers.countDown();
            busy.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void whatIsCorruptEndsTheConnectionThoughNothingFollows() throws Exception {
        try (var stranger = SocketChannel.open(new InetSocketAddress("localhost", server.port()))) {
            stranger.write(ByteBuffer.wrap("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));

            var events = strangers.get(20, TimeUnit.SECONDS);
            assertThat(Until.error(events, PeerError.CorruptStream.class).detail())
                    .contains("length");
        }
    }

    /// Everything goes by turns between few and many.
    @Test
    void nothingIsLostWhenOneThreadTakesOverFromAnother() throws Exception {
        for (var round = 0; round < 200; round++) {
            var many = new CompletableFuture<?>[round % 40];
            for (var n = 0; n < many.length; n++)
                many[n] = noting.callAsync(new Noting.Ask(new byte[n % 3 == 0 ? 3_000 : 10]));
            for (var n = 0; n < 10; n++)
                assertThat(noting.call(new Noting.Ask(NOTHING)).n()).isEqualTo(1);
            CompletableFuture.allOf(many).get(20, TimeUnit.SECONDS);
        }
    }
}
