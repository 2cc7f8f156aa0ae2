package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Address;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.actor.Nursery;
import dev.thespis.actor.Observer;
import dev.thespis.remote.control.Cancel;
import dev.thespis.remote.control.Credit;
import dev.thespis.remote.control.Goodbye;
import dev.thespis.remote.control.Hello;
import dev.thespis.remote.control.Offer;
import dev.thespis.remote.control.Ping;
import dev.thespis.remote.control.Release;
import dev.thespis.remote.control.Withdraw;
import dev.thespis.remote.transport.Transports;
import dev.thespis.wire.Output;
import dev.thespis.wire.ServiceId;
import dev.thespis.wire.cbor.Cbor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A peer beside a well-behaved one, at one actor: what it can make us hold, that it is ended, and that the other one
/// goes on. What can be seen from outside only is tested by `thespis attack`.
@Timeout(60)
final class HostilePeerTest {
    private static final long REPLY = -1;
    private static final long FILL = ServiceId.of("desk", "Fill").value();
    private static final long HOLD = ServiceId.of("desk", "Hold").value();
    private static final long TALLY = ServiceId.of("desk", "Tally").value();
    private static final String CAPABILITY = "cap:" + "1".repeat(32);
    private static final Offer.Item GUESS =
            new Offer.Item(CAPABILITY, "Drop", ServiceId.of(CAPABILITY, "Drop").value(), 0);

    /// The contract.
    @Namespace("desk")
    interface Desk {
        record Fill(int bytes) implements Message<Desk, byte[]> {}

        /// Holds the actor up until the test lets it go.
        record Hold(byte[] bytes) implements Message<Desk, Void> {}

        record Tally() implements Message<Desk, Integer> {}
    }

    private final Nursery nursery = Nursery.open("desk");
    private final CountDownLatch go = new CountDownLatch(1);
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicInteger filled = new AtomicInteger();
    private Address<Desk> desk;
    private Peer peer;
    private RawPeer raw;
    private Observer<PeerEvent> events;
    private Peer good;
    private Peer goodServer;

    private final class Clerk implements Actor<Desk> {
        @Override
        public Handlers<Desk> handlers() {
            return Handlers.of(Desk.class)
                    .on(Desk.Fill.class, fill -> {
                        filled.incrementAndGet();
                        return new byte[fill.bytes()];
                    })
                    .run(Desk.Hold.class, hold -> {
                        held.incrementAndGet();
                        go.await();
                    })
                    .on(Desk.Tally.class, tally -> held.get());
        }
    }

    @BeforeEach
    void spawn() {
        desk = nursery.spawn(Desk.class, Clerk::new);
        var ends = Transports.memory();
        goodServer =
                Peer.accept(ends.get(0), PeerOptions.defaults(), fresh -> fresh.expose(Services.of(Desk.class, desk)));
        good = Peer.connect(ends.get(1), PeerOptions.defaults(), fresh -> {});
    }

    private void open(Limits limits) {
        var ends = Transports.memory();
        raw = new RawPeer(ends.get(1));
        peer = Peer.accept(
                ends.get(0), PeerOptions.defaults().withLimits(limits).withPermits(Permits.perPeer(4)), fresh -> {
                    events = fresh.events().observe();
                    fresh.expose(Services.of(Desk.class, desk));
                });
    }

    /// Opens one that says hello and offers, so that it is given credit.
    private void greet(Limits limits) throws IOException {
        open(limits);
        raw.hello();
        control("Offer", Offer.class, new Offer(List.of()));
    }

    private <T> void control(String name, Class<T> type, T value) throws IOException {
        var out = new Output(64);
        Cbor.codecs().codec(type).write(value, out);
        raw.frame(ServiceId.of("thespis", name).value(), 0, HexFormat.of().formatHex(out.array(), 0, out.position()));
    }

    /// Another connection is answered, at the actor that they share.
    private void othersGoOn() throws InterruptedException {
        assertThat(good.address(Desk.class).call(new Desk.Tally(), Duration.ofSeconds(20)))
                .isEqualTo(held.get());
    }

    /// Something to do again and again.
    private interface Step {
        void take(long number) throws IOException;
    }

    /// Goes on until nothing is taken any more: the other end has closed.
    private static void untilCutOff(Step step) {
        try {
            for (var n = 1L; ; n++) step.take(n);
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("closed");
        }
    }

    private void isCutOffFor(Class<? extends PeerError> why) throws Exception {
        Until.error(events, why);
        raw.close(); // what is written meanwhile fails
        Until.event(events, PeerEvent.Closed.class);
        assertThat(peer.join(Duration.ofSeconds(20))).isTrue();
    }

    @AfterEach
    void shut() throws IOException {
        go.countDown();
        raw.close();
        peer.close();
        good.close();
        goodServer.close();
        nursery.close();
    }

    @Nested
    class Reading {
        @Test
        void endsOneThatNeverReadsWhatItAsksFor() throws Exception {
            open(Limits.defaults().withReplyBytes(200_000));

            untilCutOff(cid -> raw.frame(FILL, cid, "a1656279746573192710")); // each is answered with 10,000 bytes

            var unread = Until.error(events, PeerError.Unread.class);
            // replies up to the limit and one beyond, then a mebibyte of errors
            assertThat(unread.unwrittenBytes()).isLessThan(200_000 + 10_100 + (1 << 20) + 1_000);
            othersGoOn();
            Until.event(events, PeerEvent.Closed.class);
            peer.join();
            assertThat(peer.connection().queue().unwrittenBytes()).isLessThan(1_000_000);
        }

        @Test
        void endsOneThatTakesNothingOfWhatIsWritten() throws Exception {
            open(Limits.defaults().withWriteTime(Duration.ofMillis(50)));

            for (var cid = 1; cid <= 10; cid++) raw.frame(FILL, cid, "a1656279746573192710");

            Until.error(events, PeerError.WriteTimeout.class);
            othersGoOn();
            Until.event(events, PeerEvent.Closed.class);
        }

        /// It can number our calls itself, so it answers them without reading, and makes us believe that it reads.
        @Test
        void holdsUpNoActorAlthoughItAnswersWhatItHasNotRead() throws Exception {
            open(Limits.defaults());
            for (var n = 1; n <= 30; n++) {
                var expected = n;
                var call = Thread.ofVirtual().start(() -> {
                    try {
                        var unused = peer.address(Desk.class).callAsync(new Desk.Tally());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
                Until.holds(() -> call.getState() == Thread.State.TERMINATED
                        || peer.connection().queue().stalledNanos(System.nanoTime()) > 0);
                raw.frame(REPLY, n, "01");
                raw.frame(FILL, n, "a1656279746573192710");
                Until.holds(() -> filled.get() == expected);
                othersGoOn();
            }
        }
    }

    @Nested
    class Credits {
        @ParameterizedTest
        @CsvSource({"9223372036854775807, 9223372036854775807", "1, 0", "0, 1", "-1, 5", "5, -1", "0, 0", "1, 25"})
        void endsOneThatGivesMoreThanItTook(long messages, long bytes) throws Exception {
            greet(Limits.defaults());

            control("Credit", Credit.class, new Credit(TALLY, messages, bytes));

            isCutOffFor(PeerError.ProtocolViolation.class);
            othersGoOn();
        }

        @Test
        void endsOneThatSendsMoreThanItWasGiven() throws Exception {
            greet(Limits.defaults().withWindowMessages(8));
            desk.send(new Desk.Hold(new byte[0]));
            Until.holds(() -> held.get() == 1);

            for (var n = 0; n < 9; n++) raw.frame(HOLD, 0, "a165627974657340");

            Until.error(events, PeerError.ProtocolViolation.class);
            assertThat(peer.connection().intake().requests()).isEqualTo(8);
        }

        @Test
        void holdNoMoreThanTheWindowOfBytesAndOneFrame() throws Exception {
            greet(Limits.defaults().withWindowBytes(10_000));
            desk.send(new Desk.Hold(new byte[0]));
            Until.holds(() -> held.get() == 1);

            untilCutOff(n -> raw.frame(HOLD, 0, "a1656279746573591388" + "00".repeat(5_000)));

            Until.error(events, PeerError.ProtocolViolation.class);
            assertThat(peer.connection().intake().heldBytes()).isLessThan(10_000 + 5_100);
        }
    }

    @Nested
    class Cancels {
        private static final String KILOBYTE = "a1656279746573590400" + "00".repeat(1_024);

        @Test
        void cantFillTheMailboxOfABusyActorByCallingAndCancelling() throws Exception {
            greet(Limits.defaults().withWindowMessages(16));
            desk.send(new Desk.Hold(new byte[0]));
            Until.holds(() -> held.get() == 1);

            for (var cid = 1; cid <= 16; cid++) {
                raw.frame(HOLD, cid, KILOBYTE);
                control("Cancel", Cancel.class, new Cancel(cid));
            }
            raw.frame(HOLD, 17, KILOBYTE);

            Until.error(events, PeerError.ProtocolViolation.class);
            assertThat(peer.connection().intake().requests()).isEqualTo(16);
            go.countDown();
            Until.holds(() -> peer.connection().intake().requests() == 0);
            assertThat(held.get()).isEqualTo(1);
            othersGoOn();
        }

        @Test
        void endOneThatCancelsMoreThanItHasCalled() throws Exception {
            greet(Limits.defaults());

            raw.frame(TALLY, 1, "f6");
            control("Cancel", Cancel.class, new Cancel(1));
            control("Cancel", Cancel.class, new Cancel(1));

            isCutOffFor(PeerError.ProtocolViolation.class);
            othersGoOn();
        }
    }

    @Nested
    class Floods {
        @Test
        void ofPingsEndTheConnection() throws Exception {
            greet(Limits.defaults().withControlFrames(100));

            untilCutOff(n -> control("Ping", Ping.class, new Ping(n)));

            isCutOffFor(PeerError.ProtocolViolation.class);
            othersGoOn();
        }

        @Test
        void ofOffersEndTheConnection() throws Exception {
            greet(Limits.defaults().withControlFrames(100));
            var service = ServiceId.of("flood", "Drop");
            var offer = new Offer(List.of(new Offer.Item("flood", "Drop", service.value(), 0)));
            var frame = RawPeer.frameBytes(RawPeer.id(Offer.class), 0, RawPeer.hex(Offer.class, offer));

            untilCutOff(n -> raw.bytes(frame));

            isCutOffFor(PeerError.ProtocolViolation.class);
            othersGoOn();
        }

        /// What belongs to capabilities, but to none that there is.
        static List<Record> senseless() {
            return List.of(new Offer(List.of(GUESS)), new Withdraw(List.of(GUESS)), new Release(GUESS.namespace(), 1));
        }

        @ParameterizedTest
        @MethodSource("senseless")
        void ofCapabilitiesWithoutMessagesEndTheConnection(Record control) throws Exception {
            greet(Limits.defaults().withControlFrames(100));

            untilCutOff(n -> raw.control(control));

            isCutOffFor(PeerError.ProtocolViolation.class);
            othersGoOn();
        }

        @Test
        void ofAnswersNobodyAskedForAreIgnored() throws Exception {
            open(Limits.defaults());

            for (var cid = 1; cid <= 5_000; cid++) {
                raw.frame(REPLY, cid * 0x9E3779B97F4A7C15L, "01");
                raw.frame(0, cid, "f6");
            }
            raw.frame(TALLY, 7, "f6");

            assertThat(raw.answer()).isEqualTo(new RawPeer.Received(REPLY, 7, "00"));
            othersGoOn();
            Until.error(events, PeerError.UnexpectedReply.class);
        }

        @Test
        void ofGuessesAreAnsweredAndReachNothing() throws Exception {
            open(Limits.defaults());

            for (var cid = 1; cid <= 2_000; cid++) {
                raw.frame(ServiceId.of("cap:%032x".formatted(cid), "Tally").value(), cid, "f6");
                assertThat(raw.answer().payload()).startsWith("a16e556e6b6e6f776e53657276696365");
            }

            assertThat(held.get()).isZero();
            othersGoOn();
        }
    }

    @Nested
    class Texts {
        @Test
        void endOneWhoseNameIsLong() throws Exception {
            open(Limits.defaults());

            control(
                    "Hello",
                    Hello.class,
                    new Hello(1, new byte[16], "x".repeat(65), "", 4 << 20, 256, 1 << 20, List.of()));

            isCutOffFor(PeerError.ProtocolViolation.class);
        }

        @Test
        void endOneThatOffersMoreNamesThanAnybodyNeeds() throws Exception {
            greet(Limits.defaults());

            untilCutOff(n -> {
                var namespace = "x".repeat(1 << 20) + n;
                var id = ServiceId.of(namespace, "y").value();
                control("Offer", Offer.class, new Offer(List.of(new Offer.Item(namespace, "y", id, 0))));
            });

            isCutOffFor(PeerError.ProtocolViolation.class);
        }

        @Test
        void areCutInEvents() throws Exception {
            greet(Limits.defaults());

            control("Goodbye", Goodbye.class, new Goodbye("x".repeat(1 << 20)));

            assertThat(Until.event(events, PeerEvent.Leaving.class).reason()).hasSizeLessThan(1_100);
        }
    }

    @Nested
    class Frames {
        @ParameterizedTest
        @ValueSource(ints = {1, 7, 8, 23, 24, 30})
        void endOneThatLeavesThemHalf(int bytes) throws Exception {
            open(Limits.defaults().withFrameTime(Duration.ofMillis(30)).withFrameBytesPerSecond(0));
            raw.frame(TALLY, 1, "f6");

            raw.bytes(Arrays.copyOf(RawPeer.frameBytes(FILL, 2, "00".repeat(100)), bytes));

            isCutOffFor(PeerError.FrameTimeout.class);
            othersGoOn();
        }

        /// What takes long is on this side: it reads no further since there is no room.
        @Test
        void waitForRoomWithoutBeingCountedAsSlow() throws Exception {
            open(Limits.defaults().withRequests(1));
            raw.frame(HOLD, 1, "a165627974657340");
            Until.holds(() -> held.get() == 1);

            raw.bytes(head(2));
            Until.holds(() -> peer.connection().reader().progress().frameNanos() != 0);
            raw.bytes(restAndHead(2));
            Until.holds(() -> peer.connection().reader().waits());

            assertThat(peer.connection().reader().progress().frameNanos()).isZero();
            go.countDown();
            raw.bytes(rest(3));
            assertThat(raw.answer().cid()).isEqualTo(1);
            assertThat(raw.answer()).isEqualTo(new RawPeer.Received(REPLY, 2, "01"));
            assertThat(raw.answer()).isEqualTo(new RawPeer.Received(REPLY, 3, "01"));
        }

        /// Each read ends within a frame, but no frame takes long.
        @Test
        void thatFollowEachOtherCloselyCountOneByOne() throws Exception {
            open(Limits.defaults());
            raw.bytes(head(1));
            var began = new AtomicLong();

            for (var cid = 1; cid <= 3; cid++) {
                Until.holds(() -> anotherBegan(began.get()));
                began.set(peer.connection().reader().progress().frameNanos());
                raw.bytes(restAndHead(cid));
                assertThat(raw.answer()).isEqualTo(new RawPeer.Received(REPLY, cid, "00"));
            }

            Until.holds(() -> anotherBegan(began.get()));
        }

        private boolean anotherBegan(long before) {
            var now = peer.connection().reader().progress().frameNanos();
            return now != 0 && now != before;
        }

        private byte[] head(long cid) {
            return Arrays.copyOf(RawPeer.frameBytes(TALLY, cid, "f6"), 10);
        }

        private byte[] rest(long cid) {
            return Arrays.copyOfRange(RawPeer.frameBytes(TALLY, cid, "f6"), 10, 25);
        }

        private byte[] restAndHead(long cid) {
            return ByteBuffer.allocate(25).put(rest(cid)).put(head(cid + 1)).array();
        }
    }

    @Test
    void aSetupThatThrowsEndsThePeerForThoseWhoWaitForIt() throws Exception {
        open(Limits.defaults());
        var waits = new CountDownLatch(1);
        var ends = Transports.memory();
        try (var other = ends.get(1)) {
            org.assertj.core.api.Assertions.assertThatThrownBy(() ->
                            Peer.accept(ends.get(0), PeerOptions.defaults(), fresh -> {
                                Thread.ofVirtual().start(() -> {
                                    try {
                                        fresh.join();
                                        waits.countDown();
                                    } catch (InterruptedException e) {
                                        Thread.currentThread().interrupt();
                                    }
                                });
                                throw new IllegalStateException("not today");
                            }))
                    .isInstanceOf(IllegalStateException.class);

            assertThat(waits.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(other.read(java.nio.ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }
}
