package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.CallException;
import dev.thespis.remote.Stage.Play;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The books of two peers, whatever they talk over.
@Timeout(60)
abstract class StatsContract extends JoinedPeers {
    StatsContract(Over over) {
        super(over);
    }

    @Test
    void areTheSameOnBothSidesAfterAMixedLoad() throws Exception {
        openWithWindowOf(16);
        var threads = new ArrayList<Thread>();
        for (var i = 0; i < 4; i++)
            threads.add(start(() -> {
                for (var n = 0; n < 200; n++) {
                    play.send(new Play.Note(n));
                    play.call(new Play.Add(n));
                    var unused = play.call(new Play.Echo(new byte[n * 10]));
                }
                return true;
            }));
        for (var n = 0; n < 50; n++) {
            assertThatThrownBy(() -> play.call(new Play.Fail())).isInstanceOf(CallException.class);
            var unused = play.call(new Play.CallBack(1));
            CompletableFuture<Long> cancelled = play.callAsync(new Play.Block());
            cancelled.cancel(true);
        }
        for (var thread : threads) thread.join();
        there.release.countDown();
        Until.holds(() -> there.noted.get() == 800
                && peer.stats().outgoing().calls() == 0
                && other.stats().incoming().requests() == 0);
        peer.close();
        other.join();

        var mine = peer.stats();
        var theirs = other.stats();
        assertThat(mine.sent()).isEqualTo(theirs.received());
        assertThat(theirs.sent()).isEqualTo(mine.received());
        assertThat(mine.sent().calls()).isEqualTo(1_750);
        assertThat(mine.sent().sends()).isEqualTo(800);
        assertThat(mine.received().replies() + mine.received().errors()).isEqualTo(1_750);
        assertThat(mine.received().errors()).isBetween(50L, 100L);
        assertThat(mine.received().calls()).isEqualTo(50);
        assertThat(mine.sent().control()).isPositive();
        assertThat(theirs.errors()).isGreaterThanOrEqualTo(50);
        assertThat(mine.outgoing().waiting()).isZero();
        assertThat(mine.outgoing().unwrittenBytes()).isZero();
        assertThat(mine.outgoing().window().messages()).isBetween(0L, 16L);
        assertThat(theirs.incoming().calls()).isZero();
        assertThat(theirs.incoming().bytes()).isZero();
    }

    @Test
    void showWhatIsUnderWayAndWhoWaits() throws Exception {
        openWithWindowOf(2);
        for (var i = 0; i < 2; i++) {
            var unused = play.callAsync(new Play.Block());
        }
        Until.holds(() -> there.blocked.get() == 2);
        var sender = start(() -> {
            play.send(new Play.Block());
            return true;
        });
        Until.holds(() -> peer.stats().outgoing().waiting() == 1);

        var outgoing = peer.stats().outgoing();
        assertThat(outgoing.calls()).isEqualTo(2);
        assertThat(outgoing.waits()).isEqualTo(1);
        assertThat(outgoing.window())
                .isEqualTo(new PeerStats.Window(2, 2, outgoing.window().bytes(), 1 << 20));
        var incoming = other.stats().incoming();
        assertThat(incoming.calls()).isEqualTo(2);
        assertThat(incoming.requests()).isEqualTo(2);
        assertThat(incoming.window())
                .isEqualTo(new PeerStats.Window(2, 2, outgoing.window().bytes(), 1 << 20));
        assertThat(incoming.bytes()).isEqualTo(outgoing.window().bytes()).isPositive();

        there.release.countDown();
        sender.join();
        Until.holds(() -> other.stats().incoming().requests() == 0);
        assertThat(peer.stats().outgoing().waiting()).isZero();
        assertThat(peer.stats().outgoing().waited()).isPositive();
    }

    @Test
    void haveTheRoundTripOfPings() throws Exception {
        open(Limits.defaults(), Limits.defaults());
        assertThat(peer.stats().trip()).isEqualTo(new PeerStats.Trip(Duration.ZERO, Duration.ZERO));
        var first = peer.ping(LONG);
        assertThat(peer.stats().trip()).isEqualTo(new PeerStats.Trip(first, first));
        var second = peer.ping(LONG);
        var smoothed = Duration.ofNanos(first.toNanos() + (second.toNanos() - first.toNanos()) / 8);
        assertThat(peer.stats().trip()).isEqualTo(new PeerStats.Trip(second, smoothed));
    }

    @Test
    void tellOfWhatGoesWrong() throws Exception {
        open(Limits.defaults(), Limits.defaults());
        peer.service("stage", "Nonsense").send(new byte[] {0});
        peer.service("stage", "Add").send(new byte[] {0});
        Until.holds(() -> other.stats().errors() == 2);
        assertThat(other.stats().received().sends()).isEqualTo(2);
    }
}
