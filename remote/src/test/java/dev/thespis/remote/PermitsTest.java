package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Address;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.remote.Stage.Play;
import dev.thespis.remote.control.ErrorFrame;
import dev.thespis.remote.transport.Transports;
import dev.thespis.wire.ServiceId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Back-pressure for peers of the original, which know no credit: a permit for each call.
@Timeout(60)
final class PermitsTest {
    @Namespace("works")
    public interface Works {
        /// Goes on when the test lets one go on.
        record Work() implements Message<Works, Long> {}
    }

    private static final long WORK = ServiceId.of("works", "Work").value();
    private static final long ADD = ServiceId.of("stage", "Add").value();
    private static final long HOLD = ServiceId.of("stage", "Hold").value();
    private static final long NOTE = ServiceId.of("stage", "Note").value();
    private static final long NOTES = ServiceId.of("stage", "Notes").value();
    private static final long REPLY = -1;

    private final Stage stage = new Stage();
    private final Semaphore gate = new Semaphore(0, true);
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger started = new AtomicInteger();
    private final Address<Works> works = stage.nursery.spawn(Works.class, Worker::new);
    private final List<Peer> peers = new ArrayList<>();
    private final List<RawPeer> raws = new ArrayList<>();

    private final class Worker implements Actor<Works> {
        @Override
        public Handlers<Works> handlers() {
            return Handlers.of(Works.class).concurrent(Works.Work.class, work -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                started.incrementAndGet();
                try {
                    gate.acquire();
                    return 1L;
                } finally {
                    running.decrementAndGet();
                }
            });
        }
    }

    private RawPeer open(Permits permits) {
        // who has gone and who has only shut its output down look the same: do not wait long for the second
        var limits = Limits.defaults().withHalfClose(Duration.ofMillis(50));
        return open(PeerOptions.defaults().withPermits(permits).withLimits(limits), Services.of(Works.class, works));
    }

    private RawPeer open(PeerOptions options, Services services) {
        var ends = Transports.memory();
        peers.add(Peer.connect(ends.get(0), options, fresh -> {
            stage.expose(fresh);
            fresh.expose(services);
        }));
        raws.add(new RawPeer(ends.get(1)));
        return raws.getLast();
    }

    private static void call(RawPeer raw, int from, int to) throws Exception {
        for (var cid = from; cid <= to; cid++) raw.frame(WORK, cid, "f6");
    }

    /// What was written before has been read by the peer when this returns, whatever is parked.
    private void awaitRead(RawPeer raw) throws Exception {
        raw.frame(5, 4711, "f6");
        raw.answer(4711);
    }

    @AfterEach
    void shut() throws Exception {
        gate.release(1_000_000);
        stage.release.countDown();
        for (var raw : raws) raw.close();
        for (var peer : peers) peer.close();
        stage.close();
    }

    /// The scenarios of the original.
    @Nested
    class Original {
        @Test
        void neverMoreThanThePermittedCallsAreInFlightAndAllAreProcessed() throws Exception {
            var raw = open(Permits.perPeer(3));
            call(raw, 1, 20);
            awaitRead(raw);

            for (var ended = 0; ended < 20; ended++) {
                var expected = Math.min(3 + ended, 20);
                Until.holds(() -> started.get() == expected);
                gate.release();
                assertThat(raw.answer().payload()).isEqualTo("01");
            }

            assertThat(most).hasValue(3);
        }

        @Test
        void sendsTakeNoPermit() throws Exception {
            var raw = open(Permits.perPeer(1));
            for (var i = 0; i < 20; i++) raw.frame(WORK, 0, "f6");
            Until.holds(() -> running.get() == 20);

            call(raw, 1, 1);

            Until.holds(() -> running.get() == 21);
        }

        @Test
        void sendsGetInWhenCallsAreBackedUp() throws Exception {
            var raw = open(Permits.perPeer(1));
            call(raw, 1, 5);
            raw.frame(NOTE, 0, "a1616e01");

            Until.holds(() -> stage.noted.get() == 1);
            Until.holds(() -> started.get() == 1);
            gate.release(5);
            for (var cid = 1; cid <= 5; cid++) assertThat(raw.answer(cid).sid()).isEqualTo(REPLY);
            assertThat(most).hasValue(1);
        }
    }

    @Nested
    class Sharing {
        @Test
        void boundsTheCallsOfAllPeersTogetherAndLetsThemInByTurns() throws Exception {
            var permits = Permits.shared(2);
            var one = open(permits);
            var other = open(permits);
            call(one, 1, 10);
            awaitRead(one);
            call(other, 1, 10);
            awaitRead(other);

            for (var i = 0; i < 4; i++) { // two of the first peer, and then one of each
                var begun = 2 + i;
                Until.holds(() -> started.get() == begun && gate.getQueueLength() == 2);
                gate.release();
            }
            assertThat(other.answer().sid()).isEqualTo(REPLY);
            gate.release(16);
            for (var i = 0; i < 10; i++) assertThat(one.answer().sid()).isEqualTo(REPLY);
            for (var i = 0; i < 9; i++) assertThat(other.answer().sid()).isEqualTo(REPLY);

            assertThat(most).hasValue(2);
            Until.holds(() -> permits.free() == 2);
        }

        @Test
        void isNotWhatPermitsPerPeerDo() throws Exception {
            var permits = Permits.perPeer(2);
            var one = open(permits);
            var other = open(permits);
            call(one, 1, 10);
            call(other, 1, 10);
            awaitRead(one);
            awaitRead(other);

            Until.holds(() -> running.get() == 4);
        }

        @Test
        void isNotNeededByServicesThatOptOut() throws Exception {
            var options = PeerOptions.defaults().withPermits(Permits.shared(1));
            var raw = open(options, Services.of(Works.class, works).withoutPermits());

            raw.frame(HOLD, 100, "f6"); // this one has the permit
            call(raw, 1, 20);

            Until.holds(() -> running.get() == 20);
        }

        @Test
        void isNotNeededByPeersThatSayHello() throws Exception {
            var raw = open(Permits.shared(1));
            raw.hello();

            call(raw, 1, 20);
            raw.offer();
            call(raw, 21, 40);

            Until.holds(() -> running.get() == 40);
        }

        @Test
        void refusesNumbersThatMakeNoSense() {
            assertThatThrownBy(() -> Permits.shared(0)).hasMessageContaining("count=0");
            assertThatThrownBy(() -> Permits.perPeer(1_000_001)).hasMessageContaining("count=1000001");
        }
    }

    @Nested
    class Back {
        private final Permits permits = Permits.shared(1);

        private void assertFree() {
            Until.holds(() -> permits.free() == 1);
        }

        @Test
        void comesThePermitOfAFailedCall() throws Exception {
            var raw = open(permits);
            for (var cid = 1; cid <= 3; cid++) {
                raw.frame(ServiceId.of("stage", "Fail").value(), cid, "f6");
                assertThat(raw.answer().sid()).isZero();
            }
            assertFree();
        }

        @Test
        void comesThePermitOfACallWhoseReplyCantBeSent() throws Exception {
            var limits = Limits.defaults().withSendFrameBytes(1_000);
            var raw = open(
                    PeerOptions.defaults().withPermits(permits).withLimits(limits), Services.of(Works.class, works));
            for (var cid = 1; cid <= 3; cid++) {
                raw.frame(ServiceId.of("stage", "Fill").value(), cid, "a1656279746573" + "1907d0");
                assertThat(raw.answer(cid).sid()).isZero();
            }
            assertFree();
        }

        @Test
        void comesThePermitOfACallWhoseActorHasStopped() throws Exception {
            var raw = open(permits);
            stage.nursery.stop(works).get();
            call(raw, 1, 3);
            for (var cid = 1; cid <= 3; cid++)
                assertThat(RawPeer.decode(ErrorFrame.class, raw.answer(cid)))
                        .isInstanceOf(ErrorFrame.InternalServerError.class);
            assertFree();
        }

        @Test
        void isThePermitOfWhatIsUnknownOrUndecodable() throws Exception {
            var raw = open(permits);
            for (var cid = 1; cid <= 3; cid++) {
                raw.frame(5, cid, "f6");
                raw.frame(ADD, cid + 100, "ff");
                assertThat(raw.answer(cid).sid()).isZero();
                assertThat(raw.answer(cid + 100).sid()).isZero();
            }
            assertFree();
        }

        @Test
        void comeThePermitsOfAConnectionThatIsCut() throws Exception {
            var raw = open(permits);
            call(raw, 1, 5);
            awaitRead(raw);
            Until.holds(() -> running.get() == 1);

            raw.close();

            peers.getFirst().join();
            assertFree();
            assertThat(started).hasValue(1);
            assertThat(running).hasValue(0);
            gate.release();
            call(open(permits), 1, 1);
            Until.holds(() -> started.get() == 2);
        }

        @Test
        void comesTheRequestForAPermitOfAConnectionThatIsCut() throws Exception {
            var first = open(permits);
            call(first, 1, 1);
            Until.holds(() -> running.get() == 1);
            var second = open(permits);
            call(second, 1, 5);
            second.frame(WORK, 0, "f6"); // parked behind, and handled all the same
            awaitRead(second);

            second.close();

            peers.getLast().join();
            Until.holds(() -> started.get() == 2);
            gate.release(2);
            assertFree();
        }
    }

    @Nested
    class Parking {
        @Test
        void letsTheReaderGoOnToRepliesBehind() throws Exception {
            var raw = open(Permits.perPeer(1));
            call(raw, 1, 1); // shows that it is a legacy peer
            CompletableFuture<Long> call = peers.getFirst().address(Play.class).callAsync(new Play.Add(1));
            call(raw, 2, 5);

            raw.frame(REPLY, 1, "05");

            assertThat(call.get(20, TimeUnit.SECONDS)).isEqualTo(5);
            awaitRead(raw);
            Until.holds(() -> started.get() == 1);
            assertThat(most).hasValue(1);
        }

        @Test
        void keepsTheOrderOfWhatGoesToOneActor() throws Exception {
            var raw = open(Permits.perPeer(1));
            raw.frame(HOLD, 1, "f6");
            raw.frame(NOTE, 0, "a1616e01");
            raw.frame(NOTES, 2, "f6");
            raw.frame(NOTE, 0, "a1616e02");
            raw.frame(NOTES, 3, "f6");
            raw.frame(NOTE, 0, "a1616e03");
            raw.frame(NOTES, 4, "f6");
            awaitRead(raw);

            stage.release.countDown();

            assertThat(raw.answer(2).payload()).isEqualTo("8101");
            assertThat(raw.answer(3).payload()).isEqualTo("820102");
            assertThat(raw.answer(4).payload()).isEqualTo("83010203");
        }
    }
}
