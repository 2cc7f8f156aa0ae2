package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.actor.NurseryEvent;
import dev.thespis.actor.SendException;
import dev.thespis.remote.Stage.Play;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Cancellation and endings between two peers, whatever they talk over.
@Timeout(60)
abstract class CancellationContract extends JoinedPeers {
    CancellationContract(Over over) {
        super(over);
    }

    @Nested
    class Cancelling {
        private void assertNothingIsLeft() throws Exception {
            Until.holds(() -> peer.connection().outbox().pendingCalls() == 0);
            Until.holds(() -> other.connection().intake().requests() == 0);
            assertThat(play.call(new Play.Add(0))).isZero(); // and what was cancelled in the queue was not handled
        }

        @Test
        void ofAFutureInterruptsItsHandler() throws Exception {
            open(Limits.defaults(), Limits.defaults());
            CompletableFuture<Long> call = play.callAsync(new Play.Block());
            Until.holds(() -> there.blocked.get() == 1);

            call.cancel(true);

            Until.holds(() -> there.interrupted.get() == 1);
            assertNothingIsLeft();
        }

        @Test
        void byInterruptInterruptsTheHandler() throws Exception {
            open(Limits.defaults(), Limits.defaults());
            var caller = start(() -> play.call(new Play.Block()));
            Until.holds(() -> there.blocked.get() == 1);

            caller.interrupt();
            caller.join();

            Until.holds(() -> there.interrupted.get() == 1);
            assertNothingIsLeft();
        }

        @Test
        void byTheDeadlineInterruptsTheHandler() throws Exception {
            open(Limits.defaults(), Limits.defaults());

            assertThatThrownBy(() -> play.call(new Play.Block(), Duration.ofMillis(300)))
                    .isInstanceOf(CallException.class);

            Until.holds(() -> there.interrupted.get() == there.blocked.get());
            assertNothingIsLeft();
        }

        @Test
        void byLosingTheConnectionInterruptsTheHandler() throws Exception {
            open(Limits.defaults(), Limits.defaults());
            CompletableFuture<Long> call = play.callAsync(new Play.Block());
            CompletableFuture<Long> queued = play.callAsync(new Play.Hold());
            Until.holds(() -> there.blocked.get() == 2);
            CompletableFuture<Long> last = play.callAsync(new Play.Add(5));

            peer.connection().duplex().close();

            Until.holds(() -> there.interrupted.get() == 2);
            for (var each : List.of(call, queued, last))
                assertThat(failure(each)).isInstanceOf(CallFailure.ConnectionLost.class);
            other.join();
            assertThat(peer.connection().outbox().pendingCalls()).isZero();
            Until.holds(() -> other.connection().intake().requests() == 0);
        }

        @Test
        void aQueuedCallIsNeverHandled() throws Exception {
            open(Limits.defaults(), Limits.defaults());
            CompletableFuture<Long> holding = play.callAsync(new Play.Hold());
            Until.holds(() -> there.blocked.get() == 1);
            CompletableFuture<Long> queued = play.callAsync(new Play.Add(5));

            queued.cancel(true);
            roundTrip();
            there.release.countDown();

            assertThat(holding.get(20, TimeUnit.SECONDS)).isZero();
            assertNothingIsLeft();
        }

        @Test
        void keepsTheCreditUntilTheHandlerHasReallyEnded() throws Exception {
            openWithWindowOf(1);
            CompletableFuture<Long> call = play.callAsync(new Play.Stubborn());
            Until.holds(() -> there.blocked.get() == 1);

            call.cancel(true);
            Until.holds(() -> there.interrupted.get() == 1);
            roundTrip();
            assertThat(play.trySend(new Play.Stubborn())).isFalse();
            there.release.countDown();

            Until.holds(() -> play.trySend(new Play.Stubborn()));
        }

        @Test
        void keepsTheCreditOfAQueuedCallAsLongAsItsMessageIsInTheMailbox() throws Exception {
            openWithWindowOf(1);
            play.send(new Play.Hold());
            CompletableFuture<Long> queued = play.callAsync(new Play.Add(5));

            queued.cancel(true);
            roundTrip();
            assertThat(play.trySend(new Play.Add(5))).isFalse();
            there.release.countDown();

            Until.holds(() -> play.trySend(new Play.Add(1)));
            assertThat(play.call(new Play.Add(0))).isEqualTo(1);
        }

        @Test
        void isNoFailureOfTheActor() throws Exception {
            open(Limits.defaults(), Limits.defaults());
            var lives = there.nursery.events().observe();
            CompletableFuture<Long> call = play.callAsync(new Play.Hold());
            Until.holds(() -> there.blocked.get() == 1);
            call.cancel(true);
            Until.holds(() -> there.interrupted.get() == 1);

            assertThatThrownBy(() -> play.call(new Play.Fail())).isInstanceOf(CallException.class);

            var event = lives.take(LONG);
            while (!(event instanceof NurseryEvent.ActorFailed)) event = lives.take(LONG);
            assertThat(((NurseryEvent.ActorFailed) event).cause()).hasMessage("secret"); // that of the second call
        }

        @Test
        void goesOnToTheCallsThatTheHandlerHasMade() throws Exception {
            open(Limits.defaults(), Limits.defaults());
            CompletableFuture<Long> call = play.callAsync(new Play.BlockThere());
            Until.holds(() -> here.blocked.get() == 1);

            call.cancel(true);

            Until.holds(() -> here.interrupted.get() == 1);
            Until.holds(() -> other.connection().outbox().pendingCalls() == 0);
            assertNothingIsLeft();
        }

        @Test
        void ofACallThatStillWaitsForCreditSendsNothing() throws Exception {
            openWithWindowOf(1);
            play.send(new Play.Block());
            var caller = start(() -> play.call(new Play.Block()));
            awaitParked(caller);

            caller.interrupt();
            caller.join();
            roundTrip();

            assertThat(there.blocked).hasValue(1);
            there.release.countDown();
            assertThat(play.call(new Play.Block())).isZero();
            assertThat(there.blocked).hasValue(2);
        }
    }

    @Nested
    class Ends {
        @Test
        void sendersThatWaitForCreditAreToldWhenTheConnectionEnds() throws Exception {
            openWithWindowOf(1);
            play.send(new Play.Block());
            var told = new CompletableFuture<CallFailure>();
            var sender = start(() -> {
                try {
                    play.send(new Play.Block());
                } catch (SendException e) {
                    told.complete(e.failure());
                }
                return true;
            });
            awaitParked(sender);

            peer.close();

            assertThat(told.get(20, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            CallFailure.ConnectionLost.class,
                            lost -> assertThat(lost.handled()).isEqualTo(Handled.NO));
        }

        @Test
        void callsOfTheOtherSideGetTheGracePeriod() throws Exception {
            open(Limits.defaults(), Limits.defaults().withGrace(LONG));
            CompletableFuture<Long> call = play.callAsync(new Play.Block());
            Until.holds(() -> there.blocked.get() == 1);

            var closing = Thread.ofVirtual().start(() -> other.close("that was all"));
            Until.event(events, PeerEvent.Leaving.class);
            assertThat(call).isNotDone();
            assertThatThrownBy(() -> play.call(new Play.Add(1))).isInstanceOf(CallException.class);
            there.release.countDown();

            assertThat(call.get(20, TimeUnit.SECONDS)).isZero();
            assertThat(there.interrupted).hasValue(0);
            closing.join();
        }

        @Test
        void aStageMayCloseThePeerWhateverThreadItRunsOn() throws Exception {
            open(Limits.defaults(), Limits.defaults());
            CompletableFuture<Long> call = play.callAsync(new Play.Block());
            var closed = call.whenComplete((reply, problem) -> peer.close());
            Until.holds(() -> there.blocked.get() == 1);

            other.close();

            assertThatThrownBy(() -> closed.get(20, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
            assertThat(peer.join(LONG)).isTrue();
        }
    }
}
