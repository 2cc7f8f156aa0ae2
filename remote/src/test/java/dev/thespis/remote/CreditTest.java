package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.Observer;
import dev.thespis.actor.SendException;
import dev.thespis.remote.Stage.Play;
import dev.thespis.remote.control.Cancel;
import dev.thespis.remote.control.Credit;
import dev.thespis.remote.control.ErrorFrame;
import dev.thespis.remote.control.Hello;
import dev.thespis.remote.control.Offer;
import dev.thespis.remote.control.Ping;
import dev.thespis.remote.transport.Transports;
import dev.thespis.wire.FrameLimits;
import dev.thespis.wire.ServiceId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Credit and cancels as frames: what a peer says, and what it makes of what it is told.
@Timeout(60)
final class CreditTest {
    private static final long ADD = sid("Add");
    private static final long NOTE = sid("Note");
    private static final long BLOCK = sid("Block");
    private static final long HOLD = sid("Hold");
    private static final long REPLY = -1;
    private static final long ERROR = 0;

    private final Stage stage = new Stage();
    private Peer peer;
    private RawPeer raw;
    private Address<Play> play;
    private Observer<PeerEvent> events;

    private static long sid(String name) {
        return ServiceId.of("stage", name).value();
    }

    private void open(Limits limits) {
        var ends = Transports.memory();
        raw = new RawPeer(ends.get(1));
        peer = Peer.connect(ends.get(0), PeerOptions.defaults().withLimits(limits), fresh -> {
            events = fresh.events().observe();
            stage.expose(fresh);
        });
        play = peer.address(Play.class);
    }

    private void openGreeted(Limits limits) throws Exception {
        open(limits);
        raw.hello();
        raw.offer();
        raw.control(Offer.class);
    }

    private void openGreetedBy(int windowMessages, long windowBytes, String... features) throws Exception {
        open(Limits.defaults());
        raw.hello(windowMessages, windowBytes, features);
        raw.offer();
        raw.control(Offer.class);
    }

    @AfterEach
    void shut() throws IOException {
        stage.release.countDown();
        raw.close();
        peer.close();
        stage.close();
    }

    private void assertCutOff(String detail) throws Exception {
        assertThat(Until.error(events, PeerError.ProtocolViolation.class).detail())
                .contains(detail);
        Until.event(events, PeerEvent.Closed.class);
    }

    private int sendAsManyAsGo(Play.Echo message) {
        var count = 0;
        while (play.trySend(message)) count++;
        return count;
    }

    @Nested
    class BeforeTheHello {
        /// How many go before anything was heard. After a second of silence more go: then it is tried again.
        private int first(Play.Echo message) throws Exception {
            for (var n = 0; n < 20; n++) {
                open(Limits.defaults());
                var count = sendAsManyAsGo(message);
                if (peer.connection().outbox().isUnknown()) return count;
                raw.close();
                peer.close();
            }
            throw new AssertionError("this machine is too slow to send 256 messages within a second");
        }

        @Test
        void soManyRequestsGo() throws Exception {
            assertThat(first(new Play.Echo(new byte[0]))).isEqualTo(256);
        }

        @Test
        void soManyBytesGo() throws Exception {
            assertThat(first(new Play.Echo(new byte[100_000]))).isEqualTo(3);
        }

        @Test
        void aSilentServerIsTakenForALegacyPeerAndMayStillSayHello() throws Exception {
            open(Limits.defaults());

            for (var i = 0; i < 1_000; i++) play.send(new Play.Note(1));
            raw.hello(2, 1 << 20);
            raw.control(Offer.class);

            assertThat(peer.remote()).isInstanceOf(RemoteInfo.Greeted.class);
            assertThat(sendAsManyAsGo(new Play.Echo(new byte[0]))).isEqualTo(2);
        }

        @Test
        void aCallThatIsGivenUpIsCancelledAsSoonAsTheOtherSideShowsThatItUnderstands() throws Exception {
            open(Limits.defaults());
            CompletableFuture<Long> call = play.callAsync(new Play.Add(1));
            call.cancel(true);

            raw.hello();

            assertThat(raw.control(Cancel.class).cid()).isEqualTo(1);
        }

        @Test
        void whatCountsIsWhatFollowsTheOffer() throws Exception {
            open(Limits.defaults());
            var empty = new Play.Echo(new byte[0]);
            sendAsManyAsGo(empty);
            var waiting = Thread.ofVirtual().start(() -> attempt(() -> play.send(empty)));
            Until.holds(() -> waiting.getState() != Thread.State.RUNNABLE);

            raw.hello(4, 1 << 20);
            waiting.join();
            Until.holds(() -> peer.remote() instanceof RemoteInfo.Greeted);
            sendAsManyAsGo(empty);
            assertThat(peer.connection().control().pings().send()).isNotNull();

            var after = new ArrayList<Long>();
            var counting = false;
            for (var frame = raw.receive(); frame.sid() != RawPeer.id(Ping.class); frame = raw.receive()) {
                if (frame.sid() == RawPeer.id(Offer.class)) counting = true;
                else if (counting) after.add(frame.sid());
            }
            assertThat(after).hasSize(4).containsOnly(sid("Echo"));
        }
    }

    private interface Action {
        void run() throws Exception;
    }

    private static Exception attempt(Action action) {
        try {
            action.run();
            return new Exception("nothing was thrown");
        } catch (Exception e) {
            return e;
        }
    }

    @Nested
    class Sending {
        @Test
        void creditLetsAsManyGo() throws Exception {
            openGreetedBy(2, 1 << 20);
            assertThat(sendAsManyAsGo(new Play.Echo(new byte[0]))).isEqualTo(2);

            raw.control(new Credit(sid("Echo"), 2, 64));

            Until.holds(() -> play.trySend(new Play.Echo(new byte[0])));
            assertThat(sendAsManyAsGo(new Play.Echo(new byte[0]))).isEqualTo(1);
        }

        /// A sender that was woken has not taken its bytes yet; what is behind it must not take them first.
        @Test
        void noMoreIsWrittenThanThereIsCreditForWhoeverWaits() throws Exception {
            openGreetedBy(100, 8_000);
            var echo = new Play.Echo(new byte[900]);
            var sent = sendAsManyAsGo(echo);
            var lengths = new ArrayList<Integer>();
            for (var i = 0; i < sent; i++)
                lengths.add(24 + raw.request().payload().length() / 2);
            var sender = Thread.ofVirtual().start(() -> attempt(() -> play.send(echo)));
            awaitWaiting(1);
            for (var i = 2; i <= 4; i++) {
                Thread.ofVirtual().start(() -> attempt(() -> play.call(new Play.Add(1))));
                awaitWaiting(i);
            }

            raw.control(new Credit(sid("Echo"), 1, lengths.getLast()));
            sender.join();
            assertThat(peer.connection().control().pings().send()).isNotNull();

            assertThat(raw.receive().sid()).isEqualTo(sid("Echo"));
            assertThat(raw.receive().sid()).isEqualTo(RawPeer.id(Ping.class));
            raw.control(new Credit(sid("Echo"), sent, (long) sent * lengths.getLast()));
            for (var i = 0; i < 3; i++) assertThat(raw.request().sid()).isEqualTo(ADD);
        }

        @Test
        void whatIsWrittenTogetherWhenCreditComesHasConnectionIdsOfItsOwn() throws Exception {
            openGreetedBy(100, 8_000);
            var echo = new Play.Echo(new byte[900]);
            var sent = sendAsManyAsGo(echo);
            for (var i = 0; i < sent; i++) assertThat(raw.request().cid()).isZero();
            Thread.ofVirtual()
                    .start(() -> attempt(() -> assertThat(play.callAsync(echo)).isNotNull()));
            awaitWaiting(1);
            for (var i = 2; i <= 4; i++) {
                Thread.ofVirtual().start(() -> attempt(() -> play.call(new Play.Add(1))));
                awaitWaiting(i);
            }

            raw.control(new Credit(sid("Echo"), 4, 4 * 930));

            var cids = new ArrayList<Long>();
            for (var i = 0; i < 4; i++) cids.add(raw.request().cid());
            assertThat(cids).containsExactly(1L, 2L, 3L, 4L);
        }

        private void awaitWaiting(int count) {
            Until.holds(() -> peer.stats().outgoing().waiting() == count);
        }

        @ParameterizedTest
        @ValueSource(longs = {REPLY, ERROR})
        void theAnswerToACallGivesItsCreditBack(long answer) throws Exception {
            openGreetedBy(1, 1 << 20);
            CompletableFuture<Long> call = play.callAsync(new Play.Add(1));
            assertThat(play.trySend(new Play.Add(1))).isFalse();

            raw.frame(answer, 1, answer == REPLY ? "05" : "ff");

            Until.holds(() -> play.trySend(new Play.Add(1)));
            assertThat(play.trySend(new Play.Add(1))).isFalse();
            Until.holds(call::isDone);
        }

        @Test
        void onlyTheAnswerToACallThatWasGivenUpGivesItsCreditBack() throws Exception {
            openGreetedBy(1, 1 << 20);
            CompletableFuture<Long> call = play.callAsync(new Play.Add(1));

            call.cancel(true);

            assertThat(raw.control(Cancel.class).cid()).isEqualTo(1);
            assertThat(play.trySend(new Play.Add(1))).isFalse();
            assertThat(peer.connection().outbox().pendingCalls()).isEqualTo(1);
            raw.frame(REPLY, 1, "05");
            Until.holds(() -> peer.connection().outbox().pendingCalls() == 0);
            assertThat(play.trySend(new Play.Add(1))).isTrue();
        }

        @ParameterizedTest
        @CsvSource({"2,56", "1,29", "0,29", "0,0", "-1,0", "0,-1", "9223372036854775807,9223372036854775807"})
        void whoGivesMoreCreditThanIsInUseIsCutOff(long messages, long bytes) throws Exception {
            openGreetedBy(4, 1 << 20);
            play.send(new Play.Note(1)); // 28 bytes

            raw.control(new Credit(NOTE, messages, bytes));

            assertCutOff("credit");
        }

        @Test
        void creditForAServiceThatIsNotUsedCutsOff() throws Exception {
            openGreetedBy(4, 1 << 20);
            play.send(new Play.Note(1));

            raw.control(new Credit(BLOCK, 1, 1));

            assertCutOff("credit");
        }

        @Test
        void windowsBeyondWhatANumberHoldsHereAreNoLimit() throws Exception {
            openGreetedBy(Integer.MAX_VALUE, -1);

            for (var i = 0; i < 1_000; i++)
                assertThat(play.trySend(new Play.Note(i))).isTrue();
            raw.control(new Credit(NOTE, 1_000, 28_000));
            raw.frame(ADD, 1, "a1616e05");
            assertThat(raw.answer(1).sid()).isEqualTo(REPLY);
        }

        @Test
        void aStageThatWouldHaveToWaitIsToldSoInsteadOfStoppingTheReader() throws Exception {
            openGreetedBy(1, 1 << 20);
            play.send(new Play.Note(1));
            CompletableFuture<Long> first = play.callAsync(new Play.Add(1));
            var sent = first.handle((reply, problem) -> attempt(() -> play.send(new Play.Note(2))));
            var called = first.handle((reply, problem) -> attempt(() -> play.call(new Play.Add(2))));

            raw.frame(REPLY, 1, "05"); // the stages run on the reader's thread

            assertThat(sent.get(20, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            SendException.class,
                            e -> assertThat(e.failure()).isInstanceOf(CallFailure.Overloaded.class));
            assertThat(called.get(20, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            CallException.class, e -> assertThat(e.failure()).isInstanceOf(CallFailure.Deadlock.class));
            raw.frame(ADD, 7, "a1616e05");
            assertThat(raw.answer(7).payload()).isEqualTo("05");
        }
    }

    @Nested
    class Receiving {
        @Test
        void whoSendsBeyondTheWindowOfMessagesIsCutOff() throws Exception {
            openGreeted(Limits.defaults().withWindowMessages(4));

            for (var i = 0; i < 5; i++) raw.frame(BLOCK, 0, "f6");

            assertCutOff("windowMessages=4");
            Until.holds(() -> stage.blocked.get() == 4);
        }

        @Test
        void whoSendsBeyondTheWindowOfBytesIsCutOff() throws Exception {
            openGreeted(Limits.defaults().withWindowBytes(1_000));

            raw.frame(HOLD, 0, "f6");
            raw.frame(sid("Echo"), 0, "a1656279746573" + "590500" + "00".repeat(0x500)); // may go beyond
            raw.frame(NOTE, 0, "a1616e01");

            assertCutOff("windowBytes=1000");
        }

        @Test
        void whoCancelsDoesNotGetCreditEarlier() throws Exception {
            openGreeted(Limits.defaults().withWindowMessages(2));
            raw.frame(HOLD, 0, "f6");

            for (var cid = 1; cid <= 2; cid++) {
                raw.frame(ADD, cid, "a1616e05");
                raw.control(new Cancel(cid));
            }
            raw.frame(ADD, 3, "a1616e05");

            assertCutOff("windowMessages=2");
        }

        @Test
        void creditOfSendsComesInHalvesOfTheWindowOfMessages() throws Exception {
            openGreeted(Limits.defaults().withWindowMessages(8));

            for (var i = 0; i < 4; i++) raw.frame(NOTE, 0, "a1616e01");
            assertThat(raw.control(Credit.class)).isEqualTo(new Credit(NOTE, 4, 112));
            for (var i = 0; i < 3; i++) raw.frame(NOTE, 0, "a1616e01");

            raw.frame(ADD, 1, "a1616e05");
            assertThat(raw.receive()).isEqualTo(new RawPeer.Received(REPLY, 1, "05")); // and nothing for those three
        }

        @Test
        void creditOfALargeSendComesAtOnce() throws Exception {
            openGreeted(Limits.defaults().withWindowBytes(1_000));

            raw.frame(NOTE, 0, "a1616e01");
            raw.frame(sid("Echo"), 0, "a1656279746573" + "5900ff" + "00".repeat(0xff));

            assertThat(raw.control(Credit.class)).isEqualTo(new Credit(NOTE, 1, 28));
            assertThat(raw.control(Credit.class)).isEqualTo(new Credit(sid("Echo"), 1, 24 + 10 + 255));
        }

        @Test
        void creditOfWhatIsNotLetInComesAtOnce() throws Exception {
            openGreeted(Limits.defaults().withFrames(new FrameLimits(1_000, 10_000)));

            raw.frame(5, 0, "f6");
            raw.frame(NOTE, 0, "ff");
            raw.frame(NOTE, 0, "00".repeat(2_000));

            assertThat(raw.control(Credit.class)).isEqualTo(new Credit(5, 1, 25));
            assertThat(raw.control(Credit.class)).isEqualTo(new Credit(NOTE, 1, 25));
            assertThat(raw.control(Credit.class)).isEqualTo(new Credit(NOTE, 1, 2_024));
        }

        @Test
        void whatCameBeforeTheOfferDoesNotCount() throws Exception {
            open(Limits.defaults().withWindowMessages(2));
            raw.hello();

            for (var i = 0; i < 10; i++) raw.frame(BLOCK, 0, "f6");
            raw.offer();
            for (var i = 0; i < 2; i++) raw.frame(BLOCK, 0, "f6");
            Until.holds(() -> stage.blocked.get() == 12);
            assertThat(peer.isOpen()).isTrue();
            raw.frame(BLOCK, 0, "f6");

            assertCutOff("windowMessages=2");
        }

        @Test
        void theReaderNeverWaitsForItsOwnWriter() throws Exception {
            openGreeted(Limits.defaults());

            // replies that nobody reads: far more than the stream between the two holds
            for (var cid = 1; cid <= 100; cid++) raw.frame(sid("Fill"), cid, "a1656279746573" + "1a000186a0");
            raw.frame(NOTE, 0, "a1616e01");

            Until.holds(() -> stage.noted.get() == 1);
            for (var cid = 1; cid <= 100; cid++)
                assertThat(raw.answer(cid).sid()).isEqualTo(REPLY);
        }
    }

    @Nested
    class Cancels {
        @Test
        void interruptWhatRunsAndTheCallIsAnswered() throws Exception {
            openGreeted(Limits.defaults());
            raw.frame(BLOCK, 1, "f6");
            Until.holds(() -> stage.blocked.get() == 1);

            raw.control(new Cancel(1));

            assertThat(RawPeer.decode(ErrorFrame.class, raw.answer(1)))
                    .isInstanceOf(ErrorFrame.InternalServerError.class);
            assertThat(stage.interrupted).hasValue(1);
        }

        @Test
        void keepWhatIsQueuedFromBeingHandled() throws Exception {
            openGreeted(Limits.defaults());
            raw.frame(HOLD, 1, "f6");
            raw.frame(ADD, 2, "a1616e05");

            raw.control(new Cancel(2));
            raw.control(new Cancel(77)); // of no call at all
            raw.frame(ADD, 3, "a1616e06");
            raw.frame(99, 9, "f6"); // answered at once, so that all before it has been read
            assertThat(raw.answer(9).sid()).isZero();
            stage.release.countDown();

            assertThat(raw.answer(1).sid()).isEqualTo(REPLY);
            assertThat(RawPeer.decode(ErrorFrame.class, raw.answer(2)))
                    .isInstanceOfSatisfying(
                            ErrorFrame.NotHandled.class,
                            no -> assertThat(no.reason()).isEqualTo(ErrorFrame.Reason.CANCELLED));
            assertThat(raw.answer(3).payload()).isEqualTo("06");
        }

        @Test
        void areNotSentToLegacyPeers() throws Exception {
            open(Limits.defaults());
            raw.frame(ADD, 1, "a1616e05");
            assertThat(raw.answer()).isEqualTo(new RawPeer.Received(REPLY, 1, "05"));

            CompletableFuture<Long> call = play.callAsync(new Play.Add(1));
            call.cancel(true);
            play.send(new Play.Note(1));

            assertThat(raw.receive().cid()).isEqualTo(1);
            assertThat(raw.receive().sid()).isEqualTo(NOTE);
            assertThat(peer.connection().outbox().pendingCalls()).isZero();
        }
    }

    @Test
    void saysItsWindowsAndWhatItKnowsInItsHello() throws Exception {
        open(Limits.defaults().withWindowMessages(7).withWindowBytes(70_000));

        var hello = raw.control(Hello.class);

        assertThat(hello.windowMessages()).isEqualTo(7);
        assertThat(hello.windowBytes()).isEqualTo(70_000);
        assertThat(hello.features()).containsExactly("metadata", "fragments");
    }
}
