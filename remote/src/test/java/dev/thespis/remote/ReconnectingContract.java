package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.Address;
import dev.thespis.actor.Backoff;
import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.remote.transport.Connector;
import dev.thespis.remote.transport.Duplex;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// How a link connects, to which endpoint, and what it tells of it, over one transport.
abstract class ReconnectingContract extends LinkStage {
    ReconnectingContract(Site.Over over) {
        super(over);
    }

    @Test
    void failsOverToTheNextEndpointAndStaysThere() throws Exception {
        north.start();
        south.start();
        link(QUICK, north.endpoint(), south.endpoint());
        assertThat(event(LinkEvent.Connected.class).endpoint()).isEqualTo("north");
        north.stop();
        assertThat(event(LinkEvent.Disconnected.class).endpoint()).isEqualTo("north");
        assertThat(event(LinkEvent.Connected.class).endpoint()).isEqualTo("south");
        assertThat(bank.call(new Bank.Pay(1))).isEqualTo(1);
        north.start();
        south.cut();
        assertThat(event(LinkEvent.Connected.class).endpoint()).isEqualTo("south");
    }

    @Test
    void returnsToTheFirstEndpointIfThatIsPreferred() throws Exception {
        south.start();
        link(QUICK.withOrder(LinkOptions.Order.PREFER_FIRST), north.endpoint(), south.endpoint());
        assertThat(event(LinkEvent.Connected.class).endpoint()).isEqualTo("south");
        north.start();
        assertThat(bank.call(new Bank.Pay(1))).isEqualTo(1); // and does not leave a connection that there is
        assertThat(link.isConnected()).isTrue();
        south.cut();
        assertThat(event(LinkEvent.Connected.class).endpoint()).isEqualTo("north");
    }

    @Test
    void goesOnWhenAllEndpointsAreDownAndComeBack() throws Exception {
        link(QUICK, north.endpoint(), south.endpoint());
        assertThat(event(LinkEvent.Connecting.class).endpoint()).isEqualTo("north");
        assertThat(event(LinkEvent.ConnectFailed.class).endpoint()).isEqualTo("north");
        assertThat(event(LinkEvent.Connecting.class).endpoint()).isEqualTo("south");
        assertThat(event(LinkEvent.ConnectFailed.class).endpoint()).isEqualTo("south");
        assertThat(event(LinkEvent.Pausing.class).count()).isEqualTo(1);
        assertThat(event(LinkEvent.Pausing.class).count()).isEqualTo(2);
        south.start();
        assertThat(event(LinkEvent.Connected.class).endpoint()).isEqualTo("south");
    }

    @Test
    void givesUpAfterAsManyPausesAsItMay() throws Exception {
        link(QUICK.withPauses(QUICK.pauses().withMost(2)), north.endpoint(), south.endpoint());
        var closed = bank.closed();
        assertThat(event(LinkEvent.GaveUp.class).pauses()).isEqualTo(2);
        assertThat(event(LinkEvent.Closed.class).reason()).contains("given up after 2 pauses");
        link.join();
        assertThat(closed).isCompleted();
        assertThat(north.tries.get()).isEqualTo(3);
        assertThat(south.tries.get()).isEqualTo(3);
        assertThatThrownBy(() -> bank.call(new Bank.Pay(1)))
                .isInstanceOf(CallException.class)
                .hasMessageContaining("given up");
    }

    @Test
    void tellsWhenTheServerIsAnotherOneAndNotWhenItIsTheSame() throws Exception {
        open(QUICK);
        var first = ((RemoteInfo.Greeted) link.peer(LONG).remote()).incarnation();
        event(LinkEvent.Connected.class);
        north.cut();
        event(LinkEvent.Connected.class);
        north.restart();
        var seen = new ConcurrentLinkedQueue<LinkEvent>();
        while (!(seen.peek() instanceof LinkEvent.OtherServer)) {
            seen.clear();
            seen.add(events.take(LONG));
        }
        var other = (LinkEvent.OtherServer) seen.remove();
        assertThat(other.before()).isEqualTo(first);
        assertThat(other.now())
                .isEqualTo(((RemoteInfo.Greeted) link.peer(LONG).remote()).incarnation())
                .isNotEqualTo(first);
        assertThat(events.poll()).doesNotHaveAnyElementsOfTypes(LinkEvent.OtherServer.class);
    }

    @Test
    void isRecognisedByTheServerWithWhatWasNotedOfIt() throws Exception {
        open(QUICK.withLogin(peer -> peer.address(Bank.class).call(new Bank.Login("Ada " + peer.id()))));
        var first = link.peer(LONG);
        assertThat(bank.call(new Bank.Who())).containsExactly("Ada " + first.id(), "nobody");
        var serverEvents = north.server().events().observe();
        north.cut();
        awaitOther(first);
        var second = link.peer(LONG);
        assertThat(bank.call(new Bank.Who())).containsExactly("Ada " + second.id(), "Ada " + first.id());
        while (true) {
            if (serverEvents.take(LONG) instanceof ServerEvent.Returned returned) {
                assertThat(returned.connection()).isEqualTo(2);
                assertThat(returned.peer().remote())
                        .isInstanceOfSatisfying(
                                RemoteInfo.Greeted.class,
                                greeted -> assertThat(greeted.incarnation()).isEqualTo(link.incarnation()));
                break;
            }
        }
        link(QUICK, north.endpoint()); // another client of the same process
        assertThat(bank.call(new Bank.Who())).containsExactly("nobody", "nobody");
    }

    private void awaitOther(Peer before) {
        Until.holds(() -> {
            var now = link.uplink().peer();
            return now != null && !now.equals(before);
        });
    }

    @Test
    void itsHalfDeadConnectionIsClosedWhenItReturnsIfThatIsAskedFor() throws Exception {
        north.options = north.options.withReturning(Returning.defaults().withBefore(Returning.Before.CLOSE));
        var hour = new Backoff(Duration.ofHours(1), Duration.ofHours(1)); // or the two would drive each other out
        open(QUICK.withPauses(QUICK.pauses().withBackoff(hour)));
        var dead = bank.callAsync(new Bank.PaySlowly(1));
        Until.holds(() -> books.slow.get() == 1);
        var half = north.server().peers().getFirst();
        var peerEvents = half.events().observe();
        // The same client once more, while the server has not noticed that its first connection is of no use.
        var again = QUICK.withPeers(QUICK.peers().withIncarnation(link.incarnation()));
        var opened = Link.open(again, north.endpoint());
        links.add(opened);
        var through = opened.address(Bank.class);
        assertThat(through.call(new Bank.Pay(2))).isEqualTo(2);
        half.join();
        assertThat(Until.event(peerEvents, PeerEvent.Closed.class).reason()).contains("has come back");
        assertThat(failure(dead).handled()).isEqualTo(dev.thespis.actor.CallFailure.Handled.MAYBE);
    }

    @Test
    void aServerThatLeavesStillAnswersWhileOthersTakeOver() throws Exception {
        var graceful = Limits.defaults().withGrace(LONG);
        north.options = north.options.withPeers(north.options.peers().withLimits(graceful));
        north.start();
        south.start();
        link(QUICK, north.endpoint(), south.endpoint());
        link.peer(LONG);
        var last = bank.callAsync(new Bank.PaySlowly(1));
        Until.holds(() -> books.slow.get() == 1);
        var leaving = Thread.ofVirtual().start(north::stop);
        event(LinkEvent.Disconnected.class);
        assertThat(event(LinkEvent.Connected.class).endpoint()).isEqualTo("south");
        assertThat(bank.call(new Bank.Pay(2))).isEqualTo(2);
        assertThat(last).isNotDone();
        books.closing.countDown();
        assertThat(reply(last)).isEqualTo(1);
        leaving.join();
    }

    @Test
    void theSetupExposesAndTheLoginComesFirstOnEachConnection() throws Exception {
        var set = new AtomicInteger();
        var logins = new ConcurrentLinkedQueue<List<String>>();
        north.start();
        var options = QUICK.withLogin(peer -> {
            Address<Bank> fresh = peer.address(Bank.class);
            logins.add(fresh.call(new Bank.Who()));
            fresh.call(new Bank.Login("Bob"));
        });
        link = Link.open(options, peer -> set.incrementAndGet(), north.endpoint());
        links.add(link);
        bank = link.address(Bank.class);
        assertThat(bank.call(new Bank.Who()).getFirst()).isEqualTo("Bob");
        var first = link.peer(LONG);
        north.cut();
        awaitOther(first);
        assertThat(bank.call(new Bank.Who())).containsExactly("Bob", "Bob");
        assertThat(set).hasValue(2);
        assertThat(logins).containsExactly(List.of("nobody", "nobody"), List.of("nobody", "Bob"));
    }

    @Test
    void aConnectionWhoseLoginFailsIsNotUsed() throws Exception {
        north.start();
        var tries = new AtomicInteger();
        link(
                QUICK.withLogin(peer -> {
                    if (tries.incrementAndGet() < 3) throw new IOException("wrong password");
                }),
                north.endpoint());
        assertThat(bank.call(new Bank.Pay(1))).isEqualTo(1);
        assertThat(event(LinkEvent.ConnectFailed.class).cause()).hasMessage("wrong password");
        assertThat(event(LinkEvent.ConnectFailed.class).cause()).hasMessage("wrong password");
        event(LinkEvent.Connected.class);
        assertThat(tries).hasValue(3);
        Until.holds(() -> north.server().peers().size() == 1);
    }

    @Test
    void aSetupThatThrowsFailsThatTry() throws Exception {
        north.start();
        var tries = new AtomicInteger();
        link = Link.open(
                QUICK,
                peer -> {
                    if (tries.incrementAndGet() == 1) throw new IllegalStateException("not yet");
                },
                north.endpoint());
        links.add(link);
        assertThat(link.address(Bank.class).call(new Bank.Pay(1))).isEqualTo(1);
        assertThat(tries).hasValue(2);
    }

    @Test
    void aServerThatSaysNothingIsNoneUnlessItMayBeOfTheOriginal() throws Exception {
        north.start();
        var hello = Duration.ofMillis(50);
        var limits = Limits.defaults().withFlush(Duration.ofMillis(50)); // nobody reads what is said at the end
        var brief = QUICK.withPeers(QUICK.peers().withLimits(limits));
        Connector silent = Connector.of(
                "silent", () -> dev.thespis.remote.transport.Transports.memory().getFirst());
        var failing = new LinkOptions.Meeting(LONG, hello, LinkOptions.Meeting.Silence.FAILED);
        link(brief.withMeeting(failing), silent, north.endpoint());
        assertThat(event(LinkEvent.ConnectFailed.class).cause()).hasMessageContaining("has said nothing within 50 ms");
        assertThat(event(LinkEvent.Connected.class).endpoint()).isEqualTo("north");
        var legacy = new LinkOptions.Meeting(LONG, hello, LinkOptions.Meeting.Silence.LEGACY);
        link(brief.withMeeting(legacy), silent);
        assertThat(event(LinkEvent.Connected.class).endpoint()).isEqualTo("silent");
    }

    @Test
    void anEndpointThatTakesTooLongIsLeft() throws Exception {
        north.start();
        var interrupted = new CountDownLatch(1);
        Connector slow = Connector.of("slow", () -> {
            try {
                new CountDownLatch(1).await();
                throw new IOException("it can't come here");
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        });
        var meeting = new LinkOptions.Meeting(Duration.ofMillis(50), LONG, LinkOptions.Meeting.Silence.FAILED);
        link(QUICK.withMeeting(meeting), slow, north.endpoint());
        assertThat(event(LinkEvent.ConnectFailed.class).cause()).hasMessageContaining("no connection within 50 ms");
        assertThat(event(LinkEvent.Connected.class).endpoint()).isEqualTo("north");
        interrupted.await();
    }

    @Test
    void closingEndsATryThatDoesNotHeedInterruptsAndItsStreamIsClosed() throws Exception {
        north.start();
        var begun = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var late = new CompletableFuture<Duplex>();
        link = Link.open(QUICK, Connector.of("stubborn", () -> {
            begun.countDown();
            while (true) {
                try {
                    go.await();
                    break;
                } catch (InterruptedException e) {
                    // that is the point
                }
            }
            var stream = north.endpoint().connect();
            late.complete(stream);
            return stream;
        }));
        begun.await();
        link.close();
        assertThat(link.isOpen()).isFalse();
        go.countDown();
        var stream = late.get();
        Until.holds(() -> !stream.isOpen());
    }

    @Test
    void closingEndsAPauseALoginAndASecondCloseWaits() throws Exception {
        var pauses = QUICK.pauses().withBackoff(new Backoff(LONG.multipliedBy(9), LONG.multipliedBy(9)));
        link(QUICK.withPauses(pauses), north.endpoint());
        event(LinkEvent.Pausing.class);
        link.close();
        link.close();
        assertThat(event(LinkEvent.Closed.class).reason()).isEqualTo("closed by this side");

        north.start();
        var entered = new CountDownLatch(1);
        link(
                QUICK.withLogin(peer -> {
                    entered.countDown();
                    peer.address(Bank.class).call(new Bank.PaySlowly(1));
                }),
                north.endpoint());
        entered.await();
        link.close();
        assertThat(event(LinkEvent.Closed.class).reason()).isEqualTo("closed by this side");
    }

    @Test
    void aLoginMayCloseTheLink() throws Exception {
        north.start();
        var self = new CompletableFuture<Link>();
        link(QUICK.withLogin(peer -> self.join().close()), north.endpoint());
        self.complete(link);
        link.join();
        assertThat(link.isConnected()).isFalse();
    }

    @Test
    void aPeerThatSomebodyClosesIsReplaced() throws Exception {
        open(QUICK);
        var first = link.peer(LONG);
        first.close("for a test");
        awaitOther(first);
        assertThat(bank.call(new Bank.Pay(1))).isEqualTo(1);
    }

    @Test
    void aRelayFollowsALink() throws Exception {
        var relay = Relay.everything();
        north.start();
        link = Link.open(QUICK.withLogin(relay::to), north.endpoint());
        links.add(link);
        link.peer(LONG);
        var ends = dev.thespis.remote.transport.Transports.memory();
        try (var serving = Peer.accept(ends.get(0), PeerOptions.defaults(), peer -> peer.expose(relay));
                var client = Peer.connect(ends.get(1), PeerOptions.defaults(), peer -> {})) {
            Address<Bank> through = client.address(Bank.class);
            assertThat(through.call(new Bank.Pay(1))).isEqualTo(1);
            var first = link.peer(LONG);
            north.restart();
            awaitOther(first);
            assertThat(through.call(new Bank.Pay(2))).isEqualTo(2);
            assertThat(serving.isOpen()).isTrue();
        }
    }

    @Test
    void aRelayThatFollowsALinkPassesNothingOnBeforeTheLoginIsDone() throws Exception {
        var relay = Relay.everything();
        var begun = new CountDownLatch(1);
        var going = new CountDownLatch(1);
        north.start();
        var options = QUICK.withLogin(peer -> {
            begun.countDown();
            going.await();
            relay.to(peer);
        });
        link = Link.open(options, north.endpoint());
        links.add(link);
        var ends = dev.thespis.remote.transport.Transports.memory();
        try (var serving = Peer.accept(ends.get(0), PeerOptions.defaults(), peer -> peer.expose(relay));
                var client = Peer.connect(ends.get(1), PeerOptions.defaults(), peer -> {})) {
            Address<Bank> through = client.address(Bank.class);
            begun.await();
            assertThatThrownBy(() -> through.call(new Bank.Pay(1)))
                    .isInstanceOfSatisfying(CallException.class, lost -> {
                        assertThat(lost.failure()).isInstanceOf(CallFailure.ConnectionLost.class);
                        assertThat(lost.failure().handled()).isEqualTo(CallFailure.Handled.NO);
                    });

            going.countDown();
            link.peer(LONG);
            assertThat(through.call(new Bank.Pay(1))).isEqualTo(1);
            assertThat(serving.isOpen()).isTrue();
        }
    }
}
